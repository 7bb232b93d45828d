"""When a request is sent again, and after how long: pure functions."""

from __future__ import annotations

from tui.errors import (
    ApiError,
    ConnectError,
    ConnectionLost,
    RateLimited,
    ServerError,
    TlsError,
)

ATTEMPTS = 4
"""Times a request is sent at the most, the first one included."""

_PASSING = frozenset({502, 503, 504})
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 8.0


def should_retry(method: str, error: ApiError) -> bool:
    """Return whether a request that ended in `error` may be sent again by itself.

    A write may only where it surely was not processed: never connected, or refused by the rate
    limit. Sent again it could undo what somebody else changed in between. A read may on
    connection faults, too, and on the answers of a gateway that found no server.
    """
    if isinstance(error, RateLimited):
        return True
    if isinstance(error, ConnectError):
        return not isinstance(error, TlsError)
    if method != "GET":
        return False
    if isinstance(error, ServerError):
        return error.status in _PASSING
    return isinstance(error, ConnectionLost)


def pause_before(attempt: int, error: ApiError, jitter: float) -> float:
    """Return the seconds to wait before attempt number `attempt` (the second is 2).

    Doubling from half a second, spread by `jitter` (0..1) so that clients part; but never
    less than the rate limit's own wait where it named one, so that no call is refused
    again.
    """
    longest = min(_FIRST_PAUSE * 2.0 ** (attempt - 2), _LONGEST_PAUSE)
    pause = longest * (0.5 + jitter / 2)
    if isinstance(error, RateLimited) and error.retry_after is not None:
        return max(error.retry_after + jitter, pause)
    return pause
