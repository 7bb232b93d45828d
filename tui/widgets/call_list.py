"""The requests of this run, one a line."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.binding import BindingType
from textual.strip import Strip

from tui import keymap
from tui.models.call import Call
from tui.text import Display, clean
from tui.widgets.cells import GAP, fit, in_columns
from tui.widgets.virtual_list import VirtualList

_TIME, _STATUS, _METHOD, _TOOK, _NUMBER, _TRY, _ID = 8, 6, 6, 6, 8, 3, 27
_TIME_FROM, _LEFT_FROM, _ID_FROM = 90, 100, 130
"""Cells of a list from which there is room for the time, the calls left, the request ID."""
_TITLES = ("UTC", "Status", "Method", "Request", "ms", "bytes", "try", "left", "Request ID")
_TO_THE_RIGHT = frozenset({"ms", "bytes", "try", "left"})


def status_of(call: Call) -> Display:
    """Return what came of a request, in a word: its status, if it has one."""
    if call.status is not None:
        return Display(str(call.status))
    return Display("failed" if call.is_over else "...")


def is_failed(call: Call) -> bool:
    """Return whether a request did not succeed."""
    return call.error is not None or (call.status is not None and call.status >= 400)


def whole(number: float) -> Display:
    """Return a number without a fraction, of no more than twelve digits."""
    return clean(f"{number:,.0f}", 15)


class CallList(VirtualList[Call], inherit_bindings=False):
    """Requests under the titles of their columns, as many as there is room for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("list", keymap.MOVING | {"open"}),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--header",
        "list--cursor",
        "list--secondary",
        "list--problem",
    }
    HEADER_LINES = 1

    def render_header(self, width: int) -> Strip:
        """Return the columns' titles."""
        style = self.get_component_rich_style("list--header")
        return _line([(Display(title), style) for title in _TITLES], width, style)

    def render_row(self, row: Call, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of a request."""
        plain = self.get_component_rich_style("list--cursor") if at_cursor else self.rich_style
        quiet = plain if at_cursor else self.get_component_rich_style("list--secondary")
        state = "list--problem" if is_failed(row) else "list--secondary"
        told = plain if at_cursor else self.get_component_rich_style(state)
        parts = [
            (Display(f"{row.at:%H:%M:%S}"), quiet),
            (status_of(row), told),
            (clean(row.method), plain),
            (clean(row.target), plain),
            (whole(row.milliseconds) if row.is_over else Display(""), plain),
            (whole(row.bytes_read) if row.status is not None else Display(""), quiet),
            (Display(str(row.attempt) if row.attempt > 1 else ""), told),
            (Display("") if row.calls_left is None else whole(row.calls_left), quiet),
            (row.request_id or Display(""), quiet),
        ]
        return _line(parts, width, plain)


def _line(parts: list[tuple[Display, Style]], width: int, style: Style) -> Strip:
    sizes = _sizes(width)
    aligned = [
        (fit(text, size, right=title in _TO_THE_RIGHT), own)
        for (text, own), size, title in zip(parts, sizes, _TITLES, strict=True)
    ]
    return in_columns(aligned, sizes, width, style)


def _sizes(width: int) -> tuple[int, ...]:
    """Return the cells of each column; the request has what the others leave."""
    before = (_TIME if width >= _TIME_FROM else 0, _STATUS, _METHOD)
    after = (
        *(_TOOK, _NUMBER, _TRY),
        _NUMBER if width >= _LEFT_FROM else 0,
        _ID if width >= _ID_FROM else 0,
    )
    taken = [one for one in (*before, *after) if one]
    room = max(8, width - 2 - sum(taken) - len(GAP) * len(taken))
    return (*before, room, *after)
