"""The ledger: the requests of this run, for whoever wants to look at them.

Recording is on every request's way, so it keeps references to what is there anyway and does
nothing else; secrets are masked when a request is looked at. Two are not waited for: the key
is taken out, and what lets anyone into a session is masked before it is kept.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import TypeAlias

import httpx

from tui.api.rate_limit import RateLimit
from tui.errors import ApiError
from tui.models.outline_secrets import SESSION_SECRETS
from tui.text import Display
from tui.times import Clock

MOST_CALLS = 500
"""Requests that are kept; the oldest make room."""
LARGE = 8 * 1024
"""Bytes from which a body is kept only as long as there is room for all such."""
ROOM = 2 * 1024 * 1024
"""Bytes of large bodies that are kept."""
KEY_MASK = b"(masked)"
"""Stands where the client's key was."""
_MOST_HEADERS = 8 * 1024

RawHeaders: TypeAlias = tuple[tuple[bytes, bytes], ...]

_GIVEN_UP = Display("Given up here, before the answer was read")
_MARKS = tuple(field.encode() for field in sorted(SESSION_SECRETS))
_NEVER_KEPT = frozenset({b"set-cookie", b"authorization", b"proxy-authenticate"})


@dataclass(slots=True, eq=False)
class Exchange:
    """A request, and what is known of its answer by now.

    Attributes:
        number: Counted from 1 for the first of the run.
        at: When it was sent.
        method: The HTTP method.
        path: The path.
        query: The query, encoded.
        attempt: Which it is of those that are made by themselves.
        request_headers: What it bears; not the key.
        sent: Its body; None: it has none, or it is not kept.
        sent_size: The bytes of its body.
        began: When it was sent, by the timer.
        waited: Seconds until the answer began; None: it has not.
        seconds: Until it was over; None: it is not.
        status: The HTTP status of the answer.
        reason: What that status is called.
        http_version: As `HTTP/1.1`.
        response_headers: What the answer bears.
        received: The answer's body, decompressed; None: it is not kept.
        received_size: The bytes of the answer's body, decompressed.
        bytes_read: The bytes that it took on the wire.
        calls_left: What the answer said is left of the rate limit.
        error: Why it did not succeed.
    """

    number: int
    at: datetime
    method: str
    path: str
    query: str
    attempt: int
    request_headers: RawHeaders
    sent: bytes | None
    sent_size: int
    began: float
    waited: float | None = None
    seconds: float | None = None
    status: int | None = None
    reason: str = ""
    http_version: str = "HTTP/1.1"
    response_headers: RawHeaders = ()
    received: bytes | None = None
    received_size: int = 0
    bytes_read: int = 0
    calls_left: int | None = None
    error: Display | None = None


class Recording:
    """A request that is under way: the client tells it what comes of it."""

    __slots__ = ("_ledger", "exchange")

    def __init__(self, ledger: Ledger, exchange: Exchange) -> None:
        self._ledger = ledger
        self.exchange = exchange

    def answers(self, response: httpx.Response) -> None:
        """Take down the head of the answer."""
        one = self.exchange
        one.waited = self._ledger.timer() - one.began
        one.status, one.reason = response.status_code, response.reason_phrase
        one.http_version = response.http_version
        one.response_headers = self._ledger.keepable_headers(response.headers)

    def answered(self, content: bytes, bytes_read: int, limit: RateLimit | None) -> None:
        """Take down the body of the answer, and the time: it is read now."""
        one = self.exchange
        one.seconds = self._ledger.timer() - one.began
        one.received, one.received_size = content, len(content)
        one.bytes_read = bytes_read
        one.calls_left = None if limit is None else limit.remaining


class Ledger:
    """The last requests of one client.

    Attributes:
        count: All that were sent, those too that are no longer kept.
        timer: Tells the seconds that requests take.
    """

    def __init__(
        self,
        clock: Clock,
        without_key: Callable[[bytes, bytes], bytes],
        timer: Callable[[], float] = perf_counter,
    ) -> None:
        """Keep requests; `without_key` puts a mask in the place of the client's key."""
        self.count = 0
        self.timer = timer
        self._clock = clock
        self._without_key = without_key
        self._exchanges: deque[Exchange] = deque(maxlen=MOST_CALLS)
        self._large: deque[Exchange] = deque()
        self._room = ROOM
        self._on_change: Callable[[], None] | None = None

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The requests that are kept, the newest first."""
        return tuple(reversed(self._exchanges))

    def listen(self, on_change: Callable[[], None] | None) -> None:
        """Call that whenever a request is sent or over; None: nobody wants to know."""
        self._on_change = on_change

    @contextmanager
    def recording(
        self,
        method: str,
        path: str,
        query: httpx.QueryParams,
        content: bytes | None,
        headers: httpx.Headers,
        attempt: int,
    ) -> Iterator[Recording]:
        """Keep the request that is sent within, however it ends.

        `headers` are those of the client, which do not bear the key.
        """
        self.count += 1
        exchange = Exchange(
            number=self.count,
            at=self._clock(),
            method=method,
            path=path,
            query=str(query),
            attempt=attempt,
            request_headers=self.keepable_headers(headers),
            sent=content,
            sent_size=len(content or b""),
            began=self.timer(),
        )
        self._exchanges.append(exchange)
        self._tell()
        try:
            yield Recording(self, exchange)
        except ApiError as error:
            exchange.error = error.message
            raise
        except asyncio.CancelledError:
            exchange.error = _GIVEN_UP
            raise
        finally:
            if exchange.seconds is None:
                exchange.seconds = self.timer() - exchange.began
            self._keep(exchange)
            self._tell()

    def keepable_headers(self, headers: httpx.Headers) -> RawHeaders:
        """Return headers without what is never kept; none, where they are too large."""
        raw = headers.raw
        if sum(len(name) + len(value) for name, value in raw) > _MOST_HEADERS:
            return ()
        return tuple(
            (name, KEY_MASK if name.lower() in _NEVER_KEPT else self._without_key(value, KEY_MASK))
            for name, value in raw
        )

    def _keep(self, exchange: Exchange) -> None:
        """Keep of the bodies what may be, as long as there is room."""
        if exchange.received is not None:
            exchange.received = self._keepable(exchange.path, exchange.received)
        if exchange.sent is not None:
            exchange.sent = self._without_key(exchange.sent, KEY_MASK)
        if exchange.error is not None:
            bare = self._without_key(exchange.error.encode("utf-8", "replace"), KEY_MASK)
            exchange.error = Display(bare.decode())
        if (size := _large(exchange)) == 0:
            return
        self._large.append(exchange)
        self._room -= size
        while self._room < 0:
            oldest = self._large.popleft()
            self._room += _large(oldest)
            oldest.sent = _unless_large(oldest.sent)
            oldest.received = _unless_large(oldest.received)

    def _keepable(self, path: str, content: bytes) -> bytes | None:
        content = self._without_key(content, KEY_MASK)
        if not _is_of_sessions(path) and not any(mark in content for mark in _MARKS):
            return content
        from tui.api.redacted import masked_json

        return masked_json(content)

    def _tell(self) -> None:
        if self._on_change is not None:
            self._on_change()


def _is_of_sessions(path: str) -> bool:
    """Return whether the API answers there with sessions."""
    return path.endswith("/session") or path.startswith("/sessions")


def _large(exchange: Exchange) -> int:
    """Return the bytes of its large bodies."""
    sizes = (len(body) for body in (exchange.sent, exchange.received) if body is not None)
    return sum(size for size in sizes if size > LARGE)


def _unless_large(body: bytes | None) -> bytes | None:
    return None if body is None or len(body) > LARGE else body
