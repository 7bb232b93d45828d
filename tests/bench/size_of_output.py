"""How many bytes the terminal is sent for a key."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figures import Measured
from tests.bench.keys import hold
from tests.bench.loaded import wait_rested
from tests.bench.programs import Bench
from tests.bench.watched import Watched

_INSTANCES = 240
_REPEATS = 12
"""Few enough to stay on every screen: scrolling is what a page key costs."""
_STEPS = 4
"""Trees that are followed in a run, as they differ."""
_GAP = 0.08
"""Seconds without output between the answer to a key and what follows it."""
_REST = 0.6
"""Seconds without output after which all that follows a key has followed."""
_LIMIT = 10.0


def measure(bench: Bench) -> Iterator[Measured]:
    """Press keys, and count."""
    motion: list[float] = []
    page: list[float] = []
    follow: list[float] = []
    with (
        bench.sandbox(_INSTANCES) as sandbox,
        bench.explorer(sandbox.url, sandbox.key) as explorer,
    ):
        wait_rested(explorer)
        for _ in range(bench.runs):
            held = hold(explorer, "down", _REPEATS)
            motion.append(_parts(explorer, held.mark)[0] / _REPEATS)
            for _ in range(_STEPS):
                mark, _ = explorer.strike("down")
                follow.append(_parts(explorer, mark)[1])
            mark, _ = explorer.strike("pagedown")
            page.append(_parts(explorer, mark)[0])
            mark, _ = explorer.strike("g")
            _parts(explorer, mark)
    yield Measured("cursor down in motion", motion)
    yield Measured("page down", page)
    yield Measured("tree following the cursor", follow)


def _parts(terminal: Watched, mark: int) -> tuple[int, int]:
    """Wait for rest; return the bytes that answered what was pressed, and what followed."""
    terminal.wait_still(_REST, since=mark, timeout=_LIMIT)
    sizes = [0, 0]
    part, before = 0, None
    for moment, data in terminal.chunks(mark):
        if before is not None and moment - before >= _GAP:
            part = 1
        sizes[part] += len(data)
        before = moment
    return sizes[0], sizes[1]
