"""A key that a program of the user's prints, such as a password manager."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.credentials import process
from tui.credentials.source import Found, checked_key
from tui.errors import CredentialsError
from tui.text import clean


@dataclass(frozen=True, slots=True)
class TokenCommand:
    """The profile's `token_command`, run without a shell.

    Attributes:
        argv: The program and its arguments.
        patience: Seconds that it has: people may have to touch a key or a fingerprint.
    """

    argv: Sequence[str]
    patience: float = 30.0

    @property
    def name(self) -> str:
        """The program, without its arguments: they may be secret."""
        return f"the token command {clean(self.argv[0])}"

    def find(self) -> Found:
        """Return what the program prints.

        Raises:
            CredentialsError: It cannot be run, failed, was too slow, or printed no key.
        """
        try:
            ended = process.run(self.argv, self.patience)
        except process.TooSlow as error:
            raise CredentialsError(
                f"{self.name} did not end within {self.patience:g} s. It cannot ask on this "
                "terminal: unlock what it needs, then press r."
            ) from error
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CredentialsError(f"{self.name} cannot be run: {reason}.") from error
        if ended.status:
            raise CredentialsError(
                f"{self.name} failed with status {ended.status}: {ended.complaint}."
            )
        key = checked_key(ended.output.decode("utf-8", "replace"), f"What {self.name} printed")
        if key is None:
            raise CredentialsError(f"{self.name} printed nothing.")
        return Found(key, self.name)
