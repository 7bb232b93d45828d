"""What it costs to do nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Measured
from tests.bench.loaded import wait_rested
from tests.bench.programs import STARTING, Bench
from tests.bench.start import HELLO
from tests.bench.watched import Watched

_INSTANCES = 240
_USER, _SYSTEM = 11, 12
"""The places of a process's times in its `stat`, after its name."""


def measure(bench: Bench) -> Iterator[Measured]:
    """Let the bare app and the explorer rest side by side."""
    written: list[float] = []
    written_bare: list[float] = []
    busy: list[float] = []
    busy_bare: list[float] = []
    with (
        bench.sandbox(_INSTANCES) as sandbox,
        bench.explorer(sandbox.url, sandbox.key) as explorer,
        bench.hello() as hello,
    ):
        hello.seen_at(HELLO, timeout=STARTING)
        wait_rested(explorer)
        for _ in range(bench.runs):
            before = [(one.written, _busy(one)) for one in (explorer, hello)]
            time.sleep(bench.idle_seconds)
            (mark, began), (bare_mark, bare_began) = before
            written.append(_bytes(explorer, mark))
            written_bare.append(_bytes(hello, bare_mark))
            busy.append(_busy(explorer) - began)
            busy_bare.append(_busy(hello) - bare_began)
    yield Measured("bytes", written, written_bare)
    yield Measured("processor", busy, busy_bare)


def _bytes(terminal: Watched, mark: int) -> int:
    return sum(len(data) for _, data in terminal.chunks(mark))


def _busy(terminal: Watched) -> float:
    """Return the milliseconds that a program has had of the processor; Linux tells it."""
    stat = Path(f"/proc/{terminal.process_id}/stat").read_text()
    fields = stat.rpartition(")")[2].split()
    return (int(fields[_USER]) + int(fields[_SYSTEM])) * 1000 / os.sysconf("SC_CLK_TCK")
