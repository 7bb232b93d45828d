"""Plain columns, aligned by the cells that they take in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size


def aligned(lines: Sequence[Sequence[str]], widths: Sequence[int] | None = None) -> list[str]:
    """Return the lines with their columns under each other, as wide as they need or as given.

    What does not fit into a given width is cut; the last column is never.
    """
    if widths is None:
        widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join([*map(set_cell_size, line[:-1], widths), line[-1]]).rstrip() for line in lines
    ]
