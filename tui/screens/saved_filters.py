"""The list of saved filters: to apply one, or to remove one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from tui import keymap
from tui.keymap import key_of
from tui.models.columns import METADATA
from tui.saved_filters import SavedFilter, SavedFilters
from tui.screens.choice import ChoiceScreen, Line
from tui.screens.confirm import ConfirmScreen
from tui.screens.sort_menu import sort_words
from tui.store.sort import Sort
from tui.text import Display, clean

NONE_YET = "No filter is saved yet: {} saves the one in the line."

# Characters of a name and of its filter that fit beside each other.
_NAME = 24
_LINE = 44


@dataclass(frozen=True, slots=True)
class Removal:
    """A filter that is to be removed.

    Attributes:
        saved: The filter.
        at: Its place in the list.
    """

    saved: SavedFilter
    at: int


async def choose_filter(app: App[Any], filters: SavedFilters) -> SavedFilter | None:
    """Ask which filter to apply; return it, or None where none was chosen.

    Raises:
        SavedFilterError: The file cannot be read, or one could not be removed.
    """
    at = 0
    while True:
        every = await asyncio.to_thread(filters.all)
        if not every:
            app.notify(NONE_YET.format(key_of("save_filter")), markup=False)
            return None
        chosen = await app.push_screen_wait(SavedFiltersScreen(every, min(at, len(every) - 1)))
        if not isinstance(chosen, Removal):
            return chosen
        at = chosen.at
        if await app.push_screen_wait(_question(chosen.saved)):
            await asyncio.to_thread(filters.remove, chosen.saved.name)


def _question(saved: SavedFilter) -> ConfirmScreen:
    sentence = f"{clean(saved.name)}\n{whole(saved)}"
    return ConfirmScreen("Remove this saved filter?", sentence, "Remove")


class SavedFiltersScreen(ChoiceScreen["SavedFilter | Removal"]):
    """Dismissed with the filter to apply or to remove, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("filters")]
    NEXT = "Enter apply · d remove · Esc close"
    WIDEST = _NAME + _LINE

    def __init__(self, filters: tuple[SavedFilter, ...], at: int = 0) -> None:
        """Offer `filters`, with the cursor on number `at`."""
        lines: list[Line[SavedFilter | Removal]] = [
            Line((clean(one.name, _NAME), clean(whole(one), _LINE)), one) for one in filters
        ]
        super().__init__("Saved filters", lines, chosen=at, note=" ")
        self._filters = filters

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the whole of what the line may have cut."""
        event.stop()
        saved = self._filters[event.option_index]
        note = Content(f"{clean(saved.name)}: {whole(saved)}")
        self.query_one(".choice-note", Static).update(note)

    def action_remove(self) -> None:
        """Remove the filter under the cursor, after asking."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(Removal(self._filters[at], at))


def whole(saved: SavedFilter) -> Display:
    """Return a filter in full: its line and, where they are its own, its order and columns."""
    parts = [clean(saved.text, 1_000) or "all that is not archived"]
    if saved.by != "created":
        by = clean(saved.by.removeprefix(METADATA))
        parts.append(f"by {by}, {sort_words(Sort(saved.by, saved.reverse))}")
    if saved.columns:
        names = ", ".join(clean(one.removeprefix(METADATA)) for one in saved.columns)
        parts.append(f"shows {names}")
    return Display(" · ".join(parts))
