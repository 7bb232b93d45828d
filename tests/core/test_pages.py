"""All pages of a list, whatever the server does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

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


def page(*ids: Any, after: bool = False) -> httpx.Response:
    items = [one if one is None else {"id": one} for one in ids]
    return ok({"items": items, "pagination": {"has_more_before": False, "has_more_after": after}})


def ids(pages: Sequence[Page]) -> list[list[Any]]:
    return [[item and item["id"] for item in one.items] for one in pages]


async def walk(
    make_client: MakeClient,
    server: Server,
    query: ListQuery | None = None,
    enough: int | None = None,
) -> list[Page]:
    async with make_client(server) as client:
        pages = instance_pages(Api(client), query or ListQuery(), enough=enough)
        return [one async for one in pages]


def asked(server: Server, name: str) -> list[str | None]:
    return [request.url.params.get(name) for request in server.requests]


async def test_onward(make_client: MakeClient) -> None:
    server = Server(page("c", "b", after=True), page("a"))
    assert ids(await walk(make_client, server)) == [["c", "b"], ["a"]]
    assert asked(server, "after") == [None, "b"]


async def test_no_more_is_asked_for_than_is_enough(make_client: MakeClient) -> None:
    server = Server(page("d", "c", after=True), page("b", after=True), page("a"))
    assert ids(await walk(make_client, server, enough=2)) == [["d", "c"]]
    assert len(server.requests) == 1
    assert ids(await walk(make_client, server, enough=2)) == [["b"], ["a"]]


async def test_the_next_page_is_asked_for_while_one_is_used(make_client: MakeClient) -> None:
    server = Server(page("c", after=True), page("b", after=True), page("a"))
    async with make_client(server) as client:
        pages = instance_pages(Api(client), ListQuery())
        await anext(pages)
        await asyncio.sleep(0.01)
        assert asked(server, "after") == [None, "c"]
        await pages.aclose()
    assert len(server.requests) == 2


async def test_a_page_asked_for_ahead_is_given_up_with_the_rest(make_client: MakeClient) -> None:
    given_up = asyncio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        if "after" not in request.url.params:
            return page("a", after=True)
        try:
            await asyncio.sleep(60)
        finally:
            given_up.set()
        raise AssertionError("it was waited for")

    async with make_client(slow) as client:
        pages = instance_pages(Api(client), ListQuery())
        await anext(pages)
        await asyncio.sleep(0.01)
        await pages.aclose()
    assert given_up.is_set()


async def test_the_query_goes_with_every_page(make_client: MakeClient) -> None:
    server = Server(page("c", "b", after=True), page("a"))
    await walk(make_client, server, ListQuery(after="d", cursor="cur_1", search="ada"))
    assert asked(server, "after") == ["d", "b"]
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
    st.none() | st.integers(1, 9),
)
async def test_no_server_keeps_it_going(
    script: list[tuple[list[str | None], bool]], enough: int | None
) -> None:
    class Circle:
        asked = 0

        async def list_instances(self, query: ListQuery) -> Page:
            found, more = script[self.asked % len(script)]
            self.asked += 1
            return Page(tuple({"id": one} for one in found), more)

    circle: Any = Circle()
    pages = [one async for one in instance_pages(circle, ListQuery(), enough=enough)]
    assert len(pages) <= circle.asked <= 5


async def test_a_short_first_page_leaves_the_others_whole(make_client: MakeClient) -> None:
    server = Server(page("c", after=True), page("b", after=True), page("a"))
    async with make_client(server) as client:
        pages = instance_pages(Api(client), ListQuery(), first=1)
        assert ids([one async for one in pages]) == [["c"], ["b"], ["a"]]
    assert asked(server, "limit") == ["1", "100", "100"]


class TestAskedAhead:
    async def test_the_same_query_takes_what_was_asked(self, make_client: MakeClient) -> None:
        server = Server(page("b", after=True), page("a"))
        async with make_client(server) as client:
            api = Api(client)
            api.begin_list(ListQuery(limit=7))
            assert ids([await api.list_instances(ListQuery(limit=7))]) == [["b"]]
            # Once: it would be old the next time.
            assert ids([await api.list_instances(ListQuery(limit=7))]) == [["a"]]
        assert asked(server, "limit") == ["7", "7"]

    async def test_another_query_asks_for_itself(self, make_client: MakeClient) -> None:
        server = Server(page("a"))
        async with make_client(server) as client:
            api = Api(client)
            api.begin_list(ListQuery(limit=7))
            assert ids([await api.list_instances(ListQuery())]) == [["a"]]
        assert asked(server, "limit") == ["100"]

    async def test_its_failure_is_told_to_who_wants_it(self, make_client: MakeClient) -> None:
        server = Server(httpx.Response(403, json={"code": "forbidden", "message": "No"}))
        async with make_client(server) as client:
            api = Api(client)
            api.begin_list(ListQuery())
            with pytest.raises(Forbidden):
                await api.list_instances(ListQuery())
