"""The line below the tree in which one types what to search it for."""

from __future__ import annotations

from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from tui import keymap
from tui.text import Display


class Searchable(Protocol):
    """What is searched: it moves its own cursor, and says what it found."""

    def find(self, text: str) -> Display:
        """Go to the first match of `text`; return how many there are, in words."""
        ...

    def end_search(self, *, accepted: bool) -> None:
        """Take the focus back; go back to where the search began unless `accepted`."""
        ...


class SearchInput(Input):
    """The text field of the search line."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("search")]

    def action_accept(self) -> None:
        """Keep the search and go on from its match."""
        self.query_ancestor(TreeSearch).searched.end_search(accepted=True)

    def action_clear(self) -> None:
        """Give the search up."""
        self.query_ancestor(TreeSearch).searched.end_search(accepted=False)


class TreeSearch(Horizontal):
    """A search line: what is typed is searched for at once."""

    def __init__(self, searched: Searchable, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.searched = searched

    def compose(self) -> ComposeResult:
        """Lay out the mark, the text field and the count."""
        yield Static(Content("/"), classes="search-mark")
        yield SearchInput(compact=True, select_on_focus=True)
        yield Static(classes="search-count")

    def on_mount(self) -> None:
        """Keep the cursor still: each blink would cost bytes."""
        self.query_one(SearchInput).cursor_blink = False

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self.show_count(self.searched.find(event.value))

    def focus_line(self) -> None:
        """Go to the text field."""
        # At once, not by a message: what is typed behind the key that led here comes here.
        self.screen.set_focus(self.query_one(SearchInput))

    def show_count(self, count: Display) -> None:
        """Say which match of how many this is."""
        self.query_one(".search-count", Static).update(Content(count))
