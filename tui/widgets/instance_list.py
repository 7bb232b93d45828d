"""The list of integration instances: status, name, providers, age."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, Literal, NamedTuple, TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.reactive import reactive
from textual.strip import Strip

from tui import keymap
from tui.models.row import InstanceRow
from tui.text import Display
from tui.times import Clock, age, utc_now
from tui.widgets.cells import cut, fit
from tui.widgets.status import STATUS_CLASSES, look_of
from tui.widgets.virtual_list import VirtualList

SortColumn: TypeAlias = Literal["status", "name", "providers", "updated", "created"]


class Columns(NamedTuple):
    """The cells each column has; 0 where there is no room for it."""

    status: int
    name: int
    providers: int
    updated: int


MARK = "▌"
"""What stands at the left edge of a marked row."""
FRESH = "*"
"""What stands there of a row that is new to the user."""

_GAP = "  "
_MARKED = Style(bold=True, underline=True)
_FRESH = Style(bold=True)
_UPDATED = len("Updated ▼")
_STATUS = len("● archived")
_WORDS_FROM = 58
_PROVIDERS_FROM = 40


def columns_for(width: int) -> Columns:
    """Return the columns' cells in a list of that width: the name has most of it."""
    status = _STATUS if width >= _WORDS_FROM else 1
    # A blank at either edge, a gap after the status and one before the age.
    left = width - 2 - status - _UPDATED - 2 * len(_GAP)
    if width < _PROVIDERS_FROM:
        return Columns(status, max(1, left), 0, _UPDATED)
    left -= len(_GAP)
    providers = min(max(10, left * 2 // 5), 48)
    return Columns(status, left - providers, providers, _UPDATED)


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
    sort: reactive[tuple[SortColumn, bool] | None] = reactive(None)
    """The column that the rows are in the order of, and whether descending."""
    match: reactive[tuple[str, ...]] = reactive(())
    """Words to mark where they are found in a name."""
    highlight: reactive[frozenset[str]] = reactive(frozenset())
    """Keys of rows that are new to the user, as one just created or changed."""

    class LoadAllRequested(VirtualList.ListMessage):
        """The user wants all that is on the server."""

    def __init__(
        self,
        *,
        clock: Clock = utc_now,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._clock = clock
        self._marks: re.Pattern[str] | None = None

    # Watchers.

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

    # Actions.

    def action_load_all(self) -> None:
        """Ask for all that is on the server."""
        self.post_message(self.LoadAllRequested(self))

    # The rows.

    def set_state(self, rows: Sequence[InstanceRow], by: SortColumn, reverse: bool) -> None:
        """Show `rows`, which are in the order of `by`.

        Times come newest first and words from A to Z, or the other way if `reverse`.
        """
        self.sort = (by, (by in ("created", "updated")) != reverse)
        self.set_rows(rows)

    # Drawing.

    def render_header(self, width: int) -> Strip:
        """Return the columns' titles, with the mark of the one sorted by."""
        size = columns_for(width)
        status = self._title("status", "Status", size.status)
        updated = self._title("updated", "Updated", size.updated)
        titles = [fit(status, size.status), fit(self._title("name", "Name", size.name), size.name)]
        if size.providers:
            titles.append(fit(Display("Providers"), size.providers))
        titles += (Display(" " * (size.updated - len(updated))), updated)
        style = self.get_component_rich_style("list--header")
        line = [Segment(" ", style)]
        for title in titles:
            line += (Segment(title, style), Segment(_GAP if title is not titles[-2] else "", style))
        return Strip(line).adjust_cell_length(width, style)

    def render_row(self, row: InstanceRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of an instance."""
        size = columns_for(width)
        pen = self._pen(at_cursor=at_cursor)
        look = look_of(row.status)
        status = Display(look.shape if size.status == 1 else f"{look.shape} {row.status}")
        line = [
            self._edge(row.key, pen),
            Segment(fit(status, size.status), pen(look.component)),
            Segment(_GAP, pen("")),
            *self._name_parts(row, size, pen),
            Segment(_GAP, pen("")),
        ]
        if size.providers:
            text, component = _providers(row)
            line.append(Segment(fit(text, size.providers), pen(component)))
            line.append(Segment(_GAP, pen("")))
        updated = age(row.updated_at, self._clock())
        line.append(Segment(" " * (size.updated - len(updated)), pen("")))
        line.append(Segment(updated, pen("list--secondary")))
        return Strip(line).adjust_cell_length(width, pen(""))

    def _title(self, column: SortColumn, title: str, width: int) -> Display:
        by, descending = self.sort or (None, False)
        mark = "▼" if descending else "▲"
        if by == column:
            return Display(f"{title} {mark}" if width > len(title) + 1 else mark)
        created = f"{title} (by creation {mark})"
        if by == "created" and column == "name" and len(created) <= width:
            # The age of creation has no column of its own.
            return Display(created)
        return Display(title if width >= len(title) else "")

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
        self, row: InstanceRow, size: Columns, pen: Callable[[str], Style]
    ) -> Iterator[Segment]:
        if row.problem is not None and not size.providers:
            yield Segment(fit(Display(f"! {row.problem}"), size.name), pen("list--problem"))
            return
        shown = cut(row.name, size.name)
        style = pen("list--fresh" if row.key in self.highlight else "")
        if row.key in self.highlight:
            style += _FRESH
        end = 0
        for found in self._marks.finditer(shown) if self._marks else ():
            yield Segment(shown[end : found.start()], style)
            yield Segment(found.group(), style + _MARKED)
            end = found.end()
        yield Segment(shown[end:], style)
        yield Segment(" " * (size.name - cell_len(shown)), style)


def _providers(row: InstanceRow) -> tuple[Display, str]:
    """Return what stands in the column of providers, and its component class."""
    if row.problem is not None:
        return Display(f"! {row.problem}"), "list--problem"
    return Display(", ".join(row.providers)), "list--secondary"
