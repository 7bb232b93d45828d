"""Plain text on the whole screen, to select from with the terminal itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Log, Static

from tui import keymap
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean_lines

_HINT = "Hold shift (on a Mac: option) and drag to select · Esc back"


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield the lines of `text`, each cut into pieces of at most `width` columns."""
    for line in text.split("\n"):
        if cell_len(line) <= width or width < 2:
            yield line
        else:
            yield from chop_cells(line, width)


class TextScreen(ModalScreen[None]):
    """Text without frames or decoration; arrows and pages scroll it, Esc leaves."""

    CSS_PATH = dialog_stylesheets("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog")]
    AUTO_FOCUS = "Log"

    def __init__(self, title: Display, text: str) -> None:
        """Show `text`, as it is; it is made safe to draw here."""
        super().__init__()
        self._heading = title
        self._text = clean_lines(text)

    def compose(self) -> ComposeResult:
        """Lay out the text over one line that says how to select."""
        yield Log(auto_scroll=False)
        yield Static(Content(f"{self._heading} · {_HINT}"), id="text-hint")

    def on_resize(self, event: events.Resize) -> None:
        """Cut the lines to the new width: what is off the screen cannot be selected."""
        log = self.query_one(Log)
        log.clear()
        log.write_lines(wrapped(self._text, event.size.width - 1))

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)
