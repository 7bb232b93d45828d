"""How much memory is taken at most, with lists of all sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Measured
from tests.bench.loaded import load_all, wait_rested
from tests.bench.programs import STARTING, Bench
from tests.bench.start import HELLO
from tests.bench.watched import Watched

_ROWS = (1_000, 10_000, 100_000)
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


def measure(bench: Bench) -> Iterator[Measured]:
    """Start the bare app and the explorer in turn, and load all."""
    for rows in _ROWS:
        floor: list[float] = []
        own: list[float] = []
        for _ in range(bench.runs):
            with bench.hello() as hello:
                hello.seen_at(HELLO, timeout=STARTING)
                floor.append(_peak(hello))
            # A new one each time: it answers only so many calls in ten minutes.
            with (
                bench.sandbox(rows) as sandbox,
                bench.explorer(sandbox.url, sandbox.key) as explorer,
            ):
                wait_rested(explorer)
                load_all(explorer, rows)
                own.append(_peak(explorer))
        yield Measured(f"peak, {rows:,} rows", own, floor)


def _peak(terminal: Watched) -> float:
    """Return the most MiB that a program has had in memory; Linux tells it."""
    found = _PEAK.search(Path(f"/proc/{terminal.process_id}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024
