"""Access tokens: what the OAuth renewal hands out, and until when it is good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui.sandbox import SANDBOX_CLIENT_ID, SANDBOX_REFRESH_TOKEN

if TYPE_CHECKING:
    from tui.sandbox.ids import IdMaker

LIFETIME_SECONDS: Final = 3600


@dataclass(frozen=True)
class Grant:
    """A fresh pair of tokens."""

    access_token: str
    refresh_token: str


class Tokens:
    """The tokens that are good now; a refresh token works once."""

    def __init__(self, ids: IdMaker) -> None:
        self._ids = ids
        self._refresh_token = SANDBOX_REFRESH_TOKEN
        self._expires: dict[str, int] = {}

    def renew(self, client_id: str, refresh_token: str, now_ms: int) -> Grant | None:
        """Trade the refresh token for a new pair, or None if it is not the current one."""
        if client_id != SANDBOX_CLIENT_ID or refresh_token != self._refresh_token:
            return None
        grant = Grant(self._ids.secret("metorial_at_"), self._ids.secret("metorial_rt_"))
        self._refresh_token = grant.refresh_token
        self._expires[grant.access_token] = now_ms + LIFETIME_SECONDS * 1000
        return grant

    def is_good(self, access_token: str, now_ms: int) -> bool:
        """Whether an access token was handed out and has not expired."""
        return self._expires.get(access_token, 0) > now_ms
