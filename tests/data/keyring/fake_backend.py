"""Keyrings for the tests: one that keeps its passwords in a file, and two that misbehave."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class Kept(KeyringBackend):
    """Keeps passwords in the file that `FAKE_KEYRING` names."""

    priority = 1

    @property
    def _file(self) -> Path:
        return Path(os.environ["FAKE_KEYRING"])

    def _all(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(self._file.read_text()) if self._file.exists() else {}
        return kept

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file.write_text(json.dumps({**self._all(), f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        kept = self._all()
        if kept.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError("absent")
        self._file.write_text(json.dumps(kept))


class Broken(Kept):
    """Fails."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("the bus is \x1b[2Jgone")


class Hanging(Kept):
    """Marks that it was asked, and does not answer."""

    def get_password(self, service: str, username: str) -> str | None:
        self._file.with_name("asked").touch()
        time.sleep(60)
        return None
