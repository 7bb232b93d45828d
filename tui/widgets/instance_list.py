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
from tui.widgets.instance_columns import Layout, lay_out
from tui.widgets.status import STATUS_CLASSES, look_of
from tui.widgets.virtual_list import VirtualList

MARK = "▌"
"""What stands at the left edge of a marked row."""
FRESH = "*"
"""What stands there of a row that is new to the user."""

_SKIPPED, _BEYOND = "<", ">"
"""What stands at the header's edges where there are columns that one does not see."""
_MARKED = Style(bold=True, underline=True)
_FRESH = Style(bold=True)


class InstanceList(VirtualList[InstanceRow], inherit_bindings=False):
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
    HEADER_LINES = 1

    dimmed: reactive[bool] = reactive(False)
    """Whether the rows are drawn dim: they are older than the screen would have them."""
    columns: reactive[tuple[str, ...]] = reactive(DEFAULT, repaint=False, init=False)
    """What is shown of each row: names of `tui.models.columns`."""
    sort: reactive[tuple[str, bool] | None] = reactive(None)
    """The column that the rows are in the order of, and whether descending."""
    match: reactive[tuple[str, ...]] = reactive(())
    """Words to mark where they are found in a name."""
    highlight: reactive[frozenset[str]] = reactive(frozenset())
    """Keys of rows that are new to the user, as one just created or changed."""

    class LoadAllRequested(VirtualList.ListMessage):
        """The user wants all that is on the server."""

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
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(InstanceList.columns, columns)
        self._clock = clock
        self._marks: re.Pattern[str] | None = None
        self._skip = 0
        self._laid_out: tuple[int, Layout] | None = None

    # Watchers and events.

    def watch_dimmed(self) -> None:
        """Draw the rows anew."""
        self.redraw()

    def watch_highlight(self) -> None:
        """Draw the rows anew."""
        self.redraw()

    def watch_match(self, match: tuple[str, ...]) -> None:
        """Mark the new words."""
        words = [re.escape(word) for word in match if word]
        self._marks = re.compile("|".join(words), re.IGNORECASE) if words else None
        self.redraw()

    def watch_columns(self) -> None:
        """Draw all anew, from the first column on."""
        self._skip_to(0)

    def on_click(self, event: events.Click) -> None:
        """Ask for the order of the column whose title was clicked."""
        right = 1
        for one, size in self._layout(self._width).placed:
            left, right = right, right + size + len(GAP)
            if event.y < self.HEADER_LINES and left <= event.x < right:
                self.post_message(self.SortRequested(self, one.name))

    # Actions.

    def action_columns(self, direction: int) -> None:
        """Bring the next column into sight, or the one before, where not all fit."""
        layout = self._layout(self._width)
        if layout.beyond if direction > 0 else layout.skipped:
            self._skip_to(layout.skipped + direction)

    def action_load_all(self) -> None:
        """Ask for all that is on the server."""
        self.post_message(self.LoadAllRequested(self))

    # The rows.

    def set_state(self, rows: Sequence[InstanceRow], by: str, reverse: bool) -> None:
        """Show `rows`, which are in the order of `by`.

        Times come newest first and words from A to Z, or the other way if `reverse`.
        """
        self.sort = (by, column(by).is_time != reverse)
        self.set_rows(rows)

    # Drawing.

    def render_header(self, width: int) -> Strip:
        """Return the columns' titles, with the mark of the one sorted by."""
        layout = self._layout(width)
        style = self.get_component_rich_style("list--header")
        line = [Segment(_SKIPPED if layout.skipped else " ", style)]
        shown = [one.name for one, _ in layout.placed]
        for number, (one, size) in enumerate(layout.placed):
            title = fit(self._title(one, size, shown), size, right=one.is_time)
            line.append(Segment(f"{GAP if number else ''}{title}", style))
        line.append(Segment(_BEYOND if layout.beyond else " ", style))
        return Strip(line).adjust_cell_length(width, style)

    def render_row(self, row: InstanceRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of an instance."""
        placed = self._layout(width).placed
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

    def _layout(self, width: int) -> Layout:
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = width, lay_out(self.columns, width, self._skip)
        return self._laid_out[1]

    def _skip_to(self, skip: int) -> None:
        self._skip, self._laid_out = skip, None
        self.redraw()

    def _title(self, one: Column, size: int, shown: Sequence[str]) -> Display:
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
        return one.title if size > 1 else Display("")

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
