"""The one gate that every request goes through: headers, read-only, retries, errors."""

from __future__ import annotations

import asyncio
import json
import random
import ssl
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx

from tui.api import retry
from tui.api.answers import Answer, json_answer, read_bounded, status_error
from tui.api.auth import BearerAuth, is_header_word
from tui.api.faults import translated
from tui.api.ledger import Ledger
from tui.api.origin import Origin
from tui.api.rate_limit import WINDOW, RateLimit
from tui.api.waits import Waiting, Waits
from tui.errors import ApiError, BadRequest, RateLimited, ReadOnlyError, UsageError
from tui.secret import Secret
from tui.text import Display, well_formed
from tui.times import Clock, utc_now
from tui.version import VERSION

API_VERSION = "2026-01-01-magnetar"
"""The API version whose endpoints this client knows; without it a key's default answers."""

_TIMEOUT = httpx.Timeout(connect=10.0, read=30.0, write=30.0, pool=10.0)
_LIMITS = httpx.Limits(max_connections=6, max_keepalive_connections=6, keepalive_expiry=60.0)
_BOUND = ("metorial_sk_", "metorial_pk_")
"""What keys begin with that belong to one environment; all others can speak for several."""
_USED_UP = Display("The rate limit is used up")


class Client:
    """An HTTP client that speaks to one origin with one key.

    It is made off the event loop where that matters: loading certificates takes long.

    Attributes:
        origin: Where it sends to.
        environment_id: The `metorial-instance-id` that OAuth tokens need.
        read_only: Whether every write is refused.
        rate_limit: What the last answer said of the limit; None before the first.
        ledger: The requests that were sent.

    Raises:
        CredentialsError: The key is none that can be sent.
        UsageError: The environment's ID is none that can be sent, or the proxy or the
            certificates that this machine's environment names cannot be used.
    """

    def __init__(
        self,
        origin: Origin,
        key: Secret,
        *,
        environment_id: str | None = None,
        read_only: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Clock = utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.origin = origin
        self.environment_id: str | None = None
        self.read_only = read_only
        self.rate_limit: RateLimit | None = None
        # Not the bound method: the key may be taken from another client.
        self.ledger = Ledger(clock, lambda text, mask: self._auth.without_key(text, mask))
        self._waits = Waits(sleep)
        self._refused_until: datetime | None = None
        self._clock = clock
        headers = {
            "User-Agent": f"metorial-tui/{VERSION}",
            "Accept": "application/json",
            "metorial-version": API_VERSION,
        }
        self._auth = BearerAuth(key, origin)
        self._is_bound = key.get_secret_value().startswith(_BOUND)
        is_clear = origin.url.startswith("http:")
        try:
            self._http = httpx.AsyncClient(
                base_url=origin.url,
                auth=self._auth,
                headers=headers,
                timeout=_TIMEOUT,
                limits=_LIMITS,
                transport=transport,
                follow_redirects=False,
                # What goes to this machine in the clear must not go through a proxy, and
                # needs no certificates, which take long to read: so none is trusted.
                trust_env=not is_clear,
                verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if is_clear else True,
            )
        except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
            raise UsageError(
                f"No connection can be prepared: {error}. Check the proxy (HTTPS_PROXY, "
                "ALL_PROXY) and the certificates (SSL_CERT_FILE) of this shell."
            ) from error
        if environment_id:
            self.enter(environment_id)

    @property
    def needs_environment(self) -> bool:
        """Whether no environment is named and the key is none that is bound to one."""
        return self.environment_id is None and not self._is_bound

    def enter(self, environment_id: str) -> None:
        """Name that environment in every request from now on.

        Raises:
            UsageError: It is no environment's ID.
        """
        if not is_header_word(environment_id):
            raise UsageError(f"{environment_id!r} is no environment's ID")
        self._http.headers["metorial-instance-id"] = environment_id
        self.environment_id = environment_id

    def take_key_of(self, other: Client) -> None:
        """Send with the key of another client of this origin from now on."""
        self._auth = self._http.auth = other._auth
        self._is_bound = other._is_bound

    @property
    def on_wait(self) -> Callable[[Waiting | None], None] | None:
        """Called when a request waits before it is sent, and with None when none does."""
        return self._waits.on_wait

    @on_wait.setter
    def on_wait(self, tell: Callable[[Waiting | None], None] | None) -> None:
        self._waits.on_wait = tell

    async def send(
        self,
        method: str,
        path: str,
        *,
        params: Sequence[tuple[str, str]] = (),
        body: dict[str, Any] | None = None,
    ) -> Answer:
        """Send a request, again where `retry` allows it, and return its answer.

        Without a `body` there is no content type, which the API would take for an
        empty one and refuse.

        Raises:
            ReadOnlyError: It is a write and this client is read-only; nothing was sent.
            BadRequest: It cannot even be written down; nothing was sent.
            ApiError: The API refused it, or no answer came.
        """
        if self.read_only and method != "GET":
            said = f"Read-only: {method} {path} was not sent"
            raise ReadOnlyError(said, method=method, path=path, body=body)
        query = httpx.QueryParams([(name, well_formed(value)) for name, value in params])
        content = None if body is None else _encoded(body)
        attempt = 1
        while True:
            try:
                return await self._send_once(method, path, query, content, attempt)
            except ApiError as error:
                if attempt == retry.ATTEMPTS or not retry.should_retry(method, error):
                    raise
                attempt += 1
                pause = retry.pause_before(attempt, error, random.random())
                waiting = Waiting(pause, error.message)
            await self._waits.wait(waiting)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _send_once(
        self, method: str, path: str, query: httpx.QueryParams, content: bytes | None, attempt: int
    ) -> Answer:
        await self._until_taken()
        asked = (method, path, query, content, self._http.headers, attempt)
        with self.ledger.recording(*asked) as recording:
            with translated(self.origin.url.partition("://")[2]):
                async with self._http.stream(
                    method,
                    path,
                    params=query or None,
                    content=content,
                    headers=None if content is None else {"Content-Type": "application/json"},
                ) as arriving:
                    recording.answers(arriving)
                    response = await read_bounded(arriving)
            limit = RateLimit.from_headers(response.headers)
            recording.answered(response.content, arriving.num_bytes_downloaded, limit)
            self.rate_limit = limit or self.rate_limit
            if response.status_code >= 400:
                error = status_error(response, self._clock())
                if isinstance(error, RateLimited) and error.retry_after is not None:
                    self._refused_until = self._clock() + timedelta(seconds=error.retry_after)
                raise error
            return await json_answer(response)

    async def _until_taken(self) -> None:
        """Wait out a rate limit that any request met: calls meanwhile lengthen it."""
        while self._refused_until is not None:
            now = self._clock()
            # No further off than the window is long, even if the clock was set back.
            self._refused_until = min(self._refused_until, now + timedelta(seconds=WINDOW))
            left = (self._refused_until - now).total_seconds()
            if left <= 0:
                self._refused_until = None
            else:
                await self._waits.wait(Waiting(left, _USED_UP))


def _encoded(body: dict[str, Any]) -> bytes:
    try:
        return json.dumps(body, allow_nan=False, separators=(",", ":")).encode("ascii")
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The request cannot be written as JSON: {error}", status=400) from error
