"""Breaks connections: for real where there is a socket, by an exception where there is none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Receive, Scope

TRANSPORT: Final = "sandbox.transport"
"""The ASGI extension under which `serve` hands over a connection's transport."""


class ConnectionCutError(Exception):
    """The connection breaks here; only raised where no socket can be closed."""


class NoAnswerError(Exception):
    """The answer never comes; only raised where nobody's clock would tell."""


async def cut(
    scope: Scope,
    receive: Receive,
    *,
    timed_out: bool = False,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Close the request's connection without another word, or never answer it.

    Raises:
        ConnectionCutError: There is no connection: the app runs in its client's process.
        NoAnswerError: So too, and the client is to believe that it waited long enough.
    """
    transport: asyncio.Transport | None = scope.get("extensions", {}).get(TRANSPORT)
    if transport is None:
        raise NoAnswerError if timed_out else ConnectionCutError
    if not timed_out:
        # What was written before still goes out, as the first half of a body.
        transport.close()
    # The server writes an error of its own for an app that returns while it is connected.
    while (await receive())["type"] != "http.disconnect":
        await sleep(0)


class CutTransport(httpx.ASGITransport):
    """Brings requests to the app in this process, and its broken connections back.

    Other than over a socket, a client gets nothing of an answer that breaks half-way, a
    slow body comes whole once all of it is there, and an answer that never comes times
    out at once.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the app's answer.

        Raises:
            httpx.ReadError: The app cut the connection.
            httpx.ReadTimeout: The app never answers.
        """
        try:
            return await super().handle_async_request(request)
        except ConnectionCutError:
            raise httpx.ReadError("connection reset", request=request) from None
        except NoAnswerError:
            raise httpx.ReadTimeout("", request=request) from None
