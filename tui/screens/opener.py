"""What the main screen is given to connect with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui.connect import Connection
    from tui.settings import Settings


class Opener(Protocol):
    """Makes a store; slow, so it is called in a thread."""

    def __call__(
        self,
        settings: Settings,
        key: SecretStr | None = None,
        *,
        keep: bool = False,
        renew: bool = False,
    ) -> Connection:
        """Return a store for the settings, with `key` or the first key that is found.

        With `keep`, `key` is put into the keyring first; with `renew`, the official CLI's
        login is renewed first.

        Raises:
            LoginExpired: The official CLI's login may be renewed.
            CredentialsError: There is no key.
            UsageError: A setting is wrong.
        """
        ...
