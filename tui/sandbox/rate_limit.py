"""Counts calls in windows of ten minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui.sandbox.times import to_ms

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_PENALTY_SECONDS: Final = 1


@dataclass(frozen=True)
class Allowance:
    """What is left after a call, as the answer's headers tell it."""

    allowed: bool
    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """The three headers every answer bears."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


class RateLimit:
    """A window of calls; a call refused meanwhile moves the window's end further away."""

    def __init__(
        self, clock: Callable[[], datetime], *, limit: int = 5000, window_seconds: int = 600
    ) -> None:
        self.limit = limit
        self.window_seconds = window_seconds
        self._clock = clock
        self._used = 0
        self._reset = 0

    def take(self) -> Allowance:
        """Count one call, or refuse it."""
        now = to_ms(self._clock()) // 1000
        if now >= self._reset:
            self._used, self._reset = 0, now + self.window_seconds
        if self._used >= self.limit:
            self._reset += _PENALTY_SECONDS
            return Allowance(False, self.limit, 0, self._reset)
        self._used += 1
        return Allowance(True, self.limit, self.limit - self._used, self._reset)
