"""Dates and ages as the API's exclusive ranges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.filter_strategies import NOW
from tui import times
from tui.errors import UsageError
from tui.models.query import TimeRange
from tui.store.filter.dates import both, is_unfinished, read_range


@pytest.mark.parametrize(
    ("text", "gt", "lt"),
    [
        ("2026-01-01", "2025-12-31T23:59:59.999Z", "2026-01-02T00:00Z"),
        ("2026-01-01..2026-02-01", "2025-12-31T23:59:59.999Z", "2026-02-02T00:00Z"),
        ("2026-01-01..2026-01-01", "2025-12-31T23:59:59.999Z", "2026-01-02T00:00Z"),
        ("2026-01-01..", "2025-12-31T23:59:59.999Z", None),
        ("..2026-01-01", None, "2026-01-02T00:00Z"),
        (">2026-01-01", "2026-01-01T00:00Z", None),
        (">=2026-01-01", "2025-12-31T23:59:59.999Z", None),
        ("<2026-01-01", None, "2026-01-01T00:00Z"),
        ("<=2026-01-01", None, "2026-01-02T00:00Z"),
        ("<2026-01-01T10:00Z", None, "2026-01-01T10:00Z"),
        ("<2026-01-01T10:00", None, "2026-01-01T10:00Z"),
        ("<2026-01-01t10:00z", None, "2026-01-01T10:00Z"),
        (">2026-01-01T10:00+02:00", "2026-01-01T08:00Z", None),
        (">2026-01-01T10:00-0330", "2026-01-01T13:30Z", None),
        ("2026-01-01T10", "2026-01-01T09:59:59.999Z", "2026-01-01T11:00Z"),
        ("2026-01-01T10:05", "2026-01-01T10:04:59.999Z", "2026-01-01T10:06Z"),
        ("2026-01-01T10:05:07", "2026-01-01T10:05:06.999Z", "2026-01-01T10:05:08Z"),
        ("2026-01-01T10:05:07.250", "2026-01-01T10:05:07.249Z", "2026-01-01T10:05:07.251Z"),
        ("2026-01-01T10:00..2026-01-01", "2026-01-01T09:59:59.999Z", "2026-01-02T00:00Z"),
        ("2024-02-29", "2024-02-28T23:59:59.999Z", "2024-03-01T00:00Z"),
        ("9999-12-31", "9999-12-30T23:59:59.999Z", None),
        ("0001-01-01", None, "0001-01-02T00:00Z"),
        ("<7d", "2026-05-25T12:00Z", None),
        ("<=7d", "2026-05-25T12:00Z", None),
        (">30d", None, "2026-05-02T12:00Z"),
        ("<90m", "2026-06-01T10:30Z", None),
        ("<36h", "2026-05-31T00:00Z", None),
        (">2w", None, "2026-05-18T12:00Z"),
        (">1Y", None, "2025-06-01T12:00Z"),
        ("<0d", "2026-06-01T12:00Z", None),
    ],
)
def test_ranges(text: str, gt: str | None, lt: str | None) -> None:
    assert read_range(text, NOW) == TimeRange(times.parse(gt), times.parse(lt))


@pytest.mark.parametrize(
    "text",
    [
        *("yesterday", "2026", "2026-1-1", "2026-02-30", "2026-13-01", "2026-01-01T25:00"),
        *(
            "7d",
            "<7",
            "<7x",
            "<",
            ">",
            ">=",
            "<-7d",
            "<999999999y",
            "\u0662\u0660\u0662\u0666-01-01",
        ),
        *("..", ".", "...", "2026-02-01..2026-01-01", "<2026-01-01..", "2026-01-01..<7d"),
        *("2026-W01-1", "20260101", "2026-01-01 10:00", "0001-01-01T00:00+02:00", "\x1b[2J"),
    ],
)
def test_what_names_no_range_says_what_to_type(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_range(text, NOW)
    assert refused.value.args[0].isprintable()
    assert len(refused.value.args[0]) < 100


def test_the_exact_edges_of_a_day() -> None:
    day = read_range("2026-01-01", NOW)
    assert day.gt is not None
    assert day.lt is not None
    first = datetime(2026, 1, 1, tzinfo=UTC)
    last = datetime(2026, 1, 1, 23, 59, 59, 999_000, tzinfo=UTC)
    assert day.gt < first
    assert last < day.lt
    assert not day.gt < first - timedelta(milliseconds=1)
    assert not last + timedelta(milliseconds=1) < day.lt


def test_ages_count_from_now_in_any_zone() -> None:
    assert read_range("<7d", NOW.astimezone(None)) == read_range("<7d", NOW)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (">2026-01-01", "<2026-02-01", (">2026-01-01", "<2026-02-01")),
        (">2026-01-01", ">2026-02-01", (">2026-02-01", None)),
        ("2026-01-01..2026-03-01", "2026-02-01..", (">=2026-02-01", "<=2026-03-01")),
    ],
)
def test_dates_narrow_each_other(one: str, other: str, shared: tuple[str, str | None]) -> None:
    after, before = (read_range(part, NOW) if part else TimeRange() for part in shared)
    expected = TimeRange(after.gt, before.lt)
    assert both(read_range(one, NOW), read_range(other, NOW)) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("2026-01-01", "2026-01-02"), ("<7d", ">7d"), (">2026-01-01", "<2026-01-01")]
)
def test_dates_that_share_no_moment_are_refused(one: str, other: str) -> None:
    with pytest.raises(UsageError):
        both(read_range(one, NOW), read_range(other, NOW))


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)))
def test_a_date_is_never_far_from_what_it_names(moment: datetime) -> None:
    text = moment.isoformat(timespec="seconds")
    span = read_range(text, NOW)
    assert span.gt is not None
    assert span.lt is not None
    assert span.lt - span.gt == timedelta(seconds=1, milliseconds=1)


@pytest.mark.parametrize("text", ["<2026-05-20T10:00Z", "2026-04-01..2026-05-02", "..2026-05-02"])
def test_every_beginning_of_a_range_is_unfinished_not_wrong(text: str) -> None:
    for end in range(1, len(text)):
        typed = text[:end]
        try:
            read_range(typed, NOW)
        except UsageError:
            assert is_unfinished(typed), typed


@pytest.mark.parametrize("text", ["x", "2026-x", "2026-13-40", "2026-01-01x", "<7x", "a..", "7d"])
def test_what_can_never_be_a_range_is_wrong_at_once(text: str) -> None:
    assert not is_unfinished(text)
