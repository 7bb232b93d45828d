"""What was picked of each list lately: IDs and names, for the user alone."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

import platformdirs

from tui.store.lookup import Choice
from tui.text import clean
from tui.whole_file import write_whole

_VERSION = 1
_KEPT = 5
_LISTS = 60
_MOST_BYTES = 256 * 1024


def recent_path(account: str) -> Path:
    """Return the file that an account's picks are kept in."""
    name = hashlib.sha256(account.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return platformdirs.user_state_path("metorial-tui") / "recent" / f"{name}.json"


class Recent:
    """The last picks of each list, the latest first; on disk too, where there is a path.

    What cannot be read or written is no loss worth a word: the list itself is there.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lists: dict[str, list[tuple[str, str]]] | None = None

    def of(self, name: str) -> tuple[Choice, ...]:
        """Return what was picked of the list of that name."""
        if self._lists is None:
            self._lists = _read(self._path)
        return tuple(Choice(one, clean(shown)) for one, shown in self._lists.get(name, ()))

    def add(self, name: str, choice: Choice) -> None:
        """Remember a pick of the list of that name."""
        # Read anew: another explorer may have picked meanwhile.
        lists = _read(self._path) if self._path is not None else self._lists or {}
        others = [one for one in lists.pop(name, []) if one[0] != choice.id]
        lists[name] = [(choice.id, choice.name), *others][:_KEPT]
        self._lists = dict(list(lists.items())[-_LISTS:])
        if self._path is not None:
            with suppress(OSError):
                write_whole(self._path, json.dumps({"version": _VERSION, "lists": self._lists}))


def _read(path: Path | None) -> dict[str, list[tuple[str, str]]]:
    if path is None:
        return {}
    try:
        with path.open(encoding="ascii") as file:
            document = json.loads(file.read(_MOST_BYTES))
        if document["version"] != _VERSION:
            return {}
        return {
            str(name): [(str(one), str(shown)) for one, shown in picks]
            for name, picks in document["lists"].items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
