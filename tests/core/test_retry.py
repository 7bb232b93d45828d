"""What may be sent again by itself, and after how long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.api.retry import pause_before, should_retry
from tui.errors import (
    ApiError,
    BadRequest,
    Conflict,
    ConnectError,
    ConnectionLost,
    MalformedAnswer,
    NotFound,
    RateLimited,
    ReadOnlyError,
    RequestTimeout,
    ServerError,
    TlsError,
)

LIMITED = RateLimited("slow", status=429, retry_after=60)
NEVER_SENT = ConnectError("no route")
PASSING: list[ApiError] = [
    ConnectionLost("reset"),
    ServerError("bad gateway", status=502),
    ServerError("unavailable", status=503),
    ServerError("gateway timeout", status=504),
]
FINAL: list[ApiError] = [
    BadRequest("no", status=400),
    NotFound("no", status=404),
    Conflict("no", status=409),
    ServerError("bug", status=500),
    ServerError("not implemented", status=501),
    RequestTimeout("slow"),
    TlsError("expired"),
    MalformedAnswer("html"),
    ReadOnlyError("no"),
]


WRITES = pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])


@pytest.mark.parametrize("error", [*PASSING, NEVER_SENT, LIMITED], ids=str)
def test_what_only_reads_is_sent_again(error: ApiError) -> None:
    assert should_retry("GET", error)


@WRITES
@pytest.mark.parametrize("error", [NEVER_SENT, LIMITED], ids=str)
def test_a_write_that_surely_was_not_processed_is_sent_again(method: str, error: ApiError) -> None:
    assert should_retry(method, error)


@WRITES
@pytest.mark.parametrize("error", PASSING, ids=str)
def test_a_write_that_may_have_been_processed_is_not(method: str, error: ApiError) -> None:
    assert error.outcome_unknown
    assert not should_retry(method, error)


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("error", FINAL, ids=str)
def test_what_will_not_change_is_not_sent_again(method: str, error: ApiError) -> None:
    assert not should_retry(method, error)


def test_pauses_double_up_to_a_bound() -> None:
    pauses = [pause_before(attempt, NEVER_SENT, 1.0) for attempt in range(2, 9)]
    assert pauses == [0.5, 1, 2, 4, 8, 8, 8]
    assert pause_before(2, NEVER_SENT, 0.0) == 0.25


@given(st.integers(2, 20), st.floats(0, 1))
def test_a_rate_limit_is_waited_out_and_more(attempt: int, jitter: float) -> None:
    assert 60 <= pause_before(attempt, LIMITED, jitter) <= 61


def test_a_limit_that_is_said_to_be_over_is_not_hammered_at() -> None:
    over = RateLimited("slow", status=429, retry_after=0)
    silent = RateLimited("slow", status=429)
    assert [pause_before(attempt, over, 0.0) for attempt in (2, 3, 4)] == [0.25, 0.5, 1.0]
    assert pause_before(4, silent, 1.0) == 2.0
