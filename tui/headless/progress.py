"""What goes on meanwhile, on a line of stderr that is taken back; only for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.cells import cell_len

from tui.store.state import ListState
from tui.store.store import Store
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
def progress(store: Store, *, is_shown: bool) -> Iterator[Progress]:
    """Yield the line, which says as well why a request waits; it is gone after the block."""
    line = Progress(sys.stderr, is_shown=is_shown and sys.stderr.isatty())

    def tell(state: ListState) -> None:
        if state.waiting is not None:
            line.show(state.waiting)

    unsubscribe = store.subscribe(tell)
    try:
        yield line
    finally:
        unsubscribe()
        line.clear()
