"""A menu whose entries are picked with one key each, or with the arrows and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.cells import set_cell_size
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui import keymap
from tui.key_command import Command
from tui.stylesheets import dialog_stylesheets
from tui.text import Display

Value = TypeVar("Value")

_KEY_WIDTH = 7


@dataclass(frozen=True, slots=True)
class MenuItem(Generic[Value]):
    """One entry.

    Attributes:
        command: Its key, its title and, in `pick('...')`, its name.
        value: What the menu is dismissed with.
        note: What else there is to say of it.
        available: Whether it can be picked; if not, `note` says why.
    """

    command: Command
    value: Value
    note: Display | None = None
    available: bool = True


class MenuScreen(ModalScreen[Value | None], Generic[Value]):
    """Dismissed with the picked entry's value, or with None on Esc."""

    CSS_PATH = dialog_stylesheets("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog")]
    AUTO_FOCUS = "OptionList"

    def __init__(
        self, title: Display, items: Sequence[MenuItem[Value]], chosen: str | None = None
    ) -> None:
        """Offer `items`; the one whose command's ID is `chosen` has the cursor at first."""
        super().__init__()
        self._heading = title
        self._items = {item.command.id: item for item in items}
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """Lay out what stands above, then one line for each entry."""
        with Vertical(classes="dialog -narrow") as dialog:
            dialog.border_title = Content(self._heading)
            dialog.border_subtitle = Content("its key, or Enter, picks · Esc close")
            yield from self.compose_above()
            yield OptionList(*self._options(), compact=True, markup=False)

    def on_mount(self) -> None:
        """Put the cursor on the chosen entry, or on the first that can be picked."""
        options = self.query_one(OptionList)
        if self._chosen is not None:
            options.highlighted = options.get_option_index(self._chosen)
        elif options.option_count:
            options.action_first()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pick the entry under the cursor."""
        event.stop()
        if event.option_id is not None:
            self.pick(event.option_id)

    def action_close(self) -> None:
        """Leave without picking."""
        self.dismiss(None)

    def compose_above(self) -> ComposeResult:
        """Yield what stands above the entries; nothing, unless a menu has more to say."""
        yield from ()

    def pick(self, command_id: str) -> None:
        """Dismiss with the value of the command's entry, if it can be picked."""
        item = self._items[command_id]
        if item.available:
            self.dismiss(item.value)

    def _options(self) -> list[Option]:
        width = max((len(item.command.title) for item in self._items.values()), default=0)
        return [
            Option(_prompt(item, width), id=name, disabled=not item.available)
            for name, item in self._items.items()
        ]


def _prompt(item: MenuItem[Value], width: int) -> Content:
    """Return an entry's line: key, title and note, each in its column."""
    command = item.command
    key = set_cell_size(command.first_key, _KEY_WIDTH)
    title = set_cell_size(command.title, width)
    if not item.available:
        return Content(f"{key}{title}  {item.note or ''}".rstrip())
    note = (f"  {item.note}" if item.note else "", "$foreground 60%")
    return Content.assemble((key, "bold $text-accent"), title, note)
