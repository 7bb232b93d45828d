"""How long the server asks to be left alone, by whatever headers it sends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.api.rate_limit import WINDOW, RateLimit, seconds_to_wait

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def limits(reset: object, limit: object = 5000, remaining: object = 0) -> dict[str, str]:
    return {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(remaining),
        "RateLimit-Reset": str(reset),
    }


def epoch(seconds: float) -> int:
    return int((NOW + timedelta(seconds=seconds)).timestamp())


def date(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


def wait(headers: dict[str, str]) -> float | None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return seconds_to_wait(httpx.Headers(raw), NOW)


def test_the_headers_of_every_answer() -> None:
    read = RateLimit.from_headers(httpx.Headers(limits(epoch(60), 5000, 4812)))
    assert read == RateLimit(5000, 4812, NOW + timedelta(seconds=60))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        limits("soon"),
        limits("nan"),
        limits("inf"),
        limits("1e300"),
        limits(epoch(60), limit="many"),
        limits("9" * 5000),
    ],
)
def test_headers_that_say_nothing(headers: dict[str, str]) -> None:
    assert RateLimit.from_headers(httpx.Headers(headers)) is None
    assert wait(headers) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (limits(epoch(60)), 60),
        (limits(epoch(-60)), 0),
        (limits(epoch(100_000)), WINDOW),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": date(30)}, 30),
        ({"Retry-After": date(-30)}, 0),
        ({"Retry-After": "9" * 400}, WINDOW),
        ({"Retry-After": "soon", **limits(epoch(60))}, 60),
        ({"Retry-After": "5", **limits(epoch(60))}, 5),
        ({"Retry-After": "\u00b2"}, None),
        ({"Retry-After": "Mon, 01 Jan 99999 00:00:00 GMT"}, None),
    ],
)
def test_waits(headers: dict[str, str], seconds: float | None) -> None:
    assert wait(headers) == seconds


@pytest.mark.parametrize("ahead", [-300, 300])
def test_the_servers_own_clock_counts(ahead: float) -> None:
    there = {"Date": date(ahead)}
    assert wait({**limits(epoch(ahead + 60)), **there}) == 60
    assert wait({"Retry-After": date(ahead + 60), **there}) == 60
    assert wait({**limits(epoch(60)), "Date": "yesterday"}) == 60


@given(st.text(st.characters(codec="latin-1"), max_size=30))
def test_any_header_is_a_wait_within_the_window_or_none(text: str) -> None:
    for headers in ({"Retry-After": text}, limits(text), {"Date": text, **limits(epoch(60))}):
        seconds = wait(headers)
        assert seconds is None or 0 <= seconds <= WINDOW
