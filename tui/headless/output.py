"""Where commands write: objects to stdout, in the format that was asked for."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any, TextIO

import click

from tui.export import objects
from tui.export.formats import Format, Writer, writer_of
from tui.export.objects import Column
from tui.headless.progress import Progress
from tui.headless.reader import while_read
from tui.resources import Kind
from tui.text import Display, clean

_LONGEST = 2_000
_LONGEST_PATH = 36


@dataclass(frozen=True, slots=True)
class Output:
    """How objects are written.

    Attributes:
        format: The format.
        columns: The columns of CSV and tables; none: the usual ones.
        secrets: Whether a session's secrets are shown.
    """

    format: Format = "table"
    columns: tuple[Column, ...] = ()
    secrets: bool = False

    @property
    def leaves_room(self) -> bool:
        """Whether progress can be shown between what is written to the same terminal."""
        return self.format != "json" or not sys.stdout.isatty()

    async def write_all(
        self, kind: Kind, found: AsyncGenerator[list[Any], None], line: Progress
    ) -> None:
        """Write a list as it comes; what was written before a failure stays.

        Raises:
            ApiError: As `found` raises.
            BrokenPipeError: Nobody reads it any more.
        """
        writer = writer_of(self.format, kind, self.columns, secrets=self.secrets)
        stream, count = stdout(), 0
        stream.write(writer.begin())
        async with while_read(), aclosing(found):
            async for documents in found:
                line.clear()
                stream.write(writer.write(documents))
                stream.flush()
                count += len(documents)
                line.show(Display(f"{count:,} loaded"))
        line.clear()
        stream.write(writer.end())
        if count:
            tell_missing(writer)

    def _values(self, document: dict[str, Any]) -> Iterable[tuple[str, str]]:
        if self.columns:
            return [
                (one, objects.text_of(document, one, secrets=self.secrets)) for one in self.columns
            ]
        return objects.values_of(document, secrets=self.secrets)

    def write_one(self, kind: Kind, document: dict[str, Any]) -> None:
        """Write a single object: in a table, a line for each of its values."""
        if self.format == "json":
            text = objects.as_json(document, secrets=self.secrets, indent=2) + "\n"
        elif self.format == "table":
            text = _lines(self._values(document))
        else:
            writer = writer_of(self.format, kind, self.columns, secrets=self.secrets)
            text = writer.begin() + writer.write([document]) + writer.end()
        stdout().write(text)


def tell_missing(writer: Writer) -> None:
    """Say which of the columns that were asked for are of no use: a word may be mistyped."""
    if writer.missing:
        names = ", ".join(clean(one, 80) for one in writer.missing)
        click.echo(f"None of them has: {names}", err=True)


def stdout() -> TextIO:
    """Return stdout, for UTF-8 whatever the locale: JSON is always that."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


def _lines(values: Iterable[tuple[str, str]]) -> str:
    """Return a line for each value, the values under each other unless a way is long."""
    lines = [(clean(path, 120), clean(value, _LONGEST)) for path, value in values]
    width = min(max(len(path) for path, _ in lines), _LONGEST_PATH) if lines else 0
    return "".join(f"{path:<{width}}  {value}\n" for path, value in lines)
