"""A terminal at the far end of a thin line, that answers like a real one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping, Sequence
from typing import ClassVar

from tests.e2e.terminal import Size, Terminal

_QUESTION = b"\x1b[?2026$p"
_ANSWER = b"\x1b[?2026;2$y"


class ThinTerminal(Terminal):
    """What the program writes arrives at so many bytes a second."""

    READ_AHEAD: ClassVar[int] = 256

    def __init__(
        self,
        argv: Sequence[str],
        *,
        environment: Mapping[str, str],
        size: Size = (80, 24),
        bytes_per_second: float = 7_000,
        delay: float = 0.1,
        answers: bool = True,
    ) -> None:
        """Start `argv` on a line of 56 kbit/s and 100 ms each way, unless told otherwise."""
        self._bytes_per_second = bytes_per_second
        self._delay = delay
        self._answers = answers
        self._asked = b""
        super().__init__(argv, environment=environment, size=size)

    def _arrive(self, data: bytes) -> None:
        time.sleep(len(data) / self._bytes_per_second)
        # The way there and back; it is drawn at once, or the picture would come in pieces.
        asked = self._asked + data
        for _ in range(asked.count(_QUESTION) if self._answers else 0):
            timer = threading.Timer(2 * self._delay, self._answer)
            timer.daemon = True
            timer.start()
        place = asked.rfind(_QUESTION)
        self._asked = asked[place + len(_QUESTION) :] if place >= 0 else asked
        self._asked = self._asked[1 - len(_QUESTION) :]
        super()._arrive(data)

    def _answer(self) -> None:
        try:
            os.write(self._master, _ANSWER)
        except OSError:
            return  # The program has ended.
