"""A view that fills its pane, whatever there is in it."""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.widget import Widget


class KeepsStyle(Widget):
    """Keeps its style, which Textual works out from all that it is in at each asking."""

    _kept_style: Style | None = None

    @property
    def rich_style(self) -> Style:
        """The style of what has none of its own."""
        if self._kept_style is None:
            self._kept_style = super().rich_style
        return self._kept_style

    def notify_style_update(self) -> None:
        """Look at the styles again: they may have changed."""
        self._kept_style = None
        super().notify_style_update()


class PaneView(ScrollView, KeepsStyle):
    """A scrolling view whose box does not depend on its lines.

    Textual lays the whole screen out and draws the whole widget when its lines become more or
    fewer. Here only the scrollbar follows: the subclass draws what changed.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Fit the scrollbar."""
        self._scroll_update(size)
