"""What the main screen is given to connect with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui.store.store import Store


class Opener(Protocol):
    """Makes a store; slow, so it is called in a thread."""

    def __call__(self, key: SecretStr | None, demo: bool, keep: bool) -> Store:
        """Return a store with `key`, or the first key that is found, or the demo's.

        With `keep`, `key` is put into the keyring first.

        Raises:
            CredentialsError: There is no key.
            UsageError: A setting is wrong.
        """
        ...
