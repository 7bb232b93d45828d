"""What the main screen is given to connect with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui.api.api import Api
    from tui.connect import Connection
    from tui.secret import Secret
    from tui.settings import Settings
    from tui.store.cache import CachedList


class Opener(Protocol):
    """Makes a store; slow, so it is called in a thread."""

    def __call__(
        self,
        settings: Settings,
        key: Secret | None = None,
        *,
        keep: bool = False,
        renew: bool = False,
        on_cached: Callable[[CachedList | None], None] | None = None,
        on_api: Callable[[Api], None] | None = None,
    ) -> Connection:
        """Return a store for the settings, with `key` or the first key that is found.

        With `keep`, `key` is put into the keyring first; with `renew`, the official CLI's
        login is renewed first. `on_cached` is told what was kept of the list at the last
        start, if anything, in the thread; what is slow to import waits for it to return.
        `on_api` is given what can be asked already while the store is still being made.

        Raises:
            LoginExpired: The official CLI's login may be renewed.
            CredentialsError: There is no key.
            UsageError: A setting is wrong.
        """
        ...
