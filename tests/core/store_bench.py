"""A store on a sandbox whose answers can be held back, changed and lost."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from tests.core.frozen_time import FrozenTime
from tui.api.api import Api
from tui.api.client import Client
from tui.api.origin import Origin
from tui.sandbox import SANDBOX_KEY
from tui.sandbox.app import create_app
from tui.sandbox.world import World
from tui.secret import Secret
from tui.store.api_lookup import ApiLookup
from tui.store.cache import ListCache
from tui.store.scope import Scope
from tui.store.state import ListState
from tui.store.store import Store

HOST = Origin.parse("http://127.0.0.1")
LIST = "/integration-instances"


class Link(httpx.AsyncBaseTransport):
    """The way to the sandbox, on which answers can be held back, changed and faults put.

    Attributes:
        sandbox: Where it leads.
        requests: What was asked.
        held: Answers to hold back: each waits until its event is set.
        fault: Raised instead of asking, while it is set.
        change: Changes each answer's JSON, where it is set.
        refused: The name of a query's parameter that is answered by 400, where it is set.
    """

    def __init__(self, world: World) -> None:
        self.sandbox = httpx.ASGITransport(app=create_app(world))
        self.requests: list[httpx.Request] = []
        self.held: list[asyncio.Event] = []
        self.arrived = asyncio.Event()
        self.fault: Exception | None = None
        self.change: Any = None
        self.refused: str | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.fault is not None:
            raise self.fault
        if self.refused is not None and self.refused in request.url.params:
            error = {"object": "error", "status": 400, "code": "bad_request", "message": "No."}
            return httpx.Response(400, json=error)
        response = await self.sandbox.handle_async_request(request)
        await response.aread()
        if self.held:
            event = self.held.pop(0)
            self.arrived.set()
            await event.wait()
        if self.change is not None:
            body = self.change(request, response)
            return httpx.Response(response.status_code, json=body) if body else response
        return response

    def hold(self) -> asyncio.Event:
        """Hold the next answer that is not held yet, until the event is set."""
        event = asyncio.Event()
        self.held.append(event)
        return event


class Bench:
    """A store on a sandbox, and what it told."""

    def __init__(self, instances: int | World, time: FrozenTime, **options: Any) -> None:
        self.time = time
        self.world = (
            instances if isinstance(instances, World) else World(instances=instances, now=time.now)
        )
        self.world.clock = time.clock
        self.link = Link(self.world)
        self.states: list[ListState] = []
        self.store = self.open(**options)
        self.store.subscribe(self.states.append)

    def open(
        self,
        *,
        filter_text: str = "",
        key: str = SANDBOX_KEY,
        cache: ListCache | None = None,
        **options: Any,
    ) -> Store:
        client = Client(
            HOST,
            Secret(key),
            transport=self.link,
            clock=self.time.clock,
            sleep=self.time.sleep,
            **options,
        )
        api = Api(client)
        scope = Scope("test", "127.0.0.1", None)
        return Store(
            api,
            ApiLookup(api),
            scope,
            filter_text=filter_text,
            cache=cache,
            clock=self.time.clock,
        )

    @property
    def state(self) -> ListState:
        return self.store.state

    @property
    def keys(self) -> list[str]:
        return [row.key for row in self.state.rows]

    def shown_ids(self) -> list[str]:
        """The IDs that the plain list should have, newest first."""
        shown = [
            one.id
            for one in self.world.instances
            if one.status in ("draft", "active") and one.magic_mcp_server_id is None
        ]
        return shown[::-1]
