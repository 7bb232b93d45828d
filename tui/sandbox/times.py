"""Moments as whole milliseconds since 1970, and their ISO 8601 spelling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE: Final = 60_000
DAY: Final = 86_400_000


def to_ms(moment: datetime) -> int:
    """Count the milliseconds from 1970 to an aware moment."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def iso(ms: int) -> str:
    """Spell a moment as the API does: UTC, three decimals, a Z."""
    return (EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds")[:-6] + "Z"


def iso_or_none(ms: int | None) -> str | None:
    """Spell a moment that may be absent."""
    return None if ms is None else iso(ms)


def parse_ms(text: str) -> int | None:
    """Read an ISO 8601 date or time; without an offset it is UTC; None when it is neither."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return to_ms(moment)
    except OverflowError:
        return None
