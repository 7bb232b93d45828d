"""Text cut and filled to terminal cells, which wide characters take two of."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from tui.text import Display

ELLIPSIS = "…"


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
