"""How much memory is taken at most, with lists of all sizes."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figures import Measured
from tests.bench.loaded import load_all, wait_rested
from tests.bench.process import peak_mebibytes
from tests.bench.programs import STARTING, Bench
from tests.bench.start import HELLO

_ROWS = (1_000, 10_000, 100_000)


def measure(bench: Bench) -> Iterator[Measured]:
    """Start the bare app and the explorer in turn, and load all.

    Once, whatever the number of runs: a peak hardly differs from one to the next.
    """
    for rows in _ROWS:
        with bench.hello() as hello:
            hello.seen_at(HELLO, timeout=STARTING)
            floor = peak_mebibytes(hello.process_id)
        # A new one each time: it answers only so many calls in ten minutes.
        with (
            bench.sandbox(rows) as sandbox,
            bench.explorer(sandbox.url, sandbox.key) as explorer,
        ):
            wait_rested(explorer)
            load_all(explorer, rows)
            own = peak_mebibytes(explorer.process_id)
        yield Measured(f"peak, {rows:,} rows", [own], [floor])
