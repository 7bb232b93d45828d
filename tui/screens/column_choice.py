"""Choosing the columns of the list: which there are, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from tui import keymap
from tui.models.columns import DEFAULT, LONGEST_KEY, METADATA, NAMES, Column, column
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean, fold, is_plain

Columns: TypeAlias = tuple[str, ...]

_SEEN = 6
"""Keys that are named at once."""

LIST_KEYS = Content("Space show · J K move · a add · r reset · Esc close")
LINE_KEYS = Content("Tab complete · Enter add · Esc back")
NAME_STAYS = Display("The name stays: rows are told apart by it.")


@dataclass(frozen=True, slots=True)
class Offered:
    """The columns that a list can have, beside those of the metadata.

    Attributes:
        names: All of them.
        usual: Those of a list for which none were chosen.
        column: Returns the column of a name.
    """

    names: Columns
    usual: Columns
    column: Callable[[str], Column]


OF_INSTANCES = Offered(NAMES, DEFAULT, column)


class ColumnChoiceScreen(ModalScreen["Columns | None"]):
    """Dismissed with the columns; each change is applied at once."""

    CSS_PATH = dialog_stylesheets("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("columns"),
        *keymap.bindings("dialog"),
    ]
    AUTO_FOCUS = "OptionList"

    def __init__(
        self,
        columns: Columns,
        seen: Sequence[str],
        on_change: Callable[[Columns], object],
        offered: Offered = OF_INSTANCES,
    ) -> None:
        """Offer all columns, those shown first.

        Args:
            columns: Those that are shown.
            seen: Keys that metadata has, the most frequent first.
            on_change: Takes the columns after each change.
            offered: Which columns there are.
        """
        super().__init__()
        self._shown = set(columns)
        self._offered = offered
        self._order = [*columns, *(name for name in offered.names if name not in columns)]
        # What would be drawn otherwise than it is cannot be typed, nor told from others.
        self._seen = [key for key in seen if len(key) <= LONGEST_KEY and is_plain(key)]
        self._on_change = on_change

    def compose(self) -> ComposeResult:
        """Lay out the columns, and the line that adds one."""
        with Vertical(classes="dialog -narrow choice") as dialog:
            dialog.border_title = Content("Columns")
            yield OptionList(*self._prompts(), compact=True, markup=False)
            yield Static(Content("Add a key of the metadata"), classes="muted choice-note")
            line = Input(placeholder="key", max_length=LONGEST_KEY)
            line.cursor_blink = False
            yield line
            yield Static(id="column-note", classes="muted")

    def on_mount(self) -> None:
        """Put the cursor on the first column."""
        self._list.highlighted = 0
        self._say_seen()

    def on_descendant_focus(self) -> None:
        """Say which keys there are where the focus is now."""
        keys = LINE_KEYS if self._line.has_focus else LIST_KEYS
        self.query_one(".dialog").border_subtitle = keys

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show or hide what was clicked, or what Enter was pressed on."""
        event.stop()
        self.action_show_or_hide()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Name the keys that begin so."""
        event.stop()
        self._say_seen()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Add the column of that key."""
        event.stop()
        key = self._typed
        if not key:
            self._list.focus()
            return
        name = f"{METADATA}{key}"
        if name not in self._order:
            # Behind the last that is shown: there it is looked for.
            last = max(self._order.index(one) for one in self._shown)
            self._order.insert(last + 1, name)
        self._shown.add(name)
        self._line.value = ""
        self._list.focus()
        self._change(self._order.index(name))

    # Actions.

    def action_show_or_hide(self) -> None:
        """Show the column under the cursor, or hide it."""
        name = self._order[self._at]
        if name == "name":
            self._say(NAME_STAYS)
            return
        self._shown ^= {name}
        self._change(self._at)

    def action_move(self, by: int) -> None:
        """Move the column under the cursor."""
        at, to = self._at, self._at + by
        if 0 <= to < len(self._order):
            self._order[at], self._order[to] = self._order[to], self._order[at]
            self._change(to)

    def action_add(self) -> None:
        """Go to the line that adds a column."""
        self._line.focus()

    def action_complete(self) -> None:
        """Take the first key that begins as what is typed; from the list, go to the line."""
        found = self._beginning()
        if self._line.has_focus and found:
            self._line.value = found[0]
            self._line.cursor_position = len(found[0])
        else:
            self.focus_next()

    def action_reset(self) -> None:
        """Show what the list shows where nothing was chosen."""
        usual = self._offered.usual
        self._shown = set(usual)
        self._order = [*usual, *(one for one in self._order if one not in usual)]
        self._change(0)

    def action_close(self) -> None:
        """Leave the line that adds a column; from the list, close."""
        if self._line.has_focus:
            self._line.value = ""
            self._list.focus()
        else:
            self.dismiss(self._columns)

    # Within.

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def _line(self) -> Input:
        return self.query_one(Input)

    @property
    def _at(self) -> int:
        return self._list.highlighted or 0

    @property
    def _typed(self) -> str:
        return self._line.value.strip().removeprefix(METADATA)

    @property
    def _columns(self) -> Columns:
        return tuple(name for name in self._order if name in self._shown)

    def _change(self, at: int) -> None:
        """Draw the columns as they are now, with the cursor on one, and apply them."""
        self._list.set_options(self._prompts())
        self._list.highlighted = at
        self._say_seen()
        self._on_change(self._columns)

    def _prompts(self) -> list[Content]:
        return [self._prompt(name) for name in self._order]

    def _prompt(self, name: str) -> Content:
        mark = "[x]" if name in self._shown else "[ ]"
        one = self._offered.column(name)
        title = one.title if one.metadata_key is None else clean(name, LONGEST_KEY)
        return Content(f"{mark} {title}")

    def _beginning(self) -> list[str]:
        """Return the keys that begin as what is typed, and have no column that is shown."""
        begin = fold(self._typed)
        return [
            key
            for key in self._seen
            if fold(key).startswith(begin) and f"{METADATA}{key}" not in self._shown
        ]

    def _say_seen(self) -> None:
        found = self._beginning()
        if found:
            more = f" and {len(found) - _SEEN} more" if len(found) > _SEEN else ""
            self._say(Display(f"There are: {', '.join(map(clean, found[:_SEEN]))}{more}"))
        elif self._typed:
            self._say(Display("No key that was looked at begins so. Enter adds it all the same."))
        else:
            self._say(Display("No other keys were found in what is at hand."))

    def _say(self, words: Display) -> None:
        self.query_one("#column-note", Static).update(Content(words))
