"""Times as the API writes them, and as people read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from tui.text import Display

Clock: TypeAlias = Callable[[], datetime]
"""Tells the time, with its zone; injected, so that tests and pictures stand still."""

_STEPS = ((60, "s"), (60, "m"), (24, "h"), (7, "d"), (52, "w"))


def utc_now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def parse(text: object) -> datetime | None:
    """Return the moment an ISO 8601 `text` names, in UTC, or None where it names none.

    A time without a zone is taken as UTC, as the API writes only UTC.
    """
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def age(moment: datetime | None, now: datetime) -> Display:
    """Return how long ago `moment` was, as ``5m``, ``3d`` or ``2y``; a dash for None."""
    if moment is None:
        return Display("-")
    left = int((now - moment).total_seconds())
    if left < 0:
        return Display("now")
    for size, unit in _STEPS:
        if left < size:
            return Display(f"{left}{unit}")
        left //= size
    return Display(f"{left}y")


def stamp(moment: datetime) -> Display:
    """Return `moment` in full, to the minute, in UTC."""
    return Display(moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"))
