"""The formats: each takes objects as they come and returns the text to write for them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePath
from typing import Any, Literal, Protocol, TypeAlias, get_args

from tui.export import objects
from tui.export.objects import Column
from tui.resources import Kind
from tui.text import Display, clean, clean_lines
from tui.times import Clock, utc_now

FileFormat: TypeAlias = Literal["json", "jsonl", "csv"]
"""What a file can hold."""

Format: TypeAlias = Literal["json", "jsonl", "csv", "table"]
"""What can be printed."""

FILE_FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - meant
"""What a spreadsheet takes a cell for a formula by."""
_AFTER_SEMICOLON = re.compile(rf";(?= *[{re.escape(''.join(_FORMULA))}])")
"""Where it begins another cell, as it does in languages that write decimals with a comma."""
_LONGEST_CELL = 60


class Writer(Protocol):
    """Writes a list of objects, part by part.

    Attributes:
        missing: The columns asked for that no object had so far.
    """

    missing: Collection[Column]

    def begin(self) -> str:
        """Return what stands before the first object."""
        ...

    def write(self, documents: Iterable[Any]) -> str:
        """Return what is written of some more objects."""
        ...

    def end(self) -> str:
        """Return what stands after the last object."""
        ...


class JsonArray:
    """One JSON array, an object on each line."""

    missing: Collection[Column] = ()

    def __init__(self, *, secrets: bool = False) -> None:
        self._secrets = secrets
        self._is_first = True

    def begin(self) -> str:
        """Return the opening bracket."""
        return "["

    def write(self, documents: Iterable[Any]) -> str:
        """Return the objects, each after a comma but for the first."""
        parts = []
        for one in documents:
            parts.append("\n" if self._is_first else ",\n")
            parts.append(objects.as_json(one, secrets=self._secrets))
            self._is_first = False
        return "".join(parts)

    def end(self) -> str:
        """Return the closing bracket."""
        return "]\n" if self._is_first else "\n]\n"


class JsonLines:
    """An object of JSON on each line."""

    missing: Collection[Column] = ()

    def __init__(self, *, secrets: bool = False) -> None:
        self._secrets = secrets

    def begin(self) -> str:
        """Return nothing."""
        return ""

    def write(self, documents: Iterable[Any]) -> str:
        """Return a line for each."""
        return "".join(f"{objects.as_json(one, secrets=self._secrets)}\n" for one in documents)

    def end(self) -> str:
        """Return nothing."""
        return ""


class _Columned:
    """What has columns, and tells which of those asked for were of no use."""

    def __init__(
        self, usual: Sequence[Column], asked: Sequence[Column], *, secrets: bool = False
    ) -> None:
        self._secrets = secrets
        self._columns = asked or usual
        self.missing: Collection[Column] = asked

    def _look(self, document: Any) -> None:
        if self.missing:
            self.missing = [one for one in self.missing if not objects.has(document, one)]


class Csv(_Columned):
    """Comma-separated values that no spreadsheet takes for formulas; text is cleaned."""

    def begin(self) -> str:
        """Return the line of headings."""
        return _csv_line(self._columns)

    def write(self, documents: Iterable[Any]) -> str:
        """Return a line for each."""
        lines = []
        for one in documents:
            self._look(one)
            cells = [objects.text_of(one, way, secrets=self._secrets) for way in self._columns]
            lines.append(_csv_line(cells))
        return "".join(lines)

    def end(self) -> str:
        """Return nothing."""
        return ""


class Table(_Columned):
    """Aligned columns for people, as wide as what comes first needs; so the rest need not wait."""

    def __init__(
        self, usual: Sequence[Column], asked: Sequence[Column] = (), clock: Clock = utc_now
    ) -> None:
        super().__init__(usual, asked)
        self._now = clock()
        self._widths: Sequence[int] = ()

    def begin(self) -> str:
        """Return nothing yet."""
        return ""

    def write(self, documents: Iterable[Any]) -> str:
        """Return a line for each, the first ones below the headings."""
        lines = []
        for one in documents:
            self._look(one)
            cells = (objects.short_text_of(one, column, self._now) for column in self._columns)
            lines.append([clean(cell or "-", _LONGEST_CELL) for cell in cells])
        return self._aligned(lines) if lines else ""

    def end(self) -> str:
        """Return the headings where nothing is below them."""
        return "" if self._widths else self._aligned([])

    def _aligned(self, lines: list[list[Display]]) -> str:
        from tui.export.table import aligned, widths_of

        if not self._widths:
            lines.insert(0, [clean(objects.heading(one), _LONGEST_CELL) for one in self._columns])
            self._widths = widths_of(lines)
        return "".join(f"{aligned(line, self._widths)}\n" for line in lines)


def writer_of(
    format: Format,
    kind: Kind,
    columns: Sequence[Column] = (),
    *,
    secrets: bool = False,
    clock: Clock = utc_now,
) -> Writer:
    """Return what writes objects of a kind; `columns` take the place of the usual ones."""
    if format == "json":
        return JsonArray(secrets=secrets)
    if format == "jsonl":
        return JsonLines(secrets=secrets)
    if format == "csv":
        return Csv(objects.all_columns(kind), columns, secrets=secrets)
    return Table(objects.few_columns(kind), columns, clock)


def format_named(file_name: str) -> FileFormat | None:
    """Return the format that the end of a file's name stands for, or None."""
    ending = PurePath(file_name.lower()).suffix
    ending = ".jsonl" if ending == ".ndjson" else ending
    return next((one for one in FILE_FORMATS if f".{one}" == ending), None)


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(map(_harmless, cells))
    return line.getvalue()


def _harmless(text: str) -> str:
    """Return a cell's text safe to draw, and to be opened in a spreadsheet."""
    shown = _AFTER_SEMICOLON.sub(";'", clean_lines(text))
    return f"'{shown}" if shown.lstrip(" ").startswith(_FORMULA) else shown
