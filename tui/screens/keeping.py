"""What a screen has that keeps what is typed into it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.message import Message

from tui.text import Display


@runtime_checkable
class Keeping(Protocol):
    """A screen whose typing must not be lost when the explorer ends."""

    def keep(self) -> None:
        """Keep what stands in it now."""
        ...


class KeyRefused(Message):
    """What was asked for out of such a screen needs another key; the screen stays.

    Attributes:
        sentence: What the API said.
    """

    def __init__(self, sentence: Display) -> None:
        super().__init__()
        self.sentence = sentence
