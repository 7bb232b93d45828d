"""The least that a long list with a filter can be: the peer of the explorer's.

Run as `bare_list.py ROWS`. Its rows are made up and held in memory.
"""

from __future__ import annotations

import sys
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input

_COMPANIES = ("Acme", "Blue Harbor", "Contoso", "Fjord & Co", "Helios", "Quartz", "Umbra Studio")
_WORKS = ("Code review", "Customer health", "Finance", "Incident response", "Support desk")
_CURSOR = Style(reverse=True)


def lines(count: int) -> list[str]:
    """Return so many made-up rows."""
    return [
        f"{_COMPANIES[number % len(_COMPANIES)]}: {_WORKS[number % len(_WORKS)]} {number:06}"
        for number in range(count)
    ]


class BareList(ScrollView, can_focus=True):
    """Lines with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)"),
        Binding("up", "move(-1)"),
        Binding("pagedown", "page(1)"),
        Binding("pageup", "page(-1)"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    def __init__(self, rows: list[str]) -> None:
        super().__init__()
        self._rows = rows

    def on_mount(self) -> None:
        """Say how long the list is."""
        self.show(self._rows)

    def show(self, rows: list[str]) -> None:
        """Show `rows`, from the top."""
        self._rows = rows
        self.virtual_size = Size(0, len(rows))
        self.cursor = 0
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        index = y + self.scroll_offset.y
        if index >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        style = self.rich_style + _CURSOR if index == self.cursor else self.rich_style
        return Strip([Segment(self._rows[index], style)]).adjust_cell_length(self.size.width, style)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that changed; keep the cursor in sight."""
        top, height = self.scroll_offset.y, self.size.height
        for index in (old, new):
            self.refresh(Region(0, index - top, self.size.width, 1))
        if new < top:
            self.scroll_to(y=new, animate=False, force=True)
        elif new >= top + height:
            self.scroll_to(y=new - height + 1, animate=False, force=True)

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self.cursor += pages * (self.size.height - 1)


class BareListApp(App[None]):
    """A filter line and the list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("slash", "filter")]

    def __init__(self, count: int) -> None:
        super().__init__()
        self._lines = lines(count)
        self._folded = [line.casefold() for line in self._lines]

    def compose(self) -> ComposeResult:
        """Yield the two."""
        yield Input(compact=True)
        yield BareList(self._lines)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(BareList).focus()

    def action_filter(self) -> None:
        """Go to the filter line."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        wanted = event.value.casefold()
        pairs = zip(self._lines, self._folded, strict=True)
        self.query_one(BareList).show([line for line, folded in pairs if wanted in folded])


if __name__ == "__main__":
    BareListApp(int(sys.argv[1])).run()
