"""When a list that could not be loaded is tried again by itself: no network, no timer."""

from __future__ import annotations

from datetime import datetime, timedelta

from tui.errors import ApiError, RateLimited, ServerError, TlsError, TransportError

PAUSES = (5.0, 10.0, 20.0, 40.0, 60.0)
"""Seconds after the first failure, the second, and so on; the last for all that follow."""


def may_pass(error: ApiError) -> bool:
    """Return whether the same request may well succeed later, with nothing changed here."""
    if isinstance(error, TlsError):
        return False
    return isinstance(error, (TransportError, ServerError, RateLimited))


class Circuit:
    """Counts the failures in a row; each makes the next pause longer, up to a minute."""

    def __init__(self) -> None:
        self._failures = 0

    def failed(self, error: ApiError, now: datetime) -> datetime | None:
        """Count a failure; return when to try next, or None where that would not help."""
        if not may_pass(error):
            self._failures = 0
            return None
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        if isinstance(error, RateLimited) and error.retry_after is not None:
            pause = max(pause, error.retry_after)
        return now + timedelta(seconds=pause)

    def close(self) -> None:
        """Forget the failures: it works again, or something else is asked for."""
        self._failures = 0
