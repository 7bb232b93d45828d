"""Puts the key into a request's header: the only place that reads it."""

from __future__ import annotations

from collections.abc import Generator

import httpx

from tui.api.origin import Origin
from tui.errors import CredentialsError
from tui.secret import Secret


class BearerAuth(httpx.Auth):
    """`Authorization: Bearer <key>`, on requests to its own origin and no other.

    Raises:
        CredentialsError: The key is none that a header can bear. This is said here, as
            what refuses the header later would quote the key.
    """

    def __init__(self, key: Secret, origin: Origin) -> None:
        if not is_header_word(key.get_secret_value()):
            raise CredentialsError(
                "The key is empty or has spaces, line breaks or other characters that no key "
                "has: copy it again, alone and whole."
            )
        self._key = key
        self._origin = httpx.URL(origin.url)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header where the request goes to the key's origin."""
        url, own = request.url, self._origin
        if (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port):
            request.headers["Authorization"] = f"Bearer {self._key.get_secret_value()}"
        yield request

    def without_key(self, text: bytes, mask: bytes) -> bytes:
        """Return `text` with `mask` in the place of the key."""
        return text.replace(self._key.get_secret_value().encode(), mask)


def is_header_word(text: str) -> bool:
    """Return whether `text` is one word of visible ASCII, which any header can bear."""
    return bool(text) and all("!" <= character <= "~" for character in text)
