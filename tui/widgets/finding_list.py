"""What was found of an instance: how much it matters, what it is about, and what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.strip import Strip

from tui import keymap
from tui.diagnosis.finding import SEVERITIES, Finding, Severity
from tui.text import Display
from tui.widgets.cells import GAP, in_columns
from tui.widgets.virtual_list import VirtualList

SHAPES: dict[Severity, str] = {"blocks": "✗", "endangers": "!", "not known": "?", "fine": "✓"}
"""A shape beside each word, so that one sees at a glance where to look."""

_SEVERITY = 2 + max(map(len, SEVERITIES))


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One line: a finding, and what the list knows it by."""

    key: str
    finding: Finding


class FindingList(VirtualList[FindingRow], inherit_bindings=False):
    """Findings, one a line, the gravest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("list", keymap.MOVING | {"open"}),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--cursor",
        "list--secondary",
        "list--blocks",
        "list--endangers",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._widest = 0

    def show(self, findings: Sequence[Finding]) -> None:
        """Show findings, their subjects in a column as wide as they need."""
        self._widest = max((cell_len(one.subject) for one in findings), default=0)
        self.set_rows([FindingRow(str(at), one) for at, one in enumerate(findings)])

    def render_row(self, row: FindingRow, width: int, *, at_cursor: bool) -> Strip:
        """Return the line of a finding."""
        one = row.finding
        plain = self.get_component_rich_style("list--cursor") if at_cursor else self.rich_style
        quiet = plain if at_cursor else self.get_component_rich_style("list--secondary")
        weight = plain
        if not at_cursor:
            graver = one.severity in ("blocks", "endangers")
            name = one.severity if graver else "secondary"
            weight = self.get_component_rich_style(f"list--{name}")
        room = max(4, width - 2 - _SEVERITY - 2 * len(GAP))
        subject = min(self._widest, room * 2 // 5)
        parts = (
            (Display(f"{SHAPES[one.severity]} {one.severity}"), weight),
            (one.subject, plain),
            (one.sentence, quiet),
        )
        return in_columns(parts, (_SEVERITY, subject, room - subject), width, plain)
