"""The circuit: which failures are tried again, when, and what ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tui.errors import (
    ApiError,
    ConnectError,
    ConnectionLost,
    Forbidden,
    MalformedAnswer,
    RateLimited,
    RequestTimeout,
    ServerError,
    TlsError,
    Unauthorized,
)
from tui.store.circuit import Circuit

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def pause(circuit: Circuit, error: ApiError) -> float | None:
    moment = circuit.failed(error, NOON)
    return None if moment is None else (moment - NOON).total_seconds()


@pytest.mark.parametrize(
    "error",
    [ConnectError("x"), ConnectionLost("x"), RequestTimeout("x"), ServerError("x", status=500)],
)
def test_what_may_pass_backs_off_up_to_a_minute(error: ApiError) -> None:
    circuit = Circuit()
    assert [pause(circuit, error) for _ in range(7)] == [5, 10, 20, 40, 60, 60, 60]
    circuit.close()
    assert pause(circuit, error) == 5


@pytest.mark.parametrize(
    "error",
    [
        TlsError("x"),
        MalformedAnswer("x"),
        Unauthorized("x", status=401),
        Forbidden("x", status=403),
    ],
)
def test_what_does_not_pass_is_left_to_the_user(error: ApiError) -> None:
    circuit = Circuit()
    circuit.failed(ConnectError("x"), NOON)
    assert pause(circuit, error) is None
    assert pause(circuit, ConnectError("x")) == 5


def test_a_rate_limit_is_waited_out() -> None:
    circuit = Circuit()
    assert pause(circuit, RateLimited("x", status=429, retry_after=90)) == 90
    assert pause(circuit, RateLimited("x", status=429, retry_after=1)) == 10
    moment = circuit.failed(RateLimited("x", status=429), NOON)
    assert moment == NOON + timedelta(seconds=20)
