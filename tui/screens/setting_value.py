"""A setting's value, typed."""

from __future__ import annotations

from typing import Any, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui.profile import Profile
from tui.screens.line_screen import ACCEPT, LineScreen
from tui.settings_file import ENTRIES
from tui.settings_shown import Setting
from tui.stylesheets import dialog_stylesheets


class Typed(NamedTuple):
    """What was typed, checked; None: nothing, so that it is what it is without a word."""

    value: Any


class SettingValueScreen(LineScreen[Typed]):
    """Dismissed with the value, or with None."""

    CSS_PATH = dialog_stylesheets("dialogs")

    def __init__(self, setting: Setting, now: str) -> None:
        """Ask for the value of `setting`, which is `now`."""
        super().__init__()
        self._setting = setting
        self._now = now

    def compose(self) -> ComposeResult:
        """Lay out what it means, the value, and what is wrong with it."""
        with Vertical(classes="dialog -narrow") as dialog:
            dialog.border_title = Content(f"Setting {self._setting.name}")
            dialog.border_subtitle = Content("Enter keep · Esc close")
            yield Static(Content(self._setting.meaning), classes="muted filter-line")
            # No value is longer, and Python reads no number of thousands of digits.
            value = Input(self._now, placeholder="nothing: as without a word", max_length=400)
            value.cursor_blink = False
            yield value
            yield Static(id="name-state", classes="warning")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Keep", id=ACCEPT, compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def accept(self) -> None:
        """Keep the value, if it is one."""
        typed: Any = self.typed
        if not typed:
            self.dismiss(Typed(None))
            return
        name = self._setting.name
        if isinstance(getattr(Profile(), name), int):
            typed = int(typed) if typed.isdecimal() else typed
        try:
            value = ENTRIES[name][0](typed)
        except ValueError as error:
            self.query_one("#name-state", Static).update(Content(f"It {error}."))
        else:
            self.dismiss(Typed(value))
