"""A list that draws only the lines one sees, whatever the number of its rows."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeAlias, TypeVar

from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual

from tui import keymap
from tui.widgets.pane_view import PaneView


class Keyed(Protocol):
    """A row: whatever has a key that no other row of the list has."""

    @property
    def key(self) -> str:
        """What the list knows the row by."""
        ...


RowT = TypeVar("RowT", bound=Keyed)

Look: TypeAlias = tuple[Style, ...]
"""The styles of all parts of a line but the cursor's."""

_CACHED_STRIPS = 512
_CURSOR = "list--cursor"


class VirtualList(PaneView, Generic[RowT], can_focus=True, inherit_bindings=False):
    """Rows under an optional header line that stays; the cursor stays on its row's key.

    Subclasses draw with `render_row` and, if `HEADER_LINES` is 1, `render_header`.
    """

    ALLOW_SELECT = False
    HEADER_LINES: ClassVar[int] = 0

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """The index of the row the cursor is on; 0 where there are no rows."""
    empty_text: reactive[Content] = reactive(Content(""), repaint=False, init=False)
    """What stands in the middle while there are no rows."""
    marked: reactive[frozenset[str]] = reactive(frozenset(), repaint=False, init=False)
    """Keys of the rows that bear a mark; they need not be among the rows."""

    class ListMessage(Message):
        """What all messages of a list have in common."""

        def __init__(self, sender: VirtualList[Any]) -> None:
            super().__init__()
            self.list = sender

        @property
        def control(self) -> VirtualList[Any]:
            """The list that sent it."""
            return self.list

    class Highlighted(ListMessage):
        """The cursor came to another row, or to none."""

        def __init__(self, sender: VirtualList[Any], key: str | None) -> None:
            super().__init__(sender)
            self.key = key

    class Opened(ListMessage):
        """The row under the cursor was opened."""

        def __init__(self, sender: VirtualList[Any], key: str) -> None:
            super().__init__(sender)
            self.key = key

    class NearEnd(ListMessage):
        """The last rows are within a page; sent once, until they no longer are, or rows are set."""

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._rows: Sequence[RowT] = ()
        self._length = 0
        self._strips: dict[tuple[int, bool, int, bool], Strip] = {}
        self._look: Look | None = None
        self._drawn_look: Look | None = None
        self._empty: tuple[int, list[Strip]] | None = None
        self._lost_key: str | None = None
        self._awaited: str | None = None
        self._end_armed = False

    # Watchers and events.

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_empty_text(self) -> None:
        """Draw the text, where it is in sight."""
        self._empty = None
        if not self._rows:
            self.refresh()

    def watch_marked(self, old: frozenset[str], new: frozenset[str]) -> None:
        """Draw the lines whose mark came or went."""

        def turned(index: int) -> bool:
            return (self._rows[index].key in old) != (self._rows[index].key in new)

        self._strips = {at: strip for at, strip in self._strips.items() if not turned(at[0])}
        top = self.scroll_offset.y
        shown = range(top, min(top + self.page, len(self._rows)))
        self._refresh_rows(*filter(turned, shown))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two lines at most that changed."""
        if old == new:
            return
        self._awaited = None
        self._refresh_rows(old, new)
        self._scroll_to_cursor()
        self.post_message(self.Highlighted(self, self.cursor_key))
        self._tell_near_end()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Notice that the end comes near."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_near_end()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the rows to the new width; keep the cursor in sight."""
        self._measure()
        self._scroll_to_cursor()
        self._tell_near_end()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked row; open the row it is on already."""
        index = event.y - self.HEADER_LINES + self.scroll_offset.y
        if event.y < self.HEADER_LINES or index >= len(self._rows):
            return
        event.stop()
        if index == self.cursor:
            self.action_open()
        else:
            self.cursor = index

    async def on_key(self, event: events.Key) -> None:
        """Move at once: to come up to the app takes a key longer than all that moving takes."""
        action = keymap.move_of(event.key)
        if action is not None and await self.app.run_action(action, self):
            event.stop()

    def notify_style_update(self) -> None:
        """Look at the colours again before a line is drawn: they may have changed."""
        self._look = None
        self._empty = None
        super().notify_style_update()

    # Drawing.

    @abstractmethod
    def render_row(self, row: RowT, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of `row`, exactly `width` cells wide."""

    def render_header(self, width: int) -> Strip:
        """Return the line that stays above the rows."""
        return Strip.blank(width, self.rich_style)

    def render_line(self, y: int) -> Strip:
        """Return the line at `y` of the widget."""
        width = self._width
        if y < self.HEADER_LINES:
            return self.render_header(width)
        if not self._rows:
            return self._empty_line(y - self.HEADER_LINES, width)
        index = y - self.HEADER_LINES + self.scroll_offset.y
        if index >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        if self._look is None:
            self._look_again()
        at_cursor = index == self.cursor
        key = (index, at_cursor, width, at_cursor and self.has_focus)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= _CACHED_STRIPS:
                self._strips.clear()
            strip = self.render_row(self._rows[index], width, at_cursor=at_cursor)
            self._strips[key] = strip
        return strip

    def _look_again(self) -> None:
        """Keep the lines that are drawn where they look as before.

        With the focus only the cursor's line changes, and Textual tells of it as of a theme.
        """
        names = sorted(self.COMPONENT_CLASSES - {_CURSOR})
        look = (self.rich_style, *map(self.get_component_rich_style, names))
        same = look == self._drawn_look
        self._look = self._drawn_look = look
        self._strips = {at: strip for at, strip in self._strips.items() if same and not at[1]}

    # Actions.

    def action_move(self, direction: int) -> None:
        """Move the cursor by rows."""
        self.cursor += direction

    def action_page(self, direction: int) -> None:
        """Move the cursor by pages; one row of the old page stays in sight."""
        self.cursor += direction * max(1, self.page - 1)

    def action_half(self, direction: int) -> None:
        """Move the cursor by half pages."""
        self.cursor += direction * max(1, self.page // 2)

    def action_top(self) -> None:
        """Move the cursor to the first row."""
        self.cursor = 0

    def action_bottom(self) -> None:
        """Move the cursor to the last row."""
        self.cursor = len(self._rows) - 1

    def action_open(self) -> None:
        """Open the row under the cursor."""
        key = self.cursor_key
        if key is not None:
            self.post_message(self.Opened(self, key))

    # The rows.

    @property
    def rows(self) -> Sequence[RowT]:
        """The rows as they were set."""
        return self._rows

    @property
    def cursor_row(self) -> RowT | None:
        """The row under the cursor, or None where there are no rows."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor, or None where there are no rows."""
        row = self.cursor_row
        return None if row is None else row.key

    def set_rows(self, rows: Sequence[RowT], *, anchor: bool = True) -> None:
        """Show `rows` in place of those before.

        The cursor stays on its row's key and, with `anchor`, on its line of the screen;
        where that row is gone the cursor keeps its index. Costs the same for any number
        of rows, unless the row under the cursor moved; only lines that changed are drawn.
        A list that was given before may be given again with more rows at its end.
        """
        shown, was, line = self.cursor_key, self.cursor, self.cursor - self.scroll_offset.y
        key = shown or self._lost_key
        before, top = self._rows, self.scroll_offset.y
        length, self._length = self._length, len(rows)
        self._rows = rows
        kept = None
        if self._awaited is not None and self._awaited != key:
            kept = self.index_of(self._awaited)
        if kept is None and was < len(rows) and rows[was].key == key:
            kept = was
        if kept is None and key is not None:
            kept = self.index_of(key)
        self._lost_key = None if rows else key
        self._end_armed = True
        self.set_reactive(VirtualList.cursor, self.validate_cursor(was if kept is None else kept))
        self._measure()
        if anchor and kept is not None:
            self.scroll_to(y=max(0, kept - line), animate=False, force=True)
        self._scroll_to_cursor()
        if length and rows and self.scroll_offset.y == top:
            self._redraw_changed(before, length, was)
        else:
            self.redraw()
        if self.cursor_key != shown:
            self.post_message(self.Highlighted(self, self.cursor_key))
        self._tell_near_end()

    def _redraw_changed(self, before: Sequence[RowT], length: int, was: int) -> None:
        """Draw the lines in sight whose row is another than before, or where the cursor was."""
        top = self.scroll_offset.y
        moved = {was, self.cursor} if was != self.cursor else set()

        def changed(index: int) -> bool:
            old = before[index] if index < length else None
            new = self._rows[index] if index < self._length else None
            return old != new or index in moved

        self._refresh_rows(*filter(changed, range(top, top + self.page)))
        self._strips = {
            key: strip
            for key, strip in self._strips.items()
            if key[0] < min(length, self._length) and before[key[0]] == self._rows[key[0]]
        }

    def index_of(self, key: str) -> int | None:
        """Return where the row of that key is, or None."""
        # No index is kept: rows are set far more often than one is looked for.
        return next((at for at, row in enumerate(self._rows) if row.key == key), None)

    def move_to_key(self, key: str) -> bool:
        """Move the cursor to the row of that key; return whether there is one."""
        index = self.index_of(key)
        if index is None:
            return False
        self.cursor = index
        return True

    def await_key(self, key: str | None) -> None:
        """Move the cursor to the row of that key, whenever it comes, until it is moved."""
        if key is not None:
            self.move_to_key(key)
        self._awaited = key

    def redraw(self) -> None:
        """Draw all lines anew: their ages, and whatever else a subclass draws by."""
        self._strips.clear()
        self.refresh()

    # How it fits.

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def page(self) -> int:
        """The number of rows in sight."""
        return max(0, self.scrollable_content_region.height - self.HEADER_LINES)

    def _measure(self) -> None:
        # The width of 0 keeps a horizontal scrollbar away: rows are cut to what there is.
        self.virtual_size = Size(0, len(self._rows) + self.HEADER_LINES)

    def _refresh_rows(self, *indices: int) -> None:
        top, page, width = self.scroll_offset.y, self.page, self._width
        regions = [
            Region(0, index - top + self.HEADER_LINES, width, 1)
            for index in indices
            if top <= index < top + page
        ]
        if regions:
            self.refresh(*regions)

    def _scroll_to_cursor(self) -> None:
        top, page = self.scroll_offset.y, self.page
        if page <= 0:
            return
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + page:
            self.scroll_to(y=self.cursor - page + 1, animate=False, force=True)

    @property
    def is_near_end(self) -> bool:
        """Whether the last rows are within a page; rows may have come since it was told."""
        page = self.page
        if not self._rows or page <= 0:
            return False
        last = max(self.cursor, self.scroll_offset.y + page - 1)
        return last >= len(self._rows) - page

    def _tell_near_end(self) -> None:
        if not self.is_near_end:
            self._end_armed = True
        elif self._end_armed:
            self._end_armed = False
            self.post_message(self.NearEnd(self))

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = self._empty_lines(width)
        y -= max(0, (self.page - len(lines)) // 2)
        if not 0 <= y < len(lines):
            return Strip.blank(width, self.rich_style)
        blanks = Strip.blank((width - lines[y].cell_length) // 2, self.rich_style)
        return Strip.join([blanks, lines[y]]).adjust_cell_length(width, self.rich_style)

    def _empty_lines(self, width: int) -> list[Strip]:
        if self._empty is None or self._empty[0] != width:
            style, room = self.visual_style, max(1, width - 4)
            text = self.empty_text
            lines = Visual.to_strips(self, text, room, None, style, apply_selection=False)
            self._empty = width, lines
        return self._empty[1]
