"""One request and its answer, in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui.models.call_sections import Section
from tui.text import Display
from tui.widgets.cells import GAP, fit, wrap
from tui.widgets.lines_view import LinesView

_MAX_NAME = 24


class CallView(LinesView):
    """The parts of a request, each under its title; nothing is cut off, and it scrolls."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"call--title", "call--name"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sections: Sequence[Section] = ()

    def show(self, sections: Sequence[Section], *, from_top: bool = True) -> None:
        """Show the parts of a request."""
        if sections == self._sections:
            return
        self._sections = sections
        self.lay_out()
        if from_top:
            self.action_top()

    def lines_for(self, width: int) -> list[Strip]:
        """Return the lines of all parts, with a blank one between them."""
        return [line for section in self._sections for line in self._lines_of(section, width)]

    def _lines_of(self, section: Section, width: int) -> Iterator[Strip]:
        style = self.rich_style
        quiet = self.get_component_rich_style("call--name")
        if section.title:
            title = Segment(f" {section.title}", self.get_component_rich_style("call--title"))
            yield from (Strip([]), Strip([title]))
        names = min(_MAX_NAME, max((cell_len(name) for name, _ in section.fields), default=0))
        room = max(1, width - 2 - names - len(GAP))
        for name, value in section.fields:
            pairs = zip_longest(wrap(name, names), wrap(value, room), fillvalue=Display(""))
            for label, part in pairs:
                yield Strip([Segment(f" {fit(label, names)}{GAP}", quiet), Segment(part, style)])
        if section.text:
            for part in wrap(section.text, max(1, width - 2)):
                yield Strip([Segment(f" {part}", style)])
