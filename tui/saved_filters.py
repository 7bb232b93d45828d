"""Filters saved by name, in a TOML file beside the settings that can be shared and edited.

A table for each, in the order in which they are shown::

    ["my drafts"]
    filter = "status:draft created:<7d"
    sort = "name"

What is saved here changes that filter's lines alone: comments and all else stay as somebody
wrote them. A file that is not understood is never written to.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from tui.errors import SavedFilterError
from tui.models.row import SORTS, SortBy
from tui.settings_file import line_of
from tui.text import clean, well_formed
from tui.whole_file import FOR_THE_USER_ALONE, write_whole

LONGEST_NAME = 60
"""Characters of a name, which has to fit into a list."""

_MOST_BYTES = 65_536
_HEADER = re.compile(r"\s*\[[^\[]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter that was saved.

    Attributes:
        name: What it is chosen by.
        text: The filter line.
        by: What the list is ordered by; `created` is what the line says.
        reverse: Whether that order is the other way round.
    """

    name: str
    text: str
    by: SortBy = "created"
    reverse: bool = False


class SavedFilters:
    """The saved filters of one file; read anew each time, as others may write it too."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> tuple[SavedFilter, ...]:
        """Return them in the file's order; none where there is no file.

        Raises:
            SavedFilterError: The file cannot be read, or holds what is not understood; the
                message names the line.
        """
        text = self._text()
        return tuple(self._filters(text, self._document(text)))

    def named(self, name: str) -> SavedFilter:
        """Return the one of that name.

        Raises:
            SavedFilterError: There is none, or the file cannot be read.
        """
        for one in self.all():
            if one.name == name:
                return one
        raise SavedFilterError(f'No filter is saved as "{clean(name)}" in {clean(self.path)}.')

    def save(self, saved: SavedFilter) -> None:
        """Keep a filter, in the place of the one of its name.

        Raises:
            SavedFilterError: It could not be kept; the file is as it was.
        """
        entries: dict[str, Any] = {"filter": well_formed(saved.text)}
        if saved.by != "created":
            entries["sort"] = saved.by
            if saved.reverse:
                entries["reverse"] = True
        self._change(well_formed(saved.name), entries)

    def remove(self, name: str) -> None:
        """Forget the one of that name, if it is there.

        Raises:
            SavedFilterError: It could not be removed; the file is as it was.
        """
        self._change(name, None)

    # Reading.

    def _text(self) -> str:
        try:
            with self.path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from error
        if len(content) > _MOST_BYTES:
            raise self._unreadable(f"it is larger than {_MOST_BYTES >> 10} KiB")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise self._unreadable(f"line {line} is not UTF-8") from error

    def _document(self, text: str) -> dict[str, Any]:
        try:
            return _loads(text)
        except (ValueError, RecursionError) as error:
            raise self._unreadable(str(error)) from error

    def _filters(self, text: str, document: dict[str, Any]) -> Iterator[SavedFilter]:
        for name, table in document.items():
            if not isinstance(table, dict):
                raise self._wrong(text, (name,), f'must be a table, as ["{name}"]')
            for entry in table:
                if entry not in ("filter", "sort", "reverse"):
                    raise self._wrong(text, (name, entry), "is not known")
            if not isinstance(line := table.get("filter"), str):
                at = (name, "filter") if "filter" in table else (name,)
                raise self._wrong(text, at, "needs a filter, which is a text")
            if (by := table.get("sort", "created")) not in SORTS:
                raise self._wrong(text, (name, "sort"), f"must be one of {', '.join(SORTS)}")
            if not isinstance(reverse := table.get("reverse", False), bool):
                raise self._wrong(text, (name, "reverse"), "must be true or false")
            yield SavedFilter(name, line, by, reverse)

    def _wrong(self, text: str, at: tuple[str, ...], what: str) -> SavedFilterError:
        where = f"{self.path} line {line_of(text, at)}"
        return SavedFilterError(clean(f"{where}: {'.'.join(at)} {what}."))

    def _unreadable(self, why: str) -> SavedFilterError:
        return SavedFilterError(clean(f"{self.path} cannot be read: {why}."))

    # Writing.

    def _change(self, name: str, entries: dict[str, Any] | None) -> None:
        try:
            with self._locked() as (path, mode):
                before = self._text()
                wanted = self._document(before)
                # What is not understood is left alone.
                tuple(self._filters(before, wanted))
                if entries is None and wanted.pop(name, None) is None:
                    return
                if entries is not None:
                    wanted[name] = entries
                after = _edited(before, name, entries)
                if _document(after) != wanted:
                    raise SavedFilterError(
                        clean(f"{self.path} spells {name} in a way that only you can change.")
                    )
                if len(after.encode()) > _MOST_BYTES:
                    raise SavedFilterError(f"{clean(self.path)} has no room for more.")
                write_whole(path, after, mode=mode)
        except OSError as error:
            why = error.strerror or str(error)
            raise SavedFilterError(clean(f"{self.path} is not changed: {why}.")) from error

    @contextmanager
    def _locked(self) -> Iterator[tuple[Path, int]]:
        """Let nobody else change the file meanwhile; yield the file to write, and its mode."""
        # Not a link to it: that stays one, as people keep their settings elsewhere.
        path = Path(os.path.realpath(self.path))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The folder is locked: the file itself is another one after each change.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            there = path.exists()
            yield path, stat.S_IMODE(path.stat().st_mode) if there else FOR_THE_USER_ALONE
        finally:
            os.close(folder)


def _loads(text: str) -> dict[str, Any]:
    # Imported here, as most starts read no such file.
    import tomllib

    return tomllib.loads(text)


def _document(text: str) -> dict[str, Any] | None:
    """Return what a text that was put together says; None where that is no TOML."""
    try:
        return _loads(text)
    except ValueError:
        return None


def _edited(text: str, name: str, entries: dict[str, Any] | None) -> str:
    """Return `text` with a filter's table put in, put anew, or taken out."""
    lines = text.split("\n")
    headers = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    table = [] if entries is None else _table(name, entries)
    for begin, end in pairwise([*headers, len(lines)]):
        if _name_in(lines[begin]) != name:
            continue
        # Comments and room right above the next table are that one's.
        while end > begin + 1 and _is_apart(lines[end - 1]):
            end -= 1
        if not table:
            # The room above it goes with it, or at the top that below it.
            while begin > 0 and not lines[begin - 1].strip():
                begin -= 1
            while begin == 0 and end < len(lines) and not lines[end].strip():
                end += 1
        return "\n".join([*lines[:begin], *table, *lines[end:]])
    if text.strip():
        return "\n".join([text.rstrip("\n"), "", *table, ""])
    return "\n".join([*table, ""])


def _table(name: str, entries: dict[str, Any]) -> list[str]:
    values = {
        entry: _quoted(value) if isinstance(value, str) else str(value).lower()
        for entry, value in entries.items()
    }
    return [f"[{_quoted(name)}]", *(f"{entry} = {value}" for entry, value in values.items())]


def _name_in(header: str) -> str | None:
    return next(iter(_document(header) or ()), None)


def _is_apart(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _quoted(text: str) -> str:
    """Return `text` as TOML's basic string."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    # What an editor would not show is written by its number, too.
    return character if character.isprintable() else f"\\U{ord(character):08X}"
