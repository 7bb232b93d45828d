"""How long from a cursor key to the changed screen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from tests.bench.figures import Measured
from tests.bench.loaded import load_all, wait_rested
from tests.bench.programs import STARTING, Bench
from tests.bench.watched import Watched, frame_ends

_FEW, _MANY = 100, 100_000
_STROKES = (("cursor key", ("down", "down", "down", "up")), ("page key", ("pagedown", "pageup")))
_REST = 0.25
"""Seconds without output after which all that follows a key has followed."""
_LIMIT = 10.0
"""Seconds that the answer to a key may take."""
_REPEATS = 60
_RATE = 30.0
"""Repeats a second of a key that is held."""
_GAP = 0.05
"""Seconds without output that end what a held key makes."""


def measure(bench: Bench) -> Iterator[Measured]:
    """Press the same keys in the explorer and in the bare list, in turn."""
    own: dict[tuple[str, int], list[float]] = {}
    floor: dict[tuple[str, int], list[float]] = {}
    held: list[tuple[float, float]] = []
    held_bare: list[tuple[float, float]] = []
    with ExitStack() as stack:
        pairs = {rows: _pair(bench, stack, rows) for rows in (_FEW, _MANY)}
        for _ in range(bench.runs):
            for rows, (explorer, bare) in pairs.items():
                for name, strokes in _STROKES:
                    for stroke in strokes:
                        floor.setdefault((name, rows), []).append(_answer(bare, stroke))
                        own.setdefault((name, rows), []).append(_answer(explorer, stroke))
        # Behind all of those: it leaves the cursor where each further step scrolls.
        explorer, bare = pairs[_MANY]
        for _ in range(bench.runs):
            held_bare.append(_lag(bare))
            held.append(_lag(explorer))
    for name, _ in _STROKES:
        for rows in (_FEW, _MANY):
            yield Measured(f"{name}, {rows:,} rows", own[name, rows], floor[name, rows])
        yield Measured(f"{name}, more rows", own[name, _MANY], own[name, _FEW])
    lags, frames = zip(*held, strict=True)
    bare_lags, bare_frames = zip(*held_bare, strict=True)
    yield Measured("lag after a held key", lags, bare_lags)
    yield Measured("frames per repeat", frames, bare_frames)


def _pair(bench: Bench, stack: ExitStack, rows: int) -> tuple[Watched, Watched]:
    """Start the explorer and the bare list, both with so many rows."""
    sandbox = stack.enter_context(bench.sandbox(rows))
    explorer = stack.enter_context(bench.explorer(sandbox.url, sandbox.key))
    wait_rested(explorer)
    load_all(explorer, rows)
    bare = stack.enter_context(bench.bare_list(rows))
    bare.wait_still(_REST, timeout=STARTING)
    return explorer, bare


def _answer(terminal: Watched, key: str) -> float:
    """Return the milliseconds from a key to its frame; leave the program at rest."""
    mark, pressed = terminal.strike(key)
    answered = terminal.wait_frame(mark, timeout=_LIMIT)
    terminal.wait_still(_REST, since=mark, timeout=_LIMIT)
    return (answered - pressed) * 1000


def _lag(terminal: Watched) -> tuple[float, float]:
    """Return a held key's lag in milliseconds, and its frames per repeat."""
    held = hold(terminal, "down", _REPEATS)
    quiet = terminal.wait_still(_GAP, since=held.last_mark, timeout=_LIMIT)
    frames = [end for end in frame_ends(terminal.chunks(held.mark)) if end <= quiet]
    terminal.wait_still(_REST, timeout=_LIMIT)
    return (quiet - held.last_moment) * 1000, len(frames) / _REPEATS


@dataclass(frozen=True, slots=True)
class Held:
    """A key that was held.

    Attributes:
        mark: The mark before it.
        last_mark: The mark before its last repeat.
        last_moment: When that was sent.
    """

    mark: int
    last_mark: int
    last_moment: float


def hold(terminal: Watched, key: str, repeats: int) -> Held:
    """Hold a key for so many repeats."""
    mark, began = terminal.strike(key)
    last = mark, began
    for number in range(1, repeats):
        time.sleep(max(0.0, began + number / _RATE - time.monotonic()))
        last = terminal.strike(key)
    return Held(mark, *last)
