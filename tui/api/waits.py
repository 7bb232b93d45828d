"""Which requests wait before they are sent, so that it can be shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from tui.text import Display


class Waiting(NamedTuple):
    """A request waits before it is sent, or sent again.

    Attributes:
        seconds: How long.
        reason: Why, in words.
    """

    seconds: float
    reason: Display

    @property
    def sentence(self) -> Display:
        """What is said of it."""
        seconds = max(1, round(self.seconds))
        return Display(f"{self.reason}; trying again in {seconds} s")


class Waits:
    """The waits that are under way.

    Attributes:
        on_wait: Called when a request begins to wait, and with None when none waits.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self.on_wait: Callable[[Waiting | None], None] | None = None
        self._sleep = sleep
        self._waiting: list[Waiting] = []

    async def wait(self, waiting: Waiting) -> None:
        """Wait as long as it says, or until cancelled; others may wait meanwhile."""
        self._waiting.append(waiting)
        self._tell()
        try:
            await self._sleep(waiting.seconds)
        finally:
            # By identity: another may wait as long for the same reason.
            self._waiting = [one for one in self._waiting if one is not waiting]
            self._tell()

    def _tell(self) -> None:
        if self.on_wait:
            self.on_wait(self._waiting[-1] if self._waiting else None)
