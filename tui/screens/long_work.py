"""Work that may take so long that one looks elsewhere meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from textual.message import Message
from textual.screen import Screen

from tui.text import Display

LONG = 5.0
"""Seconds from which work is long."""


class WorkEnded(Message):
    """Long work has come to its end.

    Attributes:
        words: What has become of it.
    """

    def __init__(self, words: Display) -> None:
        super().__init__()
        self.words = words


@contextmanager
def long_work(screen: Screen[Any], words: Callable[[], Display]) -> Iterator[None]:
    """Tell of the end of what is done meanwhile, if it took long and was not stopped."""
    began = time.monotonic()
    yield
    if time.monotonic() - began >= LONG:
        screen.post_message(WorkEnded(words()))
