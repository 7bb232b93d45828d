"""The objects of a run over many: one a line, with what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from textual.binding import BindingType
from textual.strip import Strip

from tui import keymap
from tui.text import Display
from tui.widgets.cells import GAP, in_columns
from tui.widgets.virtual_list import VirtualList

State: TypeAlias = Literal["waits", "left out", "done", "failed", "unknown", "not tried"]
"""What became of an object: a shape and a word, never a colour alone."""

_SHAPES: dict[State, str] = {
    "waits": "·",
    "left out": "-",
    "done": "✓",
    "failed": "✗",
    "unknown": "?",
    "not tried": "○",
}
_STATE = 2 + max(map(len, _SHAPES))


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One line.

    Attributes:
        key: What the list knows it by: the object's ID.
        name: What it is called.
        state: What became of it.
        words: Why, or what is to become of it.
    """

    key: str
    name: Display
    state: State
    words: Display


class BulkList(VirtualList[BulkRow], inherit_bindings=False):
    """What became of each object."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("list", keymap.MOVING)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--header",
        "list--cursor",
        "list--secondary",
        "list--problem",
    }

    def render_row(self, row: BulkRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of an object."""
        plain = self.get_component_rich_style("list--cursor") if at_cursor else self.rich_style
        quiet = plain if at_cursor else self.get_component_rich_style("list--secondary")
        wrong = plain if at_cursor else self.get_component_rich_style("list--problem")
        state = wrong if row.state in ("failed", "unknown") else quiet
        room = max(4, width - 2 - _STATE - 2 * len(GAP))
        name = room * 2 // 5 if row.words else room
        parts = (
            (Display(f"{_SHAPES[row.state]} {row.state}"), state),
            (row.name, plain),
            (row.words, quiet),
        )
        return in_columns(parts, (_STATE, name, room - name), width, plain)
