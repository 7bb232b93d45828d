"""Text cut and filled to terminal cells, which wide characters take two of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.text import Display

ELLIPSIS = "…"
GAP = "  "
"""What stands between columns."""

_WORD = re.compile(r" +|[^ ]+ *")


def cut(text: Display, width: int) -> Display:
    """Return `text` in at most `width` cells, ending with an ellipsis where it was longer."""
    if width <= 0:
        return Display("")
    if cell_len(text) <= width:
        return text
    # A wide character that is cut through leaves a blank: the ellipsis goes before it.
    kept = set_cell_size(text, width - 1).rstrip()
    return Display(kept + ELLIPSIS)


def fit(text: Display, width: int, *, right: bool = False) -> Display:
    """Return `text` in exactly `width` cells, cut or filled with blanks."""
    shown = cut(text, width)
    blanks = " " * (width - cell_len(shown))
    return Display(blanks + shown if right else shown + blanks)


def in_columns(
    parts: Sequence[tuple[Display, Style]], sizes: Sequence[int], width: int, style: Style
) -> Strip:
    """Return a line of texts in columns of those sizes, with a blank at either edge.

    A column of no cells is left out; what is between the texts has `style`.
    """
    line: list[Segment] = []
    for (text, own), size in zip(parts, sizes, strict=True):
        if size:
            line += (Segment(GAP if line else " ", style), Segment(fit(text, size), own))
    return Strip(line).adjust_cell_length(width, style)


def wrap(text: Display, width: int) -> list[Display]:
    """Return `text` in lines of at most `width` cells, broken after blanks where it can be."""
    lines: list[Display] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _WORD.findall(paragraph):
            bare = word.rstrip(" ")
            if line and cell_len(line) + cell_len(bare) > width:
                lines.append(Display(line.rstrip(" ")))
                line = ""
            if cell_len(bare) > width:
                *full, last = chop_cells(bare, width)
                lines.extend(Display(one) for one in full)
                word = last + word[len(bare) :]
            line += word
        lines.append(Display(line.rstrip(" ")))
    return lines
