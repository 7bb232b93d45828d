"""The main screen's part that marks instances, to act on several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.screens import list_words
from tui.screens.store_screen import StoreScreen
from tui.text import Display

if TYPE_CHECKING:
    from tui.store.state import ListState

_TITLE = Display("Instances")


class MarkingScreen(StoreScreen):
    """The panes, with marks in the list; the store holds them, so they go with the profile."""

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away; go one row down."""
        row = self.instances.cursor_row
        if self._store is None or row is None:
            return
        if self.store.marks.toggle(row):
            self.instances.action_move(1)
        else:
            self._say(Display("This came without an ID, so it cannot be marked."))

    def action_mark_range(self) -> None:
        """Mark from the row that was marked last to the cursor."""
        row = self.instances.cursor_row
        if self._store is not None and row is not None:
            self.store.marks.mark_to(row)

    def action_mark_all(self) -> None:
        """Mark all rows that the list shows."""
        if self._store is None:
            return
        self.store.marks.mark_all()
        state = self.store.state
        if not state.complete:
            sentence = f"{len(state.marked):,} marked. More is on the server: L loads it."
            self._say(Display(sentence))

    def action_clear_marks(self) -> None:
        """Take all marks away."""
        if self._store is not None:
            self.store.marks.clear()

    async def leave(self) -> None:
        """Drop all that was loaded, the marks with it."""
        await super().leave()
        self.instances.marked = frozenset()
        self._title(_TITLE)

    def _show(self, state: ListState) -> None:
        self.instances.marked = state.marked
        super()._show(state)
        words = list_words.marked(state)
        self._title(Display(f"{_TITLE} · {words}") if words else _TITLE)

    def _title(self, words: Display) -> None:
        """Put words into the list's frame; the same ones draw nothing anew."""
        pane, wanted = self.query_one("#list-pane"), Content(words)
        if (pane.border_title or "") != wanted.markup:
            pane.border_title = wanted
