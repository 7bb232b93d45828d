"""Asking before something is given up: what was typed, or an answer still awaited."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import keymap
from tui.stylesheets import dialog_stylesheets
from tui.text import Display

QUESTION = Display("Discard what you typed?")


class DiscardScreen(ModalScreen[bool]):
    """A question whose safe answer has the focus; dismissed with whether to give up."""

    CSS_PATH = dialog_stylesheets("forms")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog")]
    AUTO_FOCUS = "#keep"

    def __init__(
        self,
        question: Display = QUESTION,
        *,
        keep: str = "Keep editing",
        discard: str = "Discard",
    ) -> None:
        super().__init__()
        self._question = question
        self._keep = keep
        self._discard = discard

    def compose(self) -> ComposeResult:
        """Lay out the question and its two answers."""
        with Vertical(classes="dialog -narrow question"):
            yield Static(Content(self._question))
            with Horizontal(classes="dialog-buttons"):
                yield Button(Content(self._keep), id="keep", compact=True, variant="primary")
                yield Button(Content(self._discard), id="discard", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.button.id == "discard")

    def action_close(self) -> None:
        """Keep all, as the safe answer does."""
        self.dismiss(False)
