"""The order of the list: one key each, and the same again reverses."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType

from tui import keymap
from tui.models.row import SORTS, SortBy
from tui.screens.menu import MenuItem, MenuScreen
from tui.store.sort import Sort
from tui.text import Display

_WORDS: dict[SortBy, tuple[str, str]] = {
    "created": ("newest first", "oldest first"),
    "name": ("A to Z", "Z to A"),
    "status": ("A to Z", "Z to A"),
    "updated": ("last changed first", "last changed last"),
}


def sort_words(sort: Sort) -> Display:
    """Return an order in words: `newest first`."""
    return Display(_WORDS[sort.by][sort.reverse])


class SortMenu(MenuScreen[Sort]):
    """Dismissed with the new order, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("sort")]

    def __init__(self, current: Sort) -> None:
        """Offer the orders; picking that of `current` again reverses it."""
        self._reversed = replace(current, reverse=not current.reverse)
        commands = {command.id: command for command in keymap.in_scope("sort")}
        items = []
        for by in SORTS:
            new, note = Sort(by), sort_words(Sort(by))
            if by == current.by:
                new = self._reversed
                note = Display(f"{sort_words(new)}; now {sort_words(current)}")
            items.append(MenuItem(commands[f"sort_{by}"], new, note))
        items.append(MenuItem(commands["sort_reverse"], self._reversed))
        super().__init__(Display("Order the list by"), items, chosen=f"sort_{current.by}")

    def action_pick(self, by: str) -> None:
        """Pick an order by its key."""
        self.pick(f"sort_{by}")

    def action_reverse(self) -> None:
        """Keep what the list is ordered by, and turn it round."""
        self.pick("sort_reverse")
