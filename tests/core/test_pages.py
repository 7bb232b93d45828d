"""All pages of a list, both ways round, whatever the server does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.conftest import MakeClient, Server, ok
from tui.api.api import Api
from tui.api.pages import instance_pages
from tui.errors import Forbidden
from tui.models.page import Page
from tui.models.query import ListQuery

Direction = Literal["after", "before"]


def page(*ids: Any, before: bool = False, after: bool = False) -> httpx.Response:
    items = [one if one is None else {"id": one} for one in ids]
    return ok({"items": items, "pagination": {"has_more_before": before, "has_more_after": after}})


def ids(pages: Sequence[Page]) -> list[list[Any]]:
    return [[item and item["id"] for item in one.items] for one in pages]


async def walk(
    make_client: MakeClient,
    server: Server,
    query: ListQuery | None = None,
    direction: Direction = "after",
) -> list[Page]:
    async with make_client(server) as client:
        pages = instance_pages(Api(client), query or ListQuery(), direction=direction)
        return [one async for one in pages]


def asked(server: Server, name: str) -> list[str | None]:
    return [request.url.params.get(name) for request in server.requests]


async def test_onward(make_client: MakeClient) -> None:
    server = Server(page("c", "b", after=True), page("a"))
    assert ids(await walk(make_client, server)) == [["c", "b"], ["a"]]
    assert asked(server, "after") == [None, "b"]
    assert asked(server, "before") == [None, None]


async def test_backward(make_client: MakeClient) -> None:
    server = Server(page("c", "b", before=True), page("e", "d"))
    query = ListQuery(after="d", cursor="cur_1", search="ada")
    pages = await walk(make_client, server, query, "before")
    assert ids(pages) == [["c", "b"], ["e", "d"]]
    assert asked(server, "before") == [None, "c"]
    assert asked(server, "after") == ["d", None]
    assert asked(server, "cursor") == ["cur_1", None]
    assert asked(server, "search") == ["ada", "ada"]


async def test_an_empty_page_ends_it(make_client: MakeClient) -> None:
    server = Server(page("a", after=True), page(after=True))
    pages = await walk(make_client, server)
    assert ids(pages) == [["a"], []]
    assert pages[-1].has_more_after


async def test_a_repeated_page_ends_it(make_client: MakeClient) -> None:
    server = Server(page("b", "a", after=True))
    assert ids(await walk(make_client, server)) == [["b", "a"], ["b", "a"]]
    assert len(server.requests) == 2


async def test_a_circle_ends(make_client: MakeClient) -> None:
    server = Server(page("a", after=True), page("b", after=True), page("a", after=True))
    assert ids(await walk(make_client, server)) == [["a"], ["b"], ["a"]]


async def test_a_server_that_does_not_move_ends_it(make_client: MakeClient) -> None:
    server = Server(page("b", "a", after=True))
    assert ids(await walk(make_client, server, ListQuery(after="a"))) == [["b", "a"]]
    assert len(server.requests) == 1


async def test_items_without_an_id_come_once_and_lose_none_behind_them(
    make_client: MakeClient,
) -> None:
    server = Server(page("d", None, "c", None, after=True), page(None, "b", None))
    pages = await walk(make_client, server)
    assert ids(pages) == [["d", None, "c"], [None, "b", None]]
    assert asked(server, "after") == [None, "c"]


async def test_a_page_without_any_id_is_the_last(make_client: MakeClient) -> None:
    server = Server(page(None, None, after=True))
    (only,) = await walk(make_client, server)
    assert only.items == (None, None)
    assert only.has_more_after


async def test_a_page_that_fails_leaves_those_before_good(make_client: MakeClient) -> None:
    server = Server(page("a", after=True), httpx.Response(403))
    async with make_client(server) as client:
        pages = instance_pages(Api(client), ListQuery())
        first = await anext(pages)
        with pytest.raises(Forbidden):
            await anext(pages)
    assert ids([first]) == [["a"]]


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=3), st.booleans()),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["after", "before"]),
)
async def test_no_server_keeps_it_going(
    script: list[tuple[list[str | None], bool]], direction: Direction
) -> None:
    class Circle:
        asked = 0

        async def list_instances(self, query: ListQuery) -> Page:
            found, more = script[self.asked % len(script)]
            self.asked += 1
            return Page(tuple({"id": one} for one in found), more, more)

    circle: Any = Circle()
    pages = [one async for one in instance_pages(circle, ListQuery(), direction=direction)]
    assert len(pages) <= circle.asked <= 5
