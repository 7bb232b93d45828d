"""How long until something is seen."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figures import Measured
from tests.bench.programs import STARTING, Bench
from tests.bench.watched import Watched
from tests.e2e.sandbox import Sandbox

MARK = "Zebrafish"
"""A name that only the first row has."""

HELLO = "hello world"
HEADER = "metorial"

_INSTANCES = 240


def measure(bench: Bench) -> Iterator[Measured]:
    """Start the bare app and the explorer in turn."""
    floor: list[float] = []
    paint: list[float] = []
    rows: list[float] = []
    with bench.sandbox(_INSTANCES) as sandbox:
        mark_first(sandbox)
        for run in range(bench.runs + 1):
            with bench.hello() as hello:
                bare = shown_after(hello, HELLO)
            with bench.explorer(sandbox.url, sandbox.key) as explorer:
                own = [shown_after(explorer, words) for words in (HEADER, MARK)]
            if run:  # The first start reads files that the later ones find in memory.
                floor.append(bare)
                paint.append(own[0])
                rows.append(own[1])
    yield Measured("first paint", paint, floor)
    yield Measured("first page of instances", rows, floor)


def shown_after(terminal: Watched, words: str) -> float:
    """Return the milliseconds from a program's start until it shows `words`."""
    return (terminal.seen_at(words, timeout=STARTING) - terminal.started_at) * 1000


def mark_first(sandbox: Sandbox) -> None:
    """Give the first row of the sandbox's list its mark."""
    newest = sandbox.get("/integration-instances", limit="1", order="desc")["items"][0]
    answer = sandbox.http.patch(f"/integration-instances/{newest['id']}", json={"name": MARK})
    answer.raise_for_status()
