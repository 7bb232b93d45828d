"""The list of any other kind of objects than instances, by the columns that its row names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.reactive import reactive
from textual.strip import Strip

from tui import keymap
from tui.models.object_row import STATUS, ObjectRow
from tui.models.outline_words import field_label
from tui.text import Display
from tui.widgets.cells import GAP, in_columns
from tui.widgets.status import STATUS_CLASSES, look_of
from tui.widgets.virtual_list import VirtualList

_STATUS = len("● archived")
_ID = 20
_OTHER = 14
_LEAST_NAME = 16
_GROWING = ("name", "description")
"""The columns that share what the others leave."""
_CONNECTION = len("Connection state")
_WORDS_FROM = 58
_MEASURED = 200
"""Rows that are looked at for how wide their texts are: columns hold still as more come."""

NO_TEXTS: Mapping[str, int] = MappingProxyType({})


def widths_for(
    columns: Sequence[str], width: int, longest: Mapping[str, int] = NO_TEXTS
) -> tuple[int, ...]:
    """Return each column's cells in a list of that width, 0 where there is no room for it.

    Names and descriptions share what the others leave, one that needs less than its share
    (`longest` has the cells of their longest texts) leaves it to the other; the last columns
    are the first to go.
    """
    status = _STATUS if width >= _WORDS_FROM else 1
    known = {STATUS: status, "name": _LEAST_NAME, "id": _ID, "connection_state": _CONNECTION}
    wanted = [known.get(column, _OTHER) for column in columns]
    left = width - 2 - sum(wanted) - len(GAP) * (len(wanted) - 1)
    for place in reversed(range(len(columns))):
        if left >= 0:
            break
        if columns[place] not in ("name", STATUS):
            left += wanted[place] + len(GAP)
            wanted[place] = 0
    growing = [at for at, column in enumerate(columns) if column in _GROWING and wanted[at]]
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
        column: max((cell_len(row.cells[at]) for row in rows[:_MEASURED]), default=0)
        for at, column in enumerate(columns)
        if column in _GROWING
    }


class ObjectList(VirtualList[ObjectRow], inherit_bindings=False):
    """Objects, one a line, under the titles of their columns."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("list", keymap.READING)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--header",
        "list--cursor",
        "list--dimmed",
        "list--secondary",
        *STATUS_CLASSES,
    }
    HEADER_LINES = 1

    dimmed: reactive[bool] = reactive(False)
    """Whether the rows are drawn dim: they are older than the screen would have them."""

    class LoadAllRequested(VirtualList.ListMessage):
        """The user wants all that is on the server."""

    def __init__(self, columns: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._longest: dict[str, int] = {}

    def watch_dimmed(self) -> None:
        """Draw the rows anew."""
        self.redraw()

    def action_load_all(self) -> None:
        """Ask for all that is on the server."""
        self.post_message(self.LoadAllRequested(self))

    def set_rows(self, rows: Sequence[ObjectRow], *, anchor: bool = True) -> None:
        """Show `rows`, in columns as wide as their texts."""
        longest = longest_in(rows, self._columns)
        super().set_rows(rows, anchor=anchor)
        if longest != self._longest:
            self._longest = longest
            self.redraw()

    # Drawing.

    def _sizes(self, width: int) -> tuple[int, ...]:
        return widths_for(self._columns, width, self._longest)

    def render_header(self, width: int) -> Strip:
        """Return the columns' titles."""
        style = self.get_component_rich_style("list--header")
        sizes = self._sizes(width)
        titles = [
            _title(column) if size > 1 else Display("")
            for column, size in zip(self._columns, sizes, strict=True)
        ]
        return in_columns([(title, style) for title in titles], sizes, width, style)

    def render_row(self, row: ObjectRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of an object."""
        alone = "list--cursor" if at_cursor else "list--dimmed" if self.dimmed else ""
        base = self.get_component_rich_style(alone) if alone else self.rich_style
        sizes = self._sizes(width)
        parts = []
        for column, cell, size in zip(self._columns, row.cells, sizes, strict=True):
            component = "" if column == "name" else "list--secondary"
            if column == STATUS and cell:
                look = look_of(cell)
                component = look.component
                cell = Display(look.shape if size == 1 else f"{look.shape} {cell}")
            own = self.get_component_rich_style(component) if component and not alone else base
            parts.append((cell, own))
        return in_columns(parts, sizes, width, base)


def _title(column: str) -> Display:
    label = field_label(column)
    return Display("ID" if column == "id" else label[:1].upper() + label[1:])
