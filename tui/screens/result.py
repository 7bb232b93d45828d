"""What a write has made or changed, and what one may do with it next."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.key_command import Command
from tui.screens.menu import MenuItem, MenuScreen
from tui.text import Display, clean


class ResultScreen(MenuScreen[str]):
    """Dismissed with the ID of the command to run next, or with None."""

    def __init__(
        self,
        title: Display,
        sentence: Display,
        *,
        identifier: str | None = None,
        request_id: str | None = None,
        next_commands: Sequence[Command] = (),
    ) -> None:
        """Say what happened.

        Args:
            title: What was done, in two or three words.
            sentence: What was done to what.
            identifier: The object's true ID.
            request_id: The server's `metorial-req-id`, where it is known.
            next_commands: What is useful next, each on its own key.
        """
        items = [MenuItem(one, one.id, Display(one.help)) for one in next_commands]
        super().__init__(title, items)
        self._sentence = sentence
        self._facts = {"id": identifier, "request": request_id}

    def compose_above(self) -> ComposeResult:
        """Yield the sentence and the IDs."""
        yield Static(Content(self._sentence), classes="result-sentence")
        lines = [
            Content.assemble((f"{name:<9}", "$foreground 60%"), clean(value))
            for name, value in self._facts.items()
            if value
        ]
        if lines:
            yield Static(Content("\n").join(lines), classes="result-facts")

    def on_key(self, event: events.Key) -> None:
        """Pick the next command whose key this is."""
        for name, item in self._items.items():
            if event.key in item.command.keys.split(",") and event.key != "enter":
                event.stop()
                self.pick(name)
                return
