"""The explorer with its list loaded, by the words of its header and by its key."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from tests.bench.process import processor_milliseconds
from tests.bench.programs import STARTING
from tests.bench.watched import Watched

PAGE = 100
"""Rows that the explorer asks for at once."""

_LOADED = re.compile(r" ([\d,]+) loaded, (complete|more on the server)")
_STILL = 0.5
_IDLE = 20.0
"""Milliseconds of the processor, in that time, below which a program does nothing."""


def patience(rows: int) -> float:
    """Return the seconds that loading so many rows may take."""
    return STARTING + rows / 100


def wait_rested(terminal: Watched) -> None:
    """Wait until the explorer has loaded what it loads unasked, and is still."""
    terminal.seen_at(lambda text: bool(_LOADED.search(text)), timeout=STARTING)
    terminal.wait_still(_STILL, timeout=STARTING)
    terminal.skip()


def load_all(terminal: Watched, rows: int) -> float:
    """Load the whole list of a rested explorer; return the seconds that took.

    Raises:
        AssertionError: It was not loaded in time, or has fewer than so many rows.
    """
    shown = _LOADED.search(terminal.picture)
    if shown is not None and shown[2] == "complete":
        seconds = 0.0
    else:
        _, pressed = terminal.strike("L")
        seconds = terminal.replay(is_complete(terminal), timeout=patience(rows)) - pressed
    shown = _LOADED.search(terminal.picture)
    assert shown is not None
    count = int(shown[1].replace(",", ""))
    assert count >= rows, f"The list has {count} rows, not {rows}."
    terminal.wait_still(_STILL, timeout=STARTING)
    _wait_idle(terminal, patience(rows))
    terminal.skip()
    return seconds


def _wait_idle(terminal: Watched, timeout: float) -> None:
    """Wait until the program has nothing to do: it keeps a list when that is loaded."""
    deadline = time.monotonic() + timeout
    before = -_IDLE
    while (now := processor_milliseconds(terminal.process_id)) - before >= _IDLE:
        assert time.monotonic() < deadline, "The explorer does not come to rest."
        before = now
        time.sleep(_STILL)


def is_complete(terminal: Watched) -> Callable[[], bool]:
    """Return whether the explorer says that all is loaded."""

    def holds() -> bool:
        found = _LOADED.search(terminal.picture)
        return found is not None and found[2] == "complete"

    return holds
