"""What the server says of its rate limit in every answer's headers."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import httpx

WINDOW = 600.0
"""Seconds of the server's window: no wait is longer, whatever a header says."""


class RateLimit(NamedTuple):
    """Calls left of the current window.

    Attributes:
        limit: Calls in a window.
        remaining: Calls left.
        reset: When the window ends.
    """

    limit: int
    remaining: int
    reset: datetime

    @classmethod
    def from_headers(cls, headers: httpx.Headers) -> RateLimit | None:
        """Return what `RateLimit-Limit`, `-Remaining` and `-Reset` say, or None."""
        try:
            return cls(
                limit=int(headers["RateLimit-Limit"]),
                remaining=int(headers["RateLimit-Remaining"]),
                reset=datetime.fromtimestamp(float(headers["RateLimit-Reset"]), UTC),
            )
        except (KeyError, ValueError, OverflowError, OSError):
            return None


def seconds_to_wait(headers: httpx.Headers, now: datetime) -> float | None:
    """Return how long the server asks to be left alone, in seconds within the window.

    `Retry-After` (a proxy's: seconds or a date) is honoured before `RateLimit-Reset`;
    A moment is compared with the server's own `Date`, where it sent one, so that a clock
    that is wrong here neither hurries nor waits. None where neither header says anything.
    """
    now = http_date(headers.get("Date")) or now
    asked = _retry_after(headers.get("Retry-After"), now)
    if asked is None:
        limit = RateLimit.from_headers(headers)
        asked = (limit.reset - now).total_seconds() if limit else None
    return None if asked is None else min(max(asked, 0.0), WINDOW)


def _retry_after(value: str | None, now: datetime) -> float | None:
    if value is None:
        return None
    if value.isascii() and value.strip().isdecimal():
        return float(value)
    moment = http_date(value)
    return None if moment is None else (moment - now).total_seconds()


def http_date(value: str | None) -> datetime | None:
    """Return the moment of an HTTP date, which is always in GMT, or None where it is none."""
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
