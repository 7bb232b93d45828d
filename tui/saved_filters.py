"""Filters saved by name, in a TOML file beside the settings that can be shared and edited.

A table for each, in the order in which they are shown::

    ["my drafts"]
    filter = "status:draft created:<7d"
    sort = "name"
    columns = ["status", "name", "metadata.team"]

What is saved here changes that filter's lines alone: comments and all else stay as somebody
wrote them. A file that is not understood is never written to.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tui.errors import SavedFilterError
from tui.models.columns import checked, column
from tui.settings_file import line_of
from tui.text import clean, well_formed
from tui.toml_file import document, loads, locked, with_table
from tui.whole_file import write_whole

LONGEST_NAME = 60
"""Characters of a name, which has to fit into a list."""

_MOST_BYTES = 65_536


class SavedFilter(NamedTuple):
    """A filter that was saved.

    Attributes:
        name: What it is chosen by.
        text: The filter line.
        by: The column that the list is ordered by; `created` is what the line says.
        reverse: Whether that order is the other way round.
        columns: What is shown of each row; none: the profile's own.
    """

    name: str
    text: str
    by: str = "created"
    reverse: bool = False
    columns: tuple[str, ...] = ()


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
            SavedFilterError: There is none, and the message lists those that there are; or the
                file cannot be read.
        """
        known = self.all()
        for one in known:
            if one.name == name:
                return one
        said = f'No filter is saved as "{clean(name)}" in {clean(self.path)}'
        others = ", ".join(clean(one.name, LONGEST_NAME) for one in known)
        raise SavedFilterError(f"{said}; there are: {others}." if known else f"{said}; none is.")

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
        if saved.columns:
            entries["columns"] = list(saved.columns)
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
            return loads(text)
        except (ValueError, RecursionError) as error:
            raise self._unreadable(str(error)) from error

    def _filters(self, text: str, document: dict[str, Any]) -> Iterator[SavedFilter]:
        for name, table in document.items():
            if not isinstance(table, dict):
                raise self._wrong(text, (name,), f'must be a table, as ["{name}"]')
            for entry in table:
                if entry not in ("filter", "sort", "reverse", "columns"):
                    raise self._wrong(text, (name, entry), "is not known")
            if not isinstance(line := table.get("filter"), str):
                at = (name, "filter") if "filter" in table else (name,)
                raise self._wrong(text, at, "needs a filter, which is a text")
            try:
                by = column(str(table.get("sort", "created"))).name
            except ValueError as error:
                raise self._wrong(text, (name, "sort"), str(error)) from error
            if not isinstance(reverse := table.get("reverse", False), bool):
                raise self._wrong(text, (name, "reverse"), "must be true or false")
            try:
                columns = checked(table["columns"]) if "columns" in table else ()
            except ValueError as error:
                raise self._wrong(text, (name, "columns"), str(error)) from error
            yield SavedFilter(name, line, by, reverse, columns)

    def _wrong(self, text: str, at: tuple[str, ...], what: str) -> SavedFilterError:
        where = f"{self.path} line {line_of(text, at)}"
        return SavedFilterError(clean(f"{where}: {'.'.join(at)} {what}."))

    def _unreadable(self, why: str) -> SavedFilterError:
        return SavedFilterError(clean(f"{self.path} cannot be read: {why}."))

    # Writing.

    def _change(self, name: str, entries: dict[str, Any] | None) -> None:
        try:
            with locked(self.path) as (path, mode):
                before = self._text()
                wanted = self._document(before)
                # What is not understood is left alone.
                tuple(self._filters(before, wanted))
                if entries is None and wanted.pop(name, None) is None:
                    return
                if entries is not None:
                    wanted[name] = entries
                after = with_table(before, name, entries)
                if document(after) != wanted:
                    raise SavedFilterError(
                        clean(f"{self.path} spells {name} in a way that only you can change.")
                    )
                if len(after.encode()) > _MOST_BYTES:
                    raise SavedFilterError(f"{clean(self.path)} has no room for more.")
                write_whole(path, after, mode=mode)
        except OSError as error:
            why = error.strerror or str(error)
            raise SavedFilterError(clean(f"{self.path} is not changed: {why}.")) from error
