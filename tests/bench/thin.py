"""How long until the first screen is still, over a thin line."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import ClassVar

from tests.bench.figures import Measured
from tests.bench.programs import STARTING, Bench
from tests.bench.start import HELLO, MARK, mark_first
from tests.bench.watched import Watched

_BYTES_A_SECOND = 7_000
_ONE_WAY = 0.1
"""Seconds from one end of the line to the other."""
_STILL = 2.0
"""Seconds without output after which a screen is still."""
_INSTANCES = 240
_SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}


class _ThinLine(Watched):
    """A terminal behind a modem: what it shows has come by 56 kbit/s, 100 ms after."""

    READ_AHEAD: ClassVar[int] = 512

    def _take(self) -> bytes:
        data = super()._take()
        time.sleep(len(data) / _BYTES_A_SECOND)
        return data

    def _answer(self, data: bytes) -> None:
        # There and back again.
        threading.Timer(2 * _ONE_WAY, self._answer_late, [data]).start()

    def _answer_late(self, data: bytes) -> None:
        with suppress(OSError):  # It may have ended meanwhile.
            super()._answer(data)


def measure(bench: Bench) -> Iterator[Measured]:
    """Start the bare app and the explorer in turn."""
    floor: list[float] = []
    own: list[float] = []
    with bench.sandbox(_INSTANCES) as sandbox:
        mark_first(sandbox)
        for _ in range(bench.runs):
            with bench.hello(kind=_ThinLine, variables=_SSH) as hello:
                floor.append(_still(hello, HELLO))
            with bench.explorer(
                sandbox.url, sandbox.key, kind=_ThinLine, variables=_SSH
            ) as explorer:
                own.append(_still(explorer, MARK))
    yield Measured("first screen still, 56 kbit/s", own, floor)


def _still(terminal: Watched, words: str) -> float:
    """Return the milliseconds from a program's start until all is there, `words` among it."""
    terminal.seen_at(words, timeout=STARTING)
    last = terminal.wait_still(_STILL, timeout=STARTING)
    return (last + _ONE_WAY - terminal.started_at) * 1000
