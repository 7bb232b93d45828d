"""A field that is on or off, and may be as the API has it until it is touched."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Checkbox

from tui.widgets.fields.field import FormField
from tui.widgets.toggles import ShapedCheckbox


class CheckField(FormField):
    """A box to tick."""

    def __init__(self, name: str, label: str, words: str, value: bool | None) -> None:
        super().__init__(name, label)
        self._words = words
        self._start = value

    def compose_input(self) -> ComposeResult:
        """Yield the box."""
        yield ShapedCheckbox(Content(self._words), bool(self._start), compact=True)

    @property
    def value(self) -> bool | None:
        """Whether it is ticked; None where it never was set and still is not."""
        ticked = self.query_one(Checkbox).value
        return self._start if ticked == bool(self._start) else ticked
