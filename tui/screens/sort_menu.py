"""The order of the list: one key each, and the same again reverses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui import keymap
from tui.key_command import Command
from tui.models.columns import column
from tui.screens.menu import MenuItem, MenuScreen
from tui.store.sort import Sort
from tui.text import Display

KEYED = ("created", "name", "status", "updated")
"""The orders that have a key of their own; those of other columns are numbered."""

_WORDS = {
    "created": ("newest first", "oldest first"),
    "updated": ("last changed first", "last changed last"),
}
_A_TO_Z = ("A to Z", "Z to A")
_ANY = ("0 to 9, A to Z", "Z to A, 9 to 0")


def sort_words(sort: Sort) -> Display:
    """Return an order in words: `newest first`."""
    words = _ANY if column(sort.by).metadata_key is not None else _A_TO_Z
    return Display(_WORDS.get(sort.by, words)[sort.reverse])


class SortMenu(MenuScreen[Sort]):
    """Dismissed with the new order, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("sort")]

    def __init__(self, current: Sort, columns: Sequence[str] = ()) -> None:
        """Offer the orders, those by `columns` too; that of `current` again reverses it."""
        self._reversed = current._replace(reverse=not current.reverse)
        commands = {command.id: command for command in keymap.in_scope("sort")}
        self._numbered: dict[int, str] = {}
        items = []
        for by in dict.fromkeys((*KEYED, *columns, current.by)):
            new, note = Sort(by), sort_words(Sort(by))
            if by == current.by:
                new = self._reversed
                note = Display(f"{sort_words(new)}; now {sort_words(current)}")
            command = commands.get(f"sort_{by}")
            if command is None:
                number = len(self._numbered) + 1
                self._numbered[number] = f"sort_{by}"
                command = _named(by, commands.get(f"sort_column_{number}"))
            items.append(MenuItem(command, new, note))
        items.append(MenuItem(commands["sort_reverse"], self._reversed))
        super().__init__(Display("Order the list by"), items, chosen=f"sort_{current.by}")

    def action_pick(self, by: str) -> None:
        """Pick an order by its key."""
        self.pick(f"sort_{by}")

    def action_column(self, number: int) -> None:
        """Pick the order by the column of that number."""
        if number in self._numbered:
            self.pick(self._numbered[number])

    def action_reverse(self) -> None:
        """Keep what the list is ordered by, and turn it round."""
        self.pick("sort_reverse")


def _named(by: str, numbered: Command | None) -> Command:
    """Return what stands in the menu for the order by a column; beyond nine it has no key."""
    one = column(by)
    title = one.title if one.metadata_key is not None else one.title.lower()
    keys = ",".join(numbered.taken_keys) if numbered is not None else ""
    return Command(f"sort_{by}", keys, "", title, "", "sort")
