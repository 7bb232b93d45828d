"""The floor: the least that a Textual app can be."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class HelloApp(App[None]):
    """Shows two words."""

    def compose(self) -> ComposeResult:
        """Yield the words."""
        yield Static("hello world")


if __name__ == "__main__":
    HelloApp().run()
