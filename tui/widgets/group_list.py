"""Groups and how large each is, as numbers and as bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from tui import keymap
from tui.text import Display
from tui.widgets.cells import GAP, in_columns
from tui.widgets.virtual_list import VirtualList

_COUNT = 9
_FULL = "■"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One line.

    Attributes:
        key: What the list knows it by.
        title: What the group is called.
        count: How many are in it.
        share: How large that is beside the largest, from 0 to 1.
    """

    key: str
    title: Display
    count: int
    share: float


def bar(share: float, cells: int) -> Display:
    """Return a bar of a length; what is there at all has a cell at the least."""
    return Display(_FULL * max(1 if share > 0 else 0, round(share * cells)))


class GroupList(VirtualList[GroupRow], inherit_bindings=False):
    """Groups, one a line, the largest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("list", keymap.MOVING | {"open"}),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--header", "list--cursor", "list--secondary"}

    def render_row(self, row: GroupRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of a group."""
        plain = self.get_component_rich_style("list--cursor") if at_cursor else self.rich_style
        quiet = plain if at_cursor else self.get_component_rich_style("list--secondary")
        room = max(2, width - 2 - 2 * len(GAP) - _COUNT)
        sizes = (room - room // 2, _COUNT, room // 2)
        count = Display(f"{row.count:>{_COUNT},}")
        parts = ((row.title, plain), (count, plain), (bar(row.share, sizes[2]), quiet))
        return in_columns(parts, sizes, width, plain)
