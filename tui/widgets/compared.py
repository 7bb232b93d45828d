"""A field and its values below each other, each behind the word that says whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.text import Display


@dataclass(frozen=True, slots=True)
class Value:
    """One of a field's values.

    Attributes:
        word: Whose it is: a mark or one word.
        text: The value.
        classes: How it is drawn: `muted`, `success`, `error`.
    """

    word: str
    text: Display
    classes: str = ""


class Compared(Horizontal):
    """The field's name on the left; both it and the values wrap, so nothing is cut off."""

    def __init__(self, field: Display, values: Sequence[Value]) -> None:
        super().__init__()
        self._field = field
        self._values = tuple(values)

    def compose(self) -> ComposeResult:
        """Lay the values out beside the field's name."""
        yield Static(Content(self._field), classes="compared-field")
        with Vertical(classes="compared-values"):
            for value in self._values:
                with Horizontal(classes=f"compared-value {value.classes}"):
                    yield Static(Content(value.word), classes="compared-word")
                    yield Static(Content(value.text), classes="compared-text")
