"""A key in a file that only its owner may read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from tui.credentials.source import Found, checked_key
from tui.errors import CredentialsError
from tui.text import clean

_LIMIT = 16_384


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The file that `--api-key-file` or a profile names; a pipe will do."""

    path: Path

    @property
    def name(self) -> str:
        """The file's path."""
        return f"the key file {clean(self.path)}"

    def find(self) -> Found:
        """Return the file's content.

        Raises:
            CredentialsError: It cannot be read, others may read it, or it is no key.
        """
        try:
            with self.path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                content = file.read(_LIMIT + 1)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CredentialsError(f"{self.name} cannot be read: {reason}.") from error
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise CredentialsError(
                f"{self.name} can be read by others (mode {stat.S_IMODE(mode):04o}, 0600 is "
                "needed). Run chmod 600 on it; if others had access, make a new key."
            )
        if len(content) > _LIMIT:
            raise CredentialsError(f"{self.name} is too long to be a key.")
        key = checked_key(content.decode("utf-8", "replace"), self.name)
        if key is None:
            raise CredentialsError(f"{self.name} is empty.")
        return Found(key, self.name)
