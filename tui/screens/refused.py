"""What of an instance edited as a whole cannot be sent: the user edits on, or gives it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import keymap
from tui.forms.problems import FieldPath
from tui.screens.discard import DiscardScreen
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean

_RED = "$text-error"


class RefusedScreen(ModalScreen[bool]):
    """Says what of an edit cannot be sent; dismissed with whether to edit on."""

    CSS_PATH = dialog_stylesheets("forms")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("review"),
    ]
    AUTO_FOCUS = "#again"

    def __init__(self, problems: Mapping[FieldPath, Display]) -> None:
        """Show `problems`, by the places they are at."""
        super().__init__()
        self._problems = dict(problems)

    def compose(self) -> ComposeResult:
        """Lay out the problems over the two answers."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = Content("This cannot be sent")
            dialog.border_subtitle = Content(
                f"Enter edit again · Tab other button · {keymap.hint('dialog_close', 'close')}"
            )
            with VerticalScroll(classes="dialog-body", can_focus=False):
                for path, message in self._problems.items():
                    where = clean(" / ".join(map(str, path)), 120)
                    yield Static(Content.assemble(f"{where}: " if where else "", (message, _RED)))
            with Horizontal(classes="dialog-buttons"):
                yield Button("Discard", id="discard", compact=True)
                yield Button("Edit again", id="again", compact=True, variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Edit on, or give up what was typed."""
        event.stop()
        self.dismiss(event.button.id == "again")

    @work(group="dialog")
    async def action_close(self) -> None:
        """Ask before what was typed is given up."""
        if await self.app.push_screen_wait(DiscardScreen()):
            self.dismiss(False)

    def action_scroll_body(self, lines: int) -> None:
        """Scroll what there is to read by so many lines."""
        self.query_one(".dialog-body").scroll_relative(y=lines, animate=False)
