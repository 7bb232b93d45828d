"""How long a command takes that lists and shows no screen, beside a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

from tests.bench.figures import Measured
from tests.bench.programs import Bench
from tests.e2e.terminal import clean_environment, installed_command

_ROWS = 100
_NOTHING = (sys.executable, "-c", "pass")


def measure(bench: Bench) -> Iterator[Measured]:
    """Run both in turn."""
    floor: list[float] = []
    own: list[float] = []
    with bench.sandbox(_ROWS) as sandbox:
        environment = clean_environment(
            bench.home(), METORIAL_API_HOST=sandbox.url, METORIAL_API_KEY=sandbox.key
        )
        listing = installed_command("list", "--jsonl")
        for run in range(bench.runs + 1):
            times = [_milliseconds(argv, environment) for argv in (_NOTHING, listing)]
            if run:  # The first start reads files that the later ones find in memory.
                floor.append(times[0])
                own.append(times[1])
    yield Measured(f"list of {_ROWS} rows", own, floor)


def _milliseconds(argv: Sequence[str], environment: Mapping[str, str]) -> float:
    began = time.monotonic()
    done = subprocess.run(argv, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return (time.monotonic() - began) * 1000
