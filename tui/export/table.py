"""Plain columns, aligned by the cells that they take in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len


def widths_of(lines: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths that the columns of these lines need."""
    return [max(map(cell_len, column)) for column in zip(*lines, strict=True)]


def aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    """Return a line with its columns so wide; what is wider is not cut, but moves the rest on."""
    padded = (
        cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)
    )
    return "  ".join(padded).rstrip()
