"""A view that fills its pane, whatever there is in it."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class PaneView(ScrollView):
    """A scrolling view whose box does not depend on its lines.

    Textual lays the whole screen out and draws the whole widget when its lines become more or
    fewer. Here only the scrollbar follows: the subclass draws what changed.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Fit the scrollbar."""
        self._scroll_update(size)
