"""What differs between two objects: what it is, and how it is on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.reactive import reactive
from textual.strip import Strip

from tui import keymap
from tui.models.outline_diff import Difference
from tui.text import Display
from tui.widgets.cells import ELLIPSIS, GAP, cut, in_columns
from tui.widgets.virtual_list import VirtualList

ABSENT = Display("not there")
JOINT = " / "
"""What stands between the words of a place."""


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One line: a difference at its place, by which the list knows it."""

    key: str
    difference: Difference


def rows_of(found: Sequence[Difference], *, incidental: bool) -> list[DifferenceRow]:
    """Return the rows of what was found, with what is `incidental` only where that is wanted."""
    rows = (DifferenceRow(str(place), one) for place, one in enumerate(found))
    return [row for row in rows if incidental or not row.difference.is_incidental]


def place_of(difference: Difference, width: int) -> Display:
    """Return where a difference is in `width` cells; where that is little, its end counts."""
    words: list[str] = [*difference.words]
    while len(words) > 1 and len(JOINT.join(words)) > width:
        words = [ELLIPSIS, *words[2 if words[0] == ELLIPSIS else 1 :]]
    return cut(Display(JOINT.join(words)), width)


class DifferenceList(VirtualList[DifferenceRow], inherit_bindings=False):
    """Differences, one a line, under the names of what is compared."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("list", keymap.MOVING)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--header", "list--cursor", "list--secondary"}
    HEADER_LINES = 1

    names: reactive[tuple[Display, Display]] = reactive((Display(""), Display("")), init=False)
    """What the two that are compared are called."""

    def render_header(self, width: int) -> Strip:
        """Return the names of the two."""
        style = self.get_component_rich_style("list--header")
        parts = [(text, style) for text in (Display("What"), *self.names)]
        return in_columns(parts, _sizes(width), width, style)

    def render_row(self, row: DifferenceRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of a difference."""
        plain = self.get_component_rich_style("list--cursor") if at_cursor else self.rich_style
        quiet = plain if at_cursor else self.get_component_rich_style("list--secondary")
        sizes = _sizes(width)
        parts = [(place_of(row.difference, sizes[0]), plain)]
        for text in (row.difference.left, row.difference.right):
            parts.append((ABSENT, quiet) if text is None else (text, plain))
        return in_columns(parts, sizes, width, plain)


def _sizes(width: int) -> tuple[int, int, int]:
    room = max(3, width - 2 - 2 * len(GAP))
    side = room * 3 // 10
    return room - 2 * side, side, side
