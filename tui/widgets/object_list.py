"""The list of any other kind of objects than instances, by the columns that its row names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.strip import Strip

from tui import keymap
from tui.models.columns import Column
from tui.models.object_row import STATUS, ObjectRow
from tui.text import Display
from tui.times import Clock
from tui.widgets.cells import GAP, fit, in_columns
from tui.widgets.column_layout import Layout, Placed, in_sight
from tui.widgets.columned_list import ColumnedList
from tui.widgets.status import STATUS_CLASSES, look_of

_STATUS = len("● archived")
_ID = 20
_OTHER = 14
_LEAST_NAME = 16
_GROWING = ("name", "description")
"""The columns that share what the others leave."""
_CONNECTION = len("Connection state")
_TIMES = ("created_at", "updated_at")
_TIME = len("Updated")
_WORDS_FROM = 58
_MEASURED = 200
"""Rows that are looked at for how wide their texts are: columns hold still as more come."""

NO_TEXTS: Mapping[str, int] = MappingProxyType({})


def least_for(columns: Sequence[str], width: int) -> list[int]:
    """Return the cells that each column needs at the least in a list of that width."""
    status = _STATUS if width >= _WORDS_FROM else 1
    known = {STATUS: status, "name": _LEAST_NAME, "id": _ID, "connection_state": _CONNECTION}
    known |= dict.fromkeys(_TIMES, _TIME)
    return [known.get(one, _ID if one.endswith("_id") else _OTHER) for one in columns]


def widths_for(
    columns: Sequence[str], width: int, longest: Mapping[str, int] = NO_TEXTS
) -> tuple[int, ...]:
    """Return each column's cells in a list of that width, which has room for all of them.

    Names and descriptions share what the others leave; one that needs less than its share
    (`longest` has the cells of their longest texts) leaves it to the other.
    """
    wanted = least_for(columns, width)
    left = width - 2 - sum(wanted) - len(GAP) * (len(wanted) - 1)
    growing = [at for at, column in enumerate(columns) if column in _GROWING]
    room = sum(wanted[at] for at in growing) + left
    # The one that needs least comes first, so that the others share what it leaves.
    growing.sort(key=lambda at: longest.get(columns[at], width))
    for place, at in enumerate(growing):
        share = room // (len(growing) - place)
        needed = longest.get(columns[at], width) if place < len(growing) - 1 else share
        wanted[at] = max(1, min(share, max(needed, _LEAST_NAME)))
        room -= wanted[at]
    return tuple(wanted)


def longest_in(rows: Sequence[ObjectRow], columns: Sequence[str]) -> dict[str, int]:
    """Return the cells of the longest text in each column that grows, by some of the rows."""
    return {
        column: max((cell_len(row.cell(column)) for row in rows[:_MEASURED]), default=0)
        for column in columns
        if column in _GROWING
    }


class ObjectList(ColumnedList[ObjectRow], inherit_bindings=False):
    """Objects, one a line, under the titles of their columns."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("list", keymap.READING)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--header",
        "list--cursor",
        "list--dimmed",
        "list--secondary",
        *STATUS_CLASSES,
    }

    def __init__(
        self,
        columns: Sequence[str],
        known: Callable[[str], Column],
        *,
        clock: Clock,
        id: str | None = None,
    ) -> None:
        """List objects in `columns`, which are `known` by their names."""
        super().__init__(columns, id=id)
        self._known = known
        self._clock = clock
        self._longest: dict[str, int] = {}

    def set_rows(self, rows: Sequence[ObjectRow], *, anchor: bool = True) -> None:
        """Show `rows`, in columns as wide as their texts."""
        longest = longest_in(rows, self.columns)
        super().set_rows(rows, anchor=anchor)
        if longest != self._longest:
            self._longest = longest
            self.lay_out_anew()

    # Drawing.

    def lay_out(self, width: int, skip: int) -> Layout:
        """Return the columns that are drawn."""
        least = least_for(self.columns, width)
        places, skipped, beyond = in_sight(least, self.columns.index("name"), width, skip)
        names = [self.columns[place] for place in places]
        sizes = widths_for(names, width, self._longest)
        placed = tuple(map(Placed, map(self._known, names), sizes))
        return Layout(placed, skipped, beyond)

    def render_row(self, row: ObjectRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of an object."""
        alone = "list--cursor" if at_cursor else "list--dimmed" if self.dimmed else ""
        base = self.get_component_rich_style(alone) if alone else self.rich_style
        parts, sizes = [], []
        for one, size in self.layout_in(width).placed:
            text = one.text(row, self._clock())
            component = "" if one.name == "name" else "list--secondary"
            if one.name == STATUS and text:
                look = look_of(text)
                component = look.component
                text = Display(look.shape if size == 1 else f"{look.shape} {text}")
            own = self.get_component_rich_style(component) if component and not alone else base
            parts.append((fit(text, size, right=one.is_time), own))
            sizes.append(size)
        return in_columns(parts, sizes, width, base)
