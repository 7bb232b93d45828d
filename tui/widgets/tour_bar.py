"""The tour's panel at the foot of the screen: one key, and what it does."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tui.key_command import Command


class TourBar(Static):
    """Names one key at a time; it takes no focus, so all keys do what they always do."""

    DEFAULT_CSS = """
    TourBar {
        height: auto;
        padding: 0 1;
        border: round $accent;
        border-title-color: $text-accent;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
    }
    """

    def show(self, title: str, command: Command, words: str, ways: str) -> None:
        """Show a command's key with `words` behind it, and the `ways` out in the frame."""
        self.border_title = Content(title)
        self.border_subtitle = Content(ways)
        key = (command.first_key, "bold $text-accent")
        self.update(Content.assemble(key, " ", words))
