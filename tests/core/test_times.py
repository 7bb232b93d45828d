"""Times as the API writes them, and as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import texts, values
from tui.times import age, parse, stamp, utc_now

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-10T12:00:00Z",
        "2026-01-10T12:00:00.000Z",
        "2026-01-10T12:00:00.000000+00:00",
        "2026-01-10T13:00:00+01:00",
        "2026-01-10T12:00:00",
    ],
)
def test_every_way_to_write_noon_is_noon(text: str) -> None:
    assert parse(text) == NOON


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_is_read(moment: datetime) -> None:
    assert parse(moment.isoformat()) == moment


@given(st.one_of(texts, values))
def test_what_is_no_time_is_none_or_utc(text: object) -> None:
    moment = parse(text)
    assert moment is None or moment.tzinfo is UTC


def test_a_zone_beyond_the_calendar_is_none() -> None:
    assert parse("0001-01-01T00:00:00+10:00") is None


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "now"),
        (0, "0s"),
        (59, "59s"),
        (60, "1m"),
        (3599, "59m"),
        (3600, "1h"),
        (86400 * 3, "3d"),
        (86400 * 7, "1w"),
        (86400 * 364, "1y"),
        (86400 * 730, "2y"),
    ],
)
def test_ages(seconds: int, shown: str) -> None:
    assert age(NOON - timedelta(seconds=seconds), NOON) == shown


def test_no_time_has_no_age() -> None:
    assert age(None, NOON) == "-"


def test_stamps_are_in_utc() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=5)))
    assert stamp(there) == "2026-01-10 12:00 UTC"
    assert utc_now().tzinfo is UTC
