"""What of the API is used: asked of the client itself, against all that the sandbox serves."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints

import httpx
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.routing import Match, Route

from tui.api.api import Api
from tui.api.client import Client
from tui.api.origin import Origin
from tui.models import environment, integration_instance, page, query, requests, session
from tui.resources import RESOURCES, Kind
from tui.sandbox.app import create_app
from tui.sandbox.world import World
from tui.secret import Secret

_ITEM = "item"
_NAMES = {
    **vars(environment),
    **vars(integration_instance),
    **vars(page),
    **vars(query),
    **vars(requests),
    **vars(session),
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint of the API.

    Attributes:
        name: Its verb and its path.
        methods: The client's methods that call it.
        fields: What the client can send in its body.
    """

    name: str
    methods: tuple[str, ...]
    fields: frozenset[str] = frozenset()


def endpoints() -> tuple[Endpoint, ...]:
    """Return all that the API has, as far as the sandbox knows it, in the sandbox's order.

    Raises:
        ValueError: The client calls what the API does not have.
    """
    app = create_app(World(instances=1))
    methods: dict[str, list[str]] = {f"{verb} {one.path}": [] for one, verb in _routes(app)}
    fields: dict[str, set[str]] = {name: set() for name in methods}
    for method, request in asyncio.run(_calls()):
        name = _endpoint_of(app, request)
        if method not in methods[name]:
            methods[name].append(method)
        fields[name] |= set(json.loads(request.content or "{}"))
    return tuple(
        Endpoint(name, tuple(found), frozenset(fields[name])) for name, found in methods.items()
    )


def _routes(app: Starlette) -> Iterator[tuple[Route, str]]:
    for one in app.routes:
        assert isinstance(one, Route)
        for verb in sorted((one.methods or set()) - {"HEAD"}):
            yield one, verb


def _endpoint_of(app: Starlette, request: httpx.Request) -> str:
    scope = {"type": "http", "method": request.method, "path": request.url.path}
    for one, verb in _routes(app):
        if verb == request.method and one.matches(scope)[0] is Match.FULL:
            return f"{verb} {one.path}"
    raise ValueError(f"The API has no {request.method} {request.url.path}")


async def _calls() -> list[tuple[str, httpx.Request]]:
    """Call every method of the client, and return what each sent."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"items": []})

    transport = httpx.MockTransport(answer)
    origin = Origin.parse("https://api.example.com")
    client = Client(origin, Secret("metorial_sk_none"), transport=transport)
    calls: list[tuple[str, httpx.Request]] = []
    for name, method in inspect.getmembers(Api(client), inspect.iscoroutinefunction):
        for arguments in _arguments(method):
            await method(**arguments)
            calls += [(name, request) for request in sent]
            sent.clear()
    await client.aclose()
    return calls


def _arguments(method: Any) -> Iterator[dict[str, Any]]:
    """Yield what to call a method with; one that takes a kind, once for each that is listed."""
    hints = get_type_hints(method, localns=_NAMES)
    required = {
        name: hints[name]
        for name, one in inspect.signature(method).parameters.items()
        if one.default is one.empty
    }
    kinds = [one.kind for one in RESOURCES if one.path] if Kind in required.values() else [None]
    for kind in kinds:
        yield {name: kind if hint == Kind else _sample(hint) for name, hint in required.items()}


def _sample(hint: Any) -> Any:
    if hint is str:
        return _ITEM
    if hint is query.ListQuery:
        return query.ListQuery()
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint.model_construct(**dict.fromkeys(hint.model_fields))
    return []
