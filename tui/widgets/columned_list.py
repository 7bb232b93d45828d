"""A list in columns that the user chose: their titles, and the way to those that do not fit."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from tui.models.columns import Column
from tui.text import Display
from tui.widgets.cells import GAP, fit
from tui.widgets.column_layout import Layout
from tui.widgets.virtual_list import Keyed, VirtualList

RowT = TypeVar("RowT", bound=Keyed)

_SKIPPED, _BEYOND = "<", ">"
"""What stands at the header's edges where there are columns that one does not see."""


class ColumnedList(VirtualList[RowT], inherit_bindings=False):
    """Rows in columns under their titles; subclasses say how wide each is, and draw the rows."""

    HEADER_LINES = 1

    dimmed: reactive[bool] = reactive(False)
    """Whether the rows are drawn dim: they are older than the screen would have them."""
    columns: reactive[tuple[str, ...]] = reactive((), repaint=False, init=False)
    """The names of the columns."""

    class LoadAllRequested(VirtualList.ListMessage):
        """The user wants all that is on the server."""

    def __init__(
        self,
        columns: Sequence[str],
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(ColumnedList.columns, tuple(columns))
        self._skip = 0
        self._laid_out: tuple[int, Layout] | None = None

    def watch_dimmed(self) -> None:
        """Draw the rows anew."""
        self.redraw()

    def watch_columns(self) -> None:
        """Draw all anew, from the first column on."""
        self._skip_to(0)

    # Actions.

    def action_columns(self, direction: int) -> None:
        """Bring the next column into sight, or the one before, where not all fit."""
        layout = self.layout_in(self._width)
        if layout.beyond if direction > 0 else layout.skipped:
            self._skip_to(layout.skipped + direction)

    def action_load_all(self) -> None:
        """Ask for all that is on the server."""
        self.post_message(self.LoadAllRequested(self))

    # Drawing.

    @abstractmethod
    def lay_out(self, width: int, skip: int) -> Layout:
        """Return the columns that are drawn, where the first `skip` that scroll are left out."""

    def title_of(self, one: Column, size: int, shown: Sequence[str]) -> Display:
        """Return what stands above a column of `size` cells, one of those `shown`."""
        return one.title if size > 1 else Display("")

    def render_header(self, width: int) -> Strip:
        """Return the columns' titles, and whether there are more at either side."""
        layout = self.layout_in(width)
        style = self.get_component_rich_style("list--header")
        line = [Segment(_SKIPPED if layout.skipped else " ", style)]
        shown = [one.name for one, _ in layout.placed]
        for number, (one, size) in enumerate(layout.placed):
            title = fit(self.title_of(one, size, shown), size, right=one.is_time)
            line.append(Segment(f"{GAP if number else ''}{title}", style))
        line.append(Segment(_BEYOND if layout.beyond else " ", style))
        return Strip(line).adjust_cell_length(width, style)

    def layout_in(self, width: int) -> Layout:
        """Return the columns that are drawn in a list of that width."""
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = width, self.lay_out(width, self._skip)
        return self._laid_out[1]

    def lay_out_anew(self) -> None:
        """Draw all anew: columns need another width than before."""
        self._laid_out = None
        self.redraw()

    def _skip_to(self, skip: int) -> None:
        self._skip = skip
        self.lay_out_anew()
