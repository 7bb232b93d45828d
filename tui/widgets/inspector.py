"""The inspector: all fields of the node under the tree's cursor, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import zip_longest
from typing import ClassVar, TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from tui.models.outline import Field, Node, fields
from tui.models.outline_words import is_time
from tui.stylesheets import stylesheet
from tui.text import Display
from tui.times import Clock, age, parse, utc_now
from tui.widgets.cells import fit, wrap
from tui.widgets.lines_view import LinesView
from tui.widgets.status import STATUS_CLASSES, look_of

LinkOf: TypeAlias = Callable[[str], str | None]
"""Returns the link that a value is, or None where it is none that may be opened."""

_MAX_NAME = 24
_GAP = "  "


def _no_link(_: str) -> None:
    """Stand for what says which values are links."""


class Inspector(LinesView):
    """Names and values in two columns; long values go on below, and it scrolls."""

    DEFAULT_CSS = stylesheet("inspector").read_text(encoding="utf-8")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "inspector--name",
        "inspector--value",
        *STATUS_CLASSES,
    }

    used_by: reactive[Display] = reactive(Display(""), repaint=False, init=False)
    """How many instances use the node's object, and how to list them; nothing: no line."""

    def __init__(
        self,
        link_of: LinkOf | None = None,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make it; `link_of` says which values are links to the terminal, if any are."""
        super().__init__(name=name, id=id, classes=classes)
        self._link_of = link_of or _no_link
        self._node: Node | None = None
        self._clock: Clock = utc_now

    # Watchers.

    def watch_used_by(self) -> None:
        """Show it, in the place that is kept for it."""
        self.lay_out()

    # What is shown.

    @property
    def node(self) -> Node | None:
        """The node whose fields are shown."""
        return self._node

    def show(self, node: Node | None, clock: Clock = utc_now) -> None:
        """Show the fields of `node`; ages are told by `clock`."""
        moved = node is None or self._node is None or node.path != self._node.path
        self._node = node
        self._clock = clock
        self.lay_out()
        if moved:
            self.action_top()

    def lines_for(self, width: int) -> list[Strip]:
        """Return the lines of the fields."""
        shown = fields(self._node) if self._node is not None else []
        if shown and self.used_by:
            shown.insert(0, Field(Display("used by"), self.used_by, ()))
        names = max((cell_len(field.name) for field in shown), default=0)
        names = min(names, _MAX_NAME, max(1, width // 3))
        return [line for field in shown for line in self._field_lines(field, names, width)]

    def _field_lines(self, field: Field, names: int, width: int) -> list[Strip]:
        """Return the lines of a field: where name or value is long, as many as it takes."""
        values = wrap(self._in_words(field), max(1, width - 2 - names - len(_GAP)))
        labels = wrap(field.name, names)
        style = self.rich_style
        name_style = self.get_component_rich_style("inspector--name")
        shade = look_of(field.value).component if field.is_status else "inspector--value"
        value_style = self.get_component_rich_style(shade)
        if url := self._link_of(field.value):
            value_style += Style(link=url)
        lines: list[Strip] = []
        for label, value in zip_longest(labels, values, fillvalue=Display("")):
            parts = (
                Segment(" ", style),
                Segment(fit(label, names), name_style),
                Segment(_GAP, style),
                Segment(value, value_style),
            )
            lines.append(Strip(parts))
        return lines

    def _in_words(self, field: Field) -> Display:
        if field.is_status:
            return Display(f"{look_of(field.value).shape} {field.value}")
        moment = parse(field.value) if is_time(field.value) else None
        if moment is None:
            return field.value
        return Display(f"{field.value}  ({ago(moment, self._clock())})")


def ago(moment: datetime, now: datetime) -> Display:
    """Return `3d ago`, or how far ahead it is: `in 3d`."""
    if moment > now:
        return Display(f"in {age(now, moment)}")
    return Display(f"{age(moment, now)} ago")
