"""Dates and ages of the filter line, read as the API's ranges.

The API's ranges leave out both of their ends (`gt`, `lt`) and its times are exact to the
millisecond, so an end that belongs to the range is sent one millisecond further out. All
dates are UTC, as the API's are. What is typed names a span of time: a day, or with a time
an hour, minute, second or millisecond, from its first moment up to the next one's:

=========================  ==================================================
typed                      sent
=========================  ==================================================
`2026-01-01`               gt 2025-12-31T23:59:59.999, lt 2026-01-02T00:00
`2026-01-01..2026-02-01`   gt 2025-12-31T23:59:59.999, lt 2026-02-02T00:00
`>2026-01-01`              gt 2026-01-01T00:00: since that day began
`<2026-01-01`              lt 2026-01-01T00:00: before that day
`>=2026-01-01`             gt 2025-12-31T23:59:59.999
`<=2026-01-01`             lt 2026-01-02T00:00: that day and before
`<7d`                      gt seven days ago: younger than that
`>30d`                     lt thirty days ago: older than that
=========================  ==================================================

Either end of `..` may be empty. The units of an age are m (minutes), h, d, w and y (365
days). An end beyond the calendar is no end.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tui import times
from tui.errors import UsageError
from tui.models.query import TimeRange
from tui.text import clean

_TICK = timedelta(milliseconds=1)
_DAY = timedelta(days=1)
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": _DAY,
    "w": 7 * _DAY,
    "y": 365 * _DAY,
}
_AGE = re.compile(r"(<|>)=?([0-9]{1,9})([mhdwy])", re.IGNORECASE)
_BARE_AGE = re.compile(r"[0-9]+[mhdwy]", re.IGNORECASE)
_POINT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?P<hour>T[0-9]{2}(?P<minute>:[0-9]{2}(?P<second>:[0-9]{2}(?P<part>\.[0-9]{1,6})?)?)?"
    r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?",
    re.IGNORECASE,
)
_GRAINS = (
    ("part", _TICK),
    ("second", timedelta(seconds=1)),
    ("minute", timedelta(minutes=1)),
    ("hour", timedelta(hours=1)),
)
_COMPARISON = re.compile(r"^[<>]=?")
_DIGIT = re.compile(r"[0-9]")
_DAY_LENGTH = len("2026-01-31")
_SHAPES = tuple(
    f"0000-00-00T{time}+00:00" for time in ("00", "00:00", "00:00:00", "00:00:00.000000")
)


def read_range(text: str, now: datetime) -> TimeRange:
    """Return the range that `text` names, seen from `now`.

    Raises:
        UsageError: It names none; the message says what to type.
    """
    age = _AGE.fullmatch(text)
    if age is not None:
        return _aged(age, now)
    if _BARE_AGE.fullmatch(text):
        raise UsageError(f"{clean(text, 16)}: type <{clean(text, 16)} for younger, > for older")
    if ".." in text:
        return _between(*text.split("..", 1))
    if text.startswith(">="):
        return TimeRange(gt=_before(_span(text[2:])[0]))
    if text.startswith("<="):
        return TimeRange(lt=_span(text[2:])[1])
    if text.startswith(">"):
        return TimeRange(gt=_span(text[1:])[0])
    if text.startswith("<"):
        return TimeRange(lt=_span(text[1:])[0])
    start, end = _span(text)
    return TimeRange(gt=_before(start), lt=end)


def both(one: TimeRange, other: TimeRange) -> TimeRange:
    """Return the moments that are in both ranges.

    Raises:
        UsageError: There are none.
    """
    after = [end for end in (one.gt, other.gt) if end is not None]
    before = [end for end in (one.lt, other.lt) if end is not None]
    shared = TimeRange(max(after, default=None), min(before, default=None))
    if shared.gt is not None and shared.lt is not None and shared.lt - shared.gt <= _TICK:
        raise UsageError("no moment is in all of these dates; dates narrow each other")
    return shared


def is_unfinished(text: str) -> bool:
    """Return whether `text` could become a range by typing on."""
    if text == ".":
        return True
    start, dots, end = text.partition("..")
    if dots:
        return (not start or _is_point(start)) and _has_shape(end)
    return _has_shape(_COMPARISON.sub("", text)) or _is_point(text.removesuffix("."))


def _aged(age: re.Match[str], now: datetime) -> TimeRange:
    try:
        moment = now.astimezone(UTC) - int(age[2]) * _UNITS[age[3].lower()]
    except OverflowError:
        raise UsageError("that is longer ago than the calendar goes; type less") from None
    return TimeRange(gt=moment) if age[1] == "<" else TimeRange(lt=moment)


def _between(first: str, last: str) -> TimeRange:
    if not first and not last:
        raise UsageError("type a date before or after the two dots, as 2026-01-01..")
    gt = _before(_span(first)[0]) if first else None
    lt = _span(last)[1] if last else None
    if gt is not None and lt is not None and lt - gt <= _TICK:
        raise UsageError("the range ends before it begins; swap its dates")
    return TimeRange(gt, lt)


def _span(text: str) -> tuple[datetime, datetime | None]:
    """Return the first moment of what `text` names, and the first one after it."""
    point = _POINT.fullmatch(text)
    start = times.parse(text.upper()) if point else None
    if point is None or start is None:
        said = f'"{clean(text, 24)}" is no date' if text else "the date is missing"
        raise UsageError(f"{said}; type 2026-01-31, >2026-01-31, <7d or 2026-01-01..")
    length = next((grain for part, grain in _GRAINS if point[part]), _DAY)
    try:
        return start, start + length
    except OverflowError:
        return start, None


def _before(moment: datetime) -> datetime | None:
    try:
        return moment - _TICK
    except OverflowError:
        return None


def _is_point(text: str) -> bool:
    return _POINT.fullmatch(text) is not None and times.parse(text.upper()) is not None


def _has_shape(text: str) -> bool:
    """Return whether `text` is the beginning of a date, whose day is one where it is whole."""
    shape = _DIGIT.sub("0", text.upper()).replace("-00:", "+00:")
    known = any(one.startswith(shape) for one in _SHAPES)
    return known and (len(text) < _DAY_LENGTH or _is_point(text[:_DAY_LENGTH]))
