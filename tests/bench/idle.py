"""What it costs to do nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.bench.figures import Measured
from tests.bench.loaded import wait_rested
from tests.bench.process import processor_milliseconds
from tests.bench.programs import STARTING, Bench
from tests.bench.start import HELLO
from tests.bench.watched import Watched

_INSTANCES = 240


def measure(bench: Bench) -> Iterator[Measured]:
    """Let the bare app and the explorer rest side by side, once: it takes its time."""
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
        before = [
            (one.written, processor_milliseconds(one.process_id)) for one in (explorer, hello)
        ]
        time.sleep(bench.idle_seconds)
        (mark, began), (bare_mark, bare_began) = before
        written.append(_bytes(explorer, mark))
        written_bare.append(_bytes(hello, bare_mark))
        busy.append(processor_milliseconds(explorer.process_id) - began)
        busy_bare.append(processor_milliseconds(hello.process_id) - bare_began)
    yield Measured("bytes", written, written_bare)
    yield Measured("processor", busy, busy_bare)


def _bytes(terminal: Watched, mark: int) -> int:
    return sum(len(data) for _, data in terminal.chunks(mark))
