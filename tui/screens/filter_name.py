"""Saving a filter: which name it is to have, and what that name stands for by now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui.redaction import has_secret
from tui.saved_filters import LONGEST_NAME, SavedFilter, SavedFilters
from tui.screens.line_screen import ACCEPT, LineScreen
from tui.screens.saved_filters import whole
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean

if TYPE_CHECKING:
    from tui.store.state import ListState

NOTHING = Display("There is nothing to save: the filter line is empty.")
WRONG = Display("Mend the filter line first: a part of it changes nothing.")
SECRET = Display("The filter line holds what looks like a secret, which is not saved.")


async def save_filter(
    app: App[Any], filters: SavedFilters, state: ListState, own_columns: tuple[str, ...]
) -> Display | None:
    """Ask for a name, and save the filter by it; return what was done, or why not.

    Its columns are saved with it where they are not the profile's own.

    Raises:
        SavedFilterError: The file cannot be read, or the filter could not be kept.
    """
    text, sort = state.filter.text.strip(), state.sort
    columns = state.columns if state.columns != own_columns else ()
    if not text and sort.by == "created" and not columns:
        return NOTHING
    if state.problems:
        return WRONG
    if has_secret(text):
        return SECRET
    by, reverse = sort.by, sort.by != "created" and sort.reverse
    every = await asyncio.to_thread(filters.all)
    saved = SavedFilter("", text, by, reverse, columns)
    name = await app.push_screen_wait(FilterNameScreen(saved, every))
    if name is None:
        return None
    await asyncio.to_thread(filters.save, saved._replace(name=name))
    return Display(f"Saved as {clean(name)}.")


class FilterNameScreen(LineScreen[str]):
    """Dismissed with the name, or with None."""

    CSS_PATH = dialog_stylesheets("dialogs")

    def __init__(self, saved: SavedFilter, others: Sequence[SavedFilter]) -> None:
        """Ask for the name of `saved`; `others` are those that have theirs."""
        super().__init__()
        self._saved = saved
        self._others = {one.name: one for one in others}

    def compose(self) -> ComposeResult:
        """Lay out the filter, the name, and what that name stands for."""
        same = (one.name for one in self._others.values() if one.text == self._saved.text)
        with Vertical(classes="dialog -narrow") as dialog:
            dialog.border_title = Content("Save the filter")
            dialog.border_subtitle = Content("Enter save · Esc close")
            yield Static(Content(whole(self._saved)), classes="muted filter-line")
            name = Input(next(same, ""), placeholder="a name", max_length=LONGEST_NAME)
            name.cursor_blink = False
            yield name
            yield Static(id="name-state")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Save", id=ACCEPT, compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        """Say what the name stands for."""
        self._say()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the name stands for by now."""
        event.stop()
        self._say()

    def accept(self) -> None:
        """Save by that name."""
        if self.typed:
            self.dismiss(self.typed)
        else:
            self._say("Type a name first.")

    def _say(self, words: str = "") -> None:
        other = self._others.get(self.typed)
        if other is not None:
            same = whole(other) == whole(self._saved)
            words = "Saved as that already." if same else f"Replaces: {whole(other)}"
        state = self.query_one("#name-state", Static)
        state.set_class(bool(words), "warning")
        state.update(Content(words or "It is kept in filters.toml, beside the settings."))
