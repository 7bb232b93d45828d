"""A pane of lines that scrolls, and has no cursor."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from tui import keymap
from tui.widgets.pane_view import PaneView


class LinesView(PaneView, can_focus=True, inherit_bindings=False):
    """Lines that subclasses lay out to the width there is."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("list", keymap.MOVING)]
    ALLOW_SELECT = False

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._lines: list[Strip] = []

    # Events.

    def on_resize(self, event: events.Resize) -> None:
        """Lay the lines out to the new width."""
        self.lay_out()

    def notify_style_update(self) -> None:
        """Draw all anew: colours may have changed."""
        super().notify_style_update()
        if self.is_attached:
            self.lay_out()

    # Drawing.

    def render_line(self, y: int) -> Strip:
        """Return the line at `y` of the widget."""
        width = self.scrollable_content_region.width
        at = y + self.scroll_offset.y
        if at >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        return self._lines[at].adjust_cell_length(width, self.rich_style)

    # Actions.

    def action_move(self, direction: int) -> None:
        """Scroll by lines."""
        self._scroll_by(direction)

    def action_page(self, direction: int) -> None:
        """Scroll by pages; a line of the old page stays in sight."""
        self._scroll_by(direction * max(1, self.scrollable_content_region.height - 1))

    def action_half(self, direction: int) -> None:
        """Scroll by half pages."""
        self._scroll_by(direction * max(1, self.scrollable_content_region.height // 2))

    def action_top(self) -> None:
        """Scroll to the first line."""
        self.scroll_to(y=0, animate=False, force=True)

    def action_bottom(self) -> None:
        """Scroll to the last line."""
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    # What is shown.

    @property
    def text(self) -> str:
        """All lines as they are drawn, for tests and for copying."""
        return "\n".join(line.text.rstrip() for line in self._lines)

    def lines_for(self, width: int) -> list[Strip]:
        """Return the lines, for a pane of `width` cells."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Draw what there is now."""
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        self._lines = self.lines_for(width)
        self.virtual_size = Size(0, len(self._lines))
        self.refresh()

    def _scroll_by(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)
