"""A time that stands still, clients of a function instead of a network, stores on a sandbox."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

import httpx
import pytest
from hypothesis import HealthCheck, settings

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import Bench
from tui.api.client import Client
from tui.api.origin import Origin
from tui.secret import Secret

# A busy machine is no defect of what is tested.
settings.register_profile("core", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("core")

KEY = "metorial_sk_test0123456789"
ORIGIN = Origin.parse("https://api.example.com")


class Server:
    """Answers from a script, the last one for ever, and keeps what it was asked.

    An answer is a response, an exception to raise, or a function of the request.
    """

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        response: httpx.Response = answer(request) if callable(answer) else answer
        return response


MakeClient: TypeAlias = Callable[..., AbstractAsyncContextManager[Client]]


def ok(body: Any = None, **headers: str) -> httpx.Response:
    """A success that holds `body` as JSON."""
    content = json.dumps({} if body is None else body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(200, text=content, headers=named)


def refusal(status: int, code: str = "", headers: dict[str, str] | None = None) -> httpx.Response:
    """A refusal as the API words it."""
    body = {"__typename": "error", "ok": False, "status": status, "code": code, "message": "No"}
    return httpx.Response(status, json=body, headers=headers)


@pytest.fixture
def time() -> FrozenTime:
    return FrozenTime()


@pytest.fixture
def make_client(time: FrozenTime) -> MakeClient:
    """Make a client of a server, to be used in `async with`."""

    @asynccontextmanager
    async def make(server: Callable[[httpx.Request], Any], **options: Any) -> AsyncIterator[Client]:
        client = Client(
            options.pop("origin", ORIGIN),
            Secret(options.pop("key", KEY)),
            transport=httpx.MockTransport(server),
            clock=time.clock,
            sleep=options.pop("sleep", time.sleep),
            **options,
        )
        try:
            yield client
        finally:
            await client.aclose()

    return make


@pytest.fixture
async def bench(time: FrozenTime) -> AsyncIterator[Bench]:
    bench = Bench(60, time)
    yield bench
    await bench.store.aclose()


@pytest.fixture
async def large(time: FrozenTime) -> AsyncIterator[Bench]:
    bench = Bench(320, time)
    yield bench
    await bench.store.aclose()
