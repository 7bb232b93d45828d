"""The base of dialogs that ask for one line: Enter and the first button take it, Esc leaves."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from tui import keymap

ResultT = TypeVar("ResultT")

ACCEPT = "accept"
"""The ID of the button that does what Enter does; every other one leaves."""


class LineScreen(ModalScreen["ResultT | None"], Generic[ResultT]):
    """Dismissed with what came of the line, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog")]
    AUTO_FOCUS = "Input"

    @property
    def typed(self) -> str:
        """The line, without blanks around it."""
        return self.query_one(Input).value.strip()

    def accept(self) -> None:
        """Take the line as it is typed, or say what is wrong with it."""
        raise NotImplementedError

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line."""
        event.stop()
        self.accept()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take the line, or leave."""
        event.stop()
        if event.button.id == ACCEPT:
            self.accept()
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        """Leave; a line is soon typed again."""
        self.dismiss(None)
