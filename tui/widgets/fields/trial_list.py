"""The tools of a provider, one a line: whether each passes the filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from tui import keymap
from tui.models.tool import Tool
from tui.text import Display, clean
from tui.widgets.cells import GAP, in_columns
from tui.widgets.virtual_list import VirtualList

_PASSES, _CUT = Display("passes"), Display("cut")
_STATE = len(_PASSES)
_WIDEST_KEY = 32
_ROWS = 8


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One line.

    Attributes:
        key: The tool's key.
        shown: The same, safe to draw.
        words: What the tool does.
        passes: Whether it passes.
    """

    key: str
    shown: Display
    words: Display
    passes: bool


class TrialList(VirtualList[TrialRow], inherit_bindings=False):
    """The tools; a key asks to name the one under the cursor in the filter, or no longer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("list", keymap.MOVING),
        *keymap.bindings("trial"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--cursor",
        "list--secondary",
        "list--passes",
        "list--cut",
    }

    class Toggling(Message):
        """A tool's key shall be named by the filter, or no longer.

        Attributes:
            key: The tool's key.
            passes: Whether the tool passes as it is.
        """

        def __init__(self, key: str, passes: bool) -> None:
            super().__init__()
            self.key = key
            self.passes = passes

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self._widest = 0

    def show(self, tools: Sequence[Tool], passes: Sequence[bool]) -> None:
        """Show which of `tools` pass; the list is no higher than they need."""
        rows = [
            TrialRow(tool.key, clean(tool.key, 80), tool.words, one)
            for tool, one in zip(tools, passes, strict=True)
        ]
        self._widest = min(_WIDEST_KEY, max((cell_len(one.shown) for one in rows), default=0))
        self.set_rows(rows)
        self.styles.height = min(_ROWS, len(tools))

    def action_toggle_tool(self) -> None:
        """Ask for the tool under the cursor."""
        row = self.cursor_row
        if row is not None:
            self.post_message(self.Toggling(row.key, row.passes))

    def render_row(self, row: TrialRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of a tool; the cursor shows only where the keys go."""
        is_here = at_cursor and self.has_focus
        plain = self.get_component_rich_style("list--cursor") if is_here else self.rich_style
        quiet = plain if is_here else self.get_component_rich_style("list--secondary")
        name = "list--passes" if row.passes else "list--cut"
        state = plain if is_here else self.get_component_rich_style(name)
        parts = (
            (_PASSES if row.passes else _CUT, state),
            (row.shown, plain if row.passes else quiet),
            (row.words, quiet),
        )
        room = max(0, width - 2 - _STATE - self._widest - 2 * len(GAP))
        return in_columns(parts, (_STATE, self._widest, room), width, plain)
