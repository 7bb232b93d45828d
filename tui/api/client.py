"""The one gate that every request goes through: headers, read-only, retries, errors."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from tui.api import retry
from tui.api.answers import json_object, status_error
from tui.api.auth import BearerAuth
from tui.api.faults import translated
from tui.api.origin import Origin
from tui.api.rate_limit import RateLimit
from tui.errors import ApiError, RateLimited, ReadOnlyError
from tui.text import Display
from tui.times import Clock, utc_now
from tui.version import VERSION

API_VERSION = "2026-01-01-magnetar"
"""The API version whose endpoints this client knows; without it a key's default answers."""

_TIMEOUT = httpx.Timeout(connect=10.0, read=30.0, write=30.0, pool=10.0)
_LIMITS = httpx.Limits(max_connections=6, max_keepalive_connections=6, keepalive_expiry=60.0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request waits before it is sent again.

    Attributes:
        seconds: How long.
        reason: Why, as the error said it.
    """

    seconds: float
    reason: Display


class Client:
    """An HTTP client that speaks to one origin with one key.

    It is made off the event loop where that matters: loading certificates takes long.

    Attributes:
        origin: Where it sends to.
        environment_id: The `metorial-instance-id` that OAuth tokens need.
        read_only: Whether every write is refused.
        rate_limit: What the last answer said of the limit; None before the first.
        on_wait: Called when a request waits to be sent again, and with None when it goes.
    """

    def __init__(
        self,
        origin: Origin,
        key: SecretStr,
        *,
        environment_id: str | None = None,
        read_only: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Clock = utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.origin = origin
        self.environment_id = environment_id
        self.read_only = read_only
        self.rate_limit: RateLimit | None = None
        self.on_wait: Callable[[Waiting | None], None] | None = None
        self._refused_until: datetime | None = None
        self._clock = clock
        self._sleep = sleep
        headers = {
            "User-Agent": f"metorial-tui/{VERSION}",
            "Accept": "application/json",
            "metorial-version": API_VERSION,
        }
        if environment_id:
            headers["metorial-instance-id"] = environment_id
        self._http = httpx.AsyncClient(
            base_url=origin.url,
            auth=BearerAuth(key, origin),
            headers=headers,
            timeout=_TIMEOUT,
            limits=_LIMITS,
            transport=transport,
            follow_redirects=False,
        )

    async def send(
        self,
        method: str,
        path: str,
        *,
        params: Sequence[tuple[str, str]] = (),
        body: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Send a request, again where `retry` allows it, and return its JSON object.

        Without a `body` there is no content type, which the API would take for an
        empty one and refuse.

        Raises:
            ReadOnlyError: It is a write and this client is read-only; nothing was sent.
            ApiError: The API refused it, or no answer came.
        """
        if self.read_only and method != "GET":
            raise ReadOnlyError(f"Read-only: {method} {path} was not sent")
        attempts = AsyncRetrying(
            retry=retry_if_exception(
                lambda error: isinstance(error, ApiError) and retry.should_retry(method, error)
            ),
            stop=stop_after_attempt(retry.ATTEMPTS),
            wait=_pause,
            sleep=self._wait,
            before_sleep=self._tell,
            reraise=True,
        )
        return await attempts(self._send_once, method, path, params, body)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _send_once(
        self,
        method: str,
        path: str,
        params: Sequence[tuple[str, str]],
        body: dict[str, Any] | None,
    ) -> dict[str, Any]:
        await self._until_taken()
        with translated(self.origin.host):
            response = await self._http.request(
                method, path, params=httpx.QueryParams(list(params)) if params else None, json=body
            )
        self.rate_limit = RateLimit.from_headers(response.headers) or self.rate_limit
        if response.status_code >= 400:
            error = status_error(response, self._clock())
            if isinstance(error, RateLimited) and error.retry_after is not None:
                self._refused_until = self._clock() + timedelta(seconds=error.retry_after)
            raise error
        return json_object(response)

    async def _until_taken(self) -> None:
        """Wait out a rate limit that another request met: calls meanwhile lengthen it."""
        left = (self._refused_until - self._clock()).total_seconds() if self._refused_until else 0
        self._refused_until = None if left <= 0 else self._refused_until
        if left > 0:
            self._say(Waiting(left, Display("The rate limit is used up")))
            await self._wait(left)

    def _tell(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, ApiError):
            self._say(Waiting(state.upcoming_sleep, error.message))

    async def _wait(self, seconds: float) -> None:
        try:
            await self._sleep(seconds)
        finally:
            self._say(None)

    def _say(self, waiting: Waiting | None) -> None:
        if self.on_wait:
            self.on_wait(waiting)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, ApiError), "only an ApiError is tried again"
    return retry.pause_before(state.attempt_number + 1, error, random.random())
