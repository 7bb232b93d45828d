"""A key in the system's keyring, which is asked in a process that is killed when it hangs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.api.origin import Origin
from tui.credentials import process
from tui.credentials.keyring_process import ABSENT, LOCKED, NO_KEYRING, NOT_KEPT
from tui.credentials.source import Found, NotAnswering, checked_key
from tui.errors import CredentialsError
from tui.secret import Secret

SERVICE = "metorial-tui"
"""The keyring's name for this program."""

_KEYRING = (sys.executable, "-P", str(Path(__file__).with_name("keyring_process.py")))
# -P: a keyring.py in the current directory must not be run in the real one's place.

_LOCKED = (
    "The keyring is locked and cannot ask for its password here: unlock it first, or set "
    "METORIAL_API_KEY"
)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The system's keyring.

    Attributes:
        profile: The profile whose key it is.
        origin: Where the key may be sent.
        patience: Seconds that the keyring has to give a key.
        storing_patience: Seconds that it has to take one: people may have to unlock it.
        command: The keyring's process, without its verb.
    """

    profile: str
    origin: Origin
    patience: float = 2.0
    storing_patience: float = 30.0
    command: Sequence[str] = _KEYRING

    @property
    def name(self) -> str:
        """The keyring."""
        return "the keyring"

    @property
    def username(self) -> str:
        """The name the key is kept under: `<profile>@<api host>`."""
        return f"{self.profile}@{self.origin.url.partition('://')[2]}"

    def find(self) -> Found | None:
        """Return the key that is kept for this profile and host.

        Raises:
            NotAnswering: The keyring is locked, failed, or did not answer in time.
        """
        ended = self._run("get", self.patience)
        if ended.status in (ABSENT, NO_KEYRING):
            return None
        if ended.status == LOCKED:
            raise NotAnswering(f"{_LOCKED}.")
        if ended.status:
            raise NotAnswering(f"The keyring failed: {ended.complaint}.")
        key = checked_key(ended.output.decode("utf-8", "replace"), self.name)
        return Found(key, self.name) if key else None

    def store(self, key: Secret) -> None:
        """Keep `key`, in place of the one before.

        Raises:
            CredentialsError: The keyring did not take it, or there is none.
        """
        ended = self._run("set", self.storing_patience, key.get_secret_value().encode())
        if ended.status == NO_KEYRING:
            raise CredentialsError("This machine has no keyring; the key is kept in memory only.")
        if ended.status == NOT_KEPT:
            raise CredentialsError("The keyring did not keep the key; it is in memory only.")
        if ended.status == LOCKED:
            raise CredentialsError("The keyring stayed locked; the key is in memory only.")
        if ended.status:
            raise CredentialsError(f"The keyring did not take the key: {ended.complaint}.")

    def forget(self) -> bool:
        """Remove the key that is kept; return whether there was one.

        Raises:
            CredentialsError: The keyring is locked, or failed.
        """
        ended = self._run("delete", self.storing_patience)
        if ended.status in (ABSENT, NO_KEYRING):
            return False
        if ended.status == LOCKED:
            raise CredentialsError("The keyring stayed locked, so the key is still in it.")
        if ended.status:
            raise CredentialsError(f"The keyring did not forget the key: {ended.complaint}.")
        return True

    def backend(self) -> str:
        """Return what the keyring is, as the keyring library calls it.

        Raises:
            NotAnswering: It failed, or did not answer in time.
        """
        ended = self._run("name", self.patience)
        if ended.status:
            raise NotAnswering(f"The keyring failed: {ended.complaint}.")
        return ended.output.decode("utf-8", "replace")

    def _run(self, verb: str, patience: float, data: bytes = b"") -> process.Ended:
        try:
            return process.run([*self.command, verb, SERVICE, self.username], patience, data)
        except process.TooSlow as error:
            raise NotAnswering(f"The keyring did not answer within {patience:g} s.") from error
