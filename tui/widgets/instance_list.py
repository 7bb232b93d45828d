"""The list of integration instances, in the columns that the user chose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.reactive import reactive
from textual.strip import Strip

from tui import keymap
from tui.models.columns import DEFAULT, Column, column
from tui.models.row import InstanceRow
from tui.text import Display
from tui.times import Clock, utc_now
from tui.widgets.cells import GAP, cut, fit
from tui.widgets.column_layout import Layout
from tui.widgets.columned_list import ColumnedList
from tui.widgets.instance_columns import lay_out
from tui.widgets.status import STATUS_CLASSES, look_of
from tui.widgets.virtual_list import VirtualList

MARK = "▌"
"""What stands at the left edge of a marked row."""
FRESH = "*"
"""What stands there of a row that is new to the user."""

_MARKED = Style(bold=True, underline=True)
_FRESH = Style(bold=True)


class InstanceList(ColumnedList[InstanceRow], inherit_bindings=False):
    """Integration instances, one a line, under the titles of their columns."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("list")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--header",
        "list--cursor",
        "list--dimmed",
        "list--secondary",
        "list--problem",
        "list--fresh",
        "list--mark",
        *STATUS_CLASSES,
    }

    sort: reactive[tuple[str, bool] | None] = reactive(None)
    """The column that the rows are in the order of, and whether descending."""
    match: reactive[tuple[str, ...]] = reactive(())
    """Words to mark where they are found in a name."""
    highlight: reactive[frozenset[str]] = reactive(frozenset())
    """Keys of rows that are new to the user, as one just created or changed."""

    class SortRequested(VirtualList.ListMessage):
        """The user wants the rows in the order of a column."""

        def __init__(self, sender: VirtualList[InstanceRow], by: str) -> None:
            super().__init__(sender)
            self.by = by

    def __init__(
        self,
        columns: tuple[str, ...] = DEFAULT,
        *,
        clock: Clock = utc_now,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(columns, name=name, id=id, classes=classes)
        self._clock = clock
        self._marks: re.Pattern[str] | None = None

    # Watchers and events.

    def watch_highlight(self) -> None:
        """Draw the rows anew."""
        self.redraw()

    def watch_match(self, match: tuple[str, ...]) -> None:
        """Mark the new words."""
        words = [re.escape(word) for word in match if word]
        self._marks = re.compile("|".join(words), re.IGNORECASE) if words else None
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Ask for the order of the column whose title was clicked."""
        right = 1
        for one, size in self.layout_in(self._width).placed:
            left, right = right, right + size + len(GAP)
            if event.y < self.HEADER_LINES and left <= event.x < right:
                self.post_message(self.SortRequested(self, one.name))

    # The rows.

    def set_state(self, rows: Sequence[InstanceRow], by: str, reverse: bool) -> None:
        """Show `rows`, which are in the order of `by`.

        Times come newest first and words from A to Z, or the other way if `reverse`.
        """
        self.sort = (by, column(by).is_time != reverse)
        self.set_rows(rows)

    # Drawing.

    def lay_out(self, width: int, skip: int) -> Layout:
        """Return the columns that are drawn."""
        return lay_out(self.columns, width, skip)

    def title_of(self, one: Column, size: int, shown: Sequence[str]) -> Display:
        """Return a column's title, with the mark of the one sorted by."""
        by, descending = self.sort or (None, False)
        mark = "▼" if descending else "▲"
        if by == one.name:
            return Display(f"{cut(one.title, size - 2)} {mark}" if size > 2 else mark)
        if by is not None and one.name == "name" and by not in shown:
            # What the rows are in the order of has no column that one sees.
            words = "creation" if by == "created" else column(by).title
            told = Display(f"{one.title} (by {words} {mark})")
            if cell_len(told) <= size:
                return told
        return super().title_of(one, size, shown)

    def render_row(self, row: InstanceRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of an instance."""
        placed = self.layout_in(width).placed
        pen = self._pen(at_cursor=at_cursor)
        base = pen("")
        line = [self._edge(row.key, pen)]
        problem = row.problem
        if problem is not None and any(one.name == "providers" for one, _ in placed):
            problem = None  # It stands there, where there is more room.
        for number, (one, size) in enumerate(placed):
            if number:
                line.append(Segment(GAP, base))
            if one.name == "name":
                line += self._name_parts(row, size, pen, problem)
            else:
                text, component = self._cell(row, one, size)
                if one.is_time:
                    line.append(Segment(" " * (size - len(text)), base))
                else:
                    text = fit(text, size)
                line.append(Segment(text, pen(component)))
        return Strip(line).adjust_cell_length(width, base)

    def _cell(self, row: InstanceRow, one: Column, size: int) -> tuple[Display, str]:
        """Return what stands in a column, and its component class."""
        if one.name == "status":
            look = look_of(row.status)
            text = Display(look.shape if size == 1 else f"{look.shape} {row.status}")
            return text, look.component
        if one.name == "providers" and row.problem is not None:
            return Display(f"! {row.problem}"), "list--problem"
        return one.text(row, self._clock()), "list--secondary"

    def _pen(self, *, at_cursor: bool) -> Callable[[str], Style]:
        """Return what gives the style of a part; the cursor's and a dim row have but one."""
        if at_cursor or self.dimmed:
            style = self.get_component_rich_style("list--cursor" if at_cursor else "list--dimmed")
            return lambda component: style
        base = self.rich_style
        return lambda one: self.get_component_rich_style(one) if one else base

    def _edge(self, key: str, pen: Callable[[str], Style]) -> Segment:
        if key in self.marked:
            return Segment(MARK, pen("list--mark"))
        if key in self.highlight:
            return Segment(FRESH, pen("list--fresh") + _FRESH)
        return Segment(" ", pen(""))

    def _name_parts(
        self,
        row: InstanceRow,
        size: int,
        pen: Callable[[str], Style],
        problem: Display | None,
    ) -> Iterator[Segment]:
        if problem is not None:
            yield Segment(fit(Display(f"! {problem}"), size), pen("list--problem"))
            return
        shown = cut(row.name, size)
        style = pen("list--fresh" if row.key in self.highlight else "")
        if row.key in self.highlight:
            style += _FRESH
        end = 0
        for found in self._marks.finditer(shown) if self._marks else ():
            yield Segment(shown[end : found.start()], style)
            yield Segment(found.group(), style + _MARKED)
            end = found.end()
        yield Segment(shown[end:], style)
        yield Segment(" " * (size - cell_len(shown)), style)
