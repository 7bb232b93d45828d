"""What may complete a word, in a small list that lies over the pane below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.content import Content
from textual.widgets import Static

from tui.text import Display

_ROWS = 8
_LABEL = 28


class CompletionItem(NamedTuple):
    """One completion.

    Attributes:
        insert: What replaces the word.
        label: What is shown.
        note: What it means.
        line: Whether it is a whole line, which is applied rather than typed on.
        name: The name that this line is saved by, if it is.
    """

    insert: str
    label: Display
    note: Display
    line: bool = False
    name: str | None = None


class CompletionList(Static):
    """The list; it never takes the focus, its owner moves it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"completion-list--cursor", "completion-list--note"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: Sequence[CompletionItem] = ()
        self._at = 0
        self.display = False

    @property
    def is_open(self) -> bool:
        """Whether it is on screen."""
        return bool(self.display)

    @property
    def highlighted(self) -> CompletionItem | None:
        """The item that Tab takes, or None while closed."""
        return self._items[self._at] if self.is_open and self._items else None

    def show(self, items: Sequence[CompletionItem], column: int, row: int = 1) -> None:
        """Show `items` at that place of the owner, below its line; none closes the list."""
        self._items, self._at = items, 0
        self.display = bool(items)
        if items:
            self.styles.offset = (max(0, column), row)
            self._draw()

    def close(self) -> None:
        """Take it off the screen."""
        self.display = False

    def move(self, by: int) -> None:
        """Highlight another item; the ends meet."""
        if self._items:
            self._at = (self._at + by) % len(self._items)
            self._draw()

    def _draw(self) -> None:
        first = max(0, min(self._at - _ROWS // 2, len(self._items) - _ROWS))
        shown = self._items[first : first + _ROWS]
        width = min(_LABEL, max(len(item.label) for item in shown))
        cursor = self.get_visual_style("completion-list--cursor")
        note = self.get_visual_style("completion-list--note")
        lines = []
        for place, item in enumerate(shown, first):
            label = Content(f" {item.label} ").truncate(width + 2, ellipsis=True, pad=True)
            label = label.stylize(cursor) if place == self._at else label
            lines.append(Content.assemble(label, (f" {item.note} ", note)))
        more = len(self._items) - len(shown)
        if more > 0:
            lines.append(Content.styled(f" {more} more: keep typing ", note))
        self.update(Content("\n").join(lines))
