"""What goes on meanwhile, on a line of stderr that is taken back; only for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from tui.api.client import Client
from tui.api.waits import Waiting
from tui.text import Display


class Progress:
    """One line that is written over; nothing at all where it would be in the way."""

    def __init__(self, stream: TextIO, *, is_shown: bool) -> None:
        self._stream = stream
        self._is_shown = is_shown
        self._width = 0

    def show(self, words: Display) -> None:
        """Put words in the place of those before."""
        if not self._is_shown:
            return
        from rich.cells import cell_len  # A command in a pipe does without it.

        width = cell_len(words)
        self._stream.write(f"\r{words}{' ' * (self._width - width)}")
        self._stream.flush()
        self._width = width

    def clear(self) -> None:
        """Take the words back."""
        if self._width:
            self._stream.write(f"\r{' ' * self._width}\r")
            self._stream.flush()
            self._width = 0


@contextmanager
def progress(client: Client, *, is_shown: bool) -> Iterator[Progress]:
    """Yield the line, which says as well why a request waits; it is gone after the block."""
    line = Progress(sys.stderr, is_shown=is_shown and sys.stderr.isatty())

    def tell(waiting: Waiting | None) -> None:
        if waiting is not None:
            line.show(waiting.sentence)
        else:
            line.clear()

    client.on_wait = tell
    try:
        yield line
    finally:
        client.on_wait = None
        line.clear()
