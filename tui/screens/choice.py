"""One of several things, each on a line of aligned columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui import keymap
from tui.stylesheets import dialog_stylesheets
from tui.text import Display
from tui.widgets.cells import fit

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Line(Generic[Value]):
    """One of the things.

    Attributes:
        columns: What stands on its line.
        value: What the screen is dismissed with.
    """

    columns: tuple[Display, ...]
    value: Value


class ChoiceScreen(ModalScreen[Value | None], Generic[Value]):
    """Dismissed with the value of the line that was picked, or with None on Esc."""

    CSS_PATH = dialog_stylesheets("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("choice"),
    ]
    AUTO_FOCUS = "OptionList"
    NEXT: ClassVar[str] = "Up, Down · Enter pick · Esc close"
    """What the frame says can be done."""
    WIDEST: ClassVar[int] = 28
    """Cells that a column takes at most."""

    def __init__(
        self, title: str, lines: Sequence[Line[Value]], *, chosen: int = 0, note: str = ""
    ) -> None:
        """Offer `lines`, with the cursor on number `chosen` and a note below them."""
        super().__init__()
        self._heading = title
        self._lines = tuple(lines)
        self._chosen = chosen
        self._note = note

    def compose(self) -> ComposeResult:
        """Lay out the lines, and the note."""
        with Vertical(classes="dialog choice") as dialog:
            dialog.border_title = Content(self._heading)
            dialog.border_subtitle = Content(self.NEXT)
            yield OptionList(*map(Option, self._prompts()), compact=True, markup=False)
            yield Static(Content(self._note), classes="muted choice-note")

    def on_mount(self) -> None:
        """Put the cursor where it was asked for."""
        self.query_one(OptionList).highlighted = self._chosen if self._lines else None
        self.query_one(".choice-note").display = bool(self._note)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pick the line under the cursor."""
        event.stop()
        self.dismiss(self._lines[event.option_index].value)

    def action_move(self, step: int) -> None:
        """Go to the next line, or to the one before."""
        lines = self.query_one(OptionList)
        if step > 0:
            lines.action_cursor_down()
        else:
            lines.action_cursor_up()

    def action_edge(self, last: bool) -> None:
        """Go to the first line, or to the last."""
        lines = self.query_one(OptionList)
        if last:
            lines.action_last()
        else:
            lines.action_first()

    def action_close(self) -> None:
        """Leave without picking."""
        self.dismiss(None)

    def _prompts(self) -> list[Content]:
        widths = [
            min(self.WIDEST, max(map(cell_len, column)))
            for column in zip(*(line.columns for line in self._lines), strict=True)
        ]
        return [Content("  ".join(map(fit, line.columns, widths)).rstrip()) for line in self._lines]
