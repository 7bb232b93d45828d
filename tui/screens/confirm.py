"""A question with two answers; the safe one has the focus."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import keymap
from tui.stylesheets import dialog_stylesheets
from tui.text import clean, clean_lines


class ConfirmScreen(ModalScreen[bool]):
    """Dismissed with whether the user agreed; Esc does not agree."""

    CSS_PATH = dialog_stylesheets("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog")]
    AUTO_FOCUS = "#no"

    def __init__(self, title: str, sentence: str, yes: str, no: str = "Cancel") -> None:
        """Ask `sentence` under `title`; `yes` and `no` are the buttons' words."""
        super().__init__()
        self._heading = title
        self._sentence = sentence
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """Lay out the question and its answers."""
        with Vertical(classes="dialog -narrow") as dialog:
            dialog.border_title = Content(clean(self._heading))
            dialog.border_subtitle = Content("Tab other button · Enter press · Esc cancel")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(Content(clean_lines(self._sentence)))
            with Horizontal(classes="dialog-buttons"):
                yield Button(Content(clean(self._yes)), id="yes", compact=True)
                yield Button(Content(clean(self._no)), id="no", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer as the button says."""
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_close(self) -> None:
        """Do not agree."""
        self.dismiss(False)
