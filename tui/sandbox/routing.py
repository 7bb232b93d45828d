"""Joins a path, a verb and a plain function of the world into a route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from starlette.routing import Route

from tui.sandbox.answers import json_answer
from tui.sandbox.list_query import read_list_query
from tui.sandbox.query import parse_query

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from tui.sandbox.collection import Collection, Row
    from tui.sandbox.errors import Json
    from tui.sandbox.list_query import ListQuery, ListSpec
    from tui.sandbox.query import QueryValue
    from tui.sandbox.world import World

    T = TypeVar("T", bound=Row)


@dataclass(frozen=True)
class Call:
    """What a handler is given of a request."""

    world: World
    path: dict[str, str]
    query: dict[str, QueryValue]
    body: object


def route(world: World, method: str, path: str, handler: Callable[[Call], Json]) -> Route:
    """Make a route that answers 200 with what the handler returns."""

    async def endpoint(request: Request) -> Response:
        raw = request.scope["query_string"].decode("latin-1")
        call = Call(world, request.path_params, parse_query(raw), request.state.body)
        return json_answer(handler(call))

    return Route(path, endpoint, methods=[method])


def list_answer(
    call: Call,
    rows: Collection[T],
    spec: ListSpec,
    test: Callable[[ListQuery], Callable[[T], bool]],
    render: Callable[[T], Json],
) -> Json:
    """Answer a list: check the query, cut the page, render its rows."""
    query = read_list_query(call.query, spec)
    page = rows.page(query.page, test(query))
    return {
        "items": [render(row) for row in page.items],
        "pagination": {
            "has_more_before": page.has_more_before,
            "has_more_after": page.has_more_after,
        },
    }
