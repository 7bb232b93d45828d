"""What is typed into forms, kept on disk until it is sent or given up.

One file for each form that is open, locked as long as it is: so two explorers never write
into one draft, and what a dead one left is told from what another is still typing. The
folder is the user's alone, and what has the shape of a secret is left out.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

import platformdirs

from tui.errors import DraftError
from tui.redaction import without_secrets_in

KEPT_DAYS = 30
"""Days after which a draft that nobody came back to is removed."""

MASK = "(masked)"
"""What stands in a kept draft where something looked like a secret."""

_VERSION = 1
_MOST_BYTES = 4 * 1024 * 1024
_DAY = 86_400


def drafts_path() -> Path:
    """Return the folder that drafts are kept in."""
    return platformdirs.user_state_path("metorial-tui") / "drafts"


class Kept(NamedTuple):
    """A draft that was left behind.

    Attributes:
        form: Which form it was typed into.
        title: What people call that form.
        values: What stood in the form, as JSON.
        before: What stood there before anything was typed, as JSON.
        left_out: The fields that lack what looked like a secret.
        uncertain: Whether it was being sent, so that it may have been carried out.
        kept_at: When it was last written.
        path: The file.
    """

    form: str
    title: str
    values: Any
    before: Any
    left_out: tuple[str, ...]
    uncertain: bool
    kept_at: datetime
    path: Path


class Draft:
    """The draft of one open form; nothing is written before the first `save`."""

    def __init__(self, path: Path, form: str, title: str) -> None:
        self._path = path
        self._form = form
        self._title = title
        self._file: IO[str] | None = None

    def save(
        self, values: Mapping[str, Any], before: Mapping[str, Any], *, uncertain: bool = False
    ) -> None:
        """Keep the form's values in place of those kept before.

        `uncertain` says that they are being sent, or were, without an answer.

        Raises:
            DraftError: They could not be written, as on a full disk.
        """
        typed = json.loads(json.dumps(values))
        kept = {name: without_secrets_in(value, MASK) for name, value in typed.items()}
        document = {
            "version": _VERSION,
            "form": self._form,
            "title": self._title,
            "values": kept,
            "before": without_secrets_in(json.loads(json.dumps(before)), MASK),
            "uncertain": uncertain,
            "left_out": [name for name, value in typed.items() if kept[name] != value],
        }
        text = json.dumps(document)
        try:
            # The new one is whole and locked before it takes the old one's place.
            new = self._path.with_suffix(".new")
            new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
            file = os.fdopen(handle, "w", encoding="ascii")
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(text)
            file.flush()
            os.replace(new, self._path)
        except OSError as error:
            raise DraftError(
                f"What you type is not kept, should this end: {error.strerror}"
            ) from error
        self.close()
        self._file = file

    def remove(self) -> None:
        """Forget it: it was sent, or given up."""
        if self._file is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Leave what was saved to whoever opens the form next."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Drafts:
    """The drafts of one account."""

    def __init__(self, folder: Path, account: str) -> None:
        """Keep the drafts of `account` in `folder`."""
        self._folder = folder
        self._account = _digest(account)

    def begin(self, form: str, title: str) -> Draft:
        """Return the draft of a form that was just opened."""
        unique = f"{os.getpid():x}{time.monotonic_ns():x}"
        name = f"{self._account}-{_digest(form)}-{unique}.json"
        return Draft(self._folder / name, form, title)

    def take_up(self, kept: Kept) -> Draft:
        """Return a draft that goes on in the place of one that was left behind."""
        draft = Draft(kept.path, kept.form, kept.title)
        with suppress(DraftError):  # It is there already; the next save says it again.
            draft.save(kept.values, kept.before, uncertain=kept.uncertain)
        return draft

    def left_behind(self, form: str | None = None) -> list[Kept]:
        """Return the drafts that nobody is typing, of one form or of all, the newest first.

        What cannot be read is passed over; what is too old is removed.
        """
        pattern = f"{self._account}-{_digest(form) if form else '*'}-*.json"
        try:
            paths = list(self._folder.glob(pattern))
        except OSError:
            return []
        found = [kept for path in paths if (kept := _read(path)) is not None]
        return sorted(found, key=lambda kept: kept.kept_at, reverse=True)

    def discard(self, kept: Kept) -> None:
        """Forget a draft that was left behind."""
        with suppress(OSError):
            kept.path.unlink(missing_ok=True)


def _read(path: Path) -> Kept | None:
    try:
        with path.open("r+", encoding="ascii") as file:
            # Whoever types into it holds the lock; the system lets it go with the process.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            status = os.fstat(file.fileno())
            if time.time() - status.st_mtime > KEPT_DAYS * _DAY:
                path.unlink(missing_ok=True)
                return None
            document = json.loads(file.read(_MOST_BYTES))
        if document["version"] != _VERSION:
            return None
        return Kept(
            form=str(document["form"]),
            title=str(document["title"]),
            values=document["values"],
            before=document["before"],
            left_out=tuple(map(str, document["left_out"])),
            uncertain=document["uncertain"] is True,
            kept_at=datetime.fromtimestamp(status.st_mtime, UTC),
            path=path,
        )
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
