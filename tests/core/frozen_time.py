"""A time that stands still until something sleeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FrozenTime:
    """A clock that only sleeping moves, so that no test waits.

    Attributes:
        now: The present.
        slept: The seconds of every sleep, in order.
    """

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 1, 12, tzinfo=UTC)
        self.slept: list[float] = []

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
