"""The store, against the sandbox: what is shown, and how far it can be believed."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.core.store_bench import LIST, Bench
from tui.api.api import Api
from tui.errors import Forbidden
from tui.models.requests import (
    CreateIntegrationInstance,
    UpdateIntegrationInstance,
)
from tui.store.sort import Sort
from tui.store.state import ListState


class TestLoading:
    async def test_before_anything_it_is_empty_and_loading(self, bench: Bench) -> None:
        assert bench.state == ListState(filter=bench.state.filter)
        assert bench.link.requests == []

    async def test_the_first_page(self, bench: Bench) -> None:
        await bench.store.load()
        state = bench.state
        assert bench.keys == bench.shown_ids()
        assert (state.phase, state.guess, state.complete, state.error) == (
            "ready",
            False,
            True,
            None,
        )
        assert state.loaded == len(state.rows)
        assert state.refreshed_at == bench.time.now
        assert state.calls_left == (4999, 5000)
        assert [one.phase for one in bench.states] == ["loading", "ready"]

    async def test_more_and_all(self, large: Bench) -> None:
        await large.store.load()
        assert (large.state.loaded, large.state.complete) == (100, False)
        assert await large.store.load_more()
        assert (large.state.loaded, large.state.complete) == (200, False)
        await large.store.load_all()
        assert large.keys == large.shown_ids()
        assert large.state.complete
        assert not await large.store.load_more()

    async def test_all_from_nothing(self, large: Bench) -> None:
        await large.store.load_all()
        assert large.keys == large.shown_ids()

    async def test_a_refresh_keeps_as_many_pages_as_there_were(self, large: Bench) -> None:
        await large.store.load()
        await large.store.load_more()
        asked = len(large.link.requests)
        await large.store.load()
        assert large.state.loaded == 200
        assert len(large.link.requests) == asked + 2

    async def test_a_failed_refresh_keeps_the_rows_and_says_why(self, bench: Bench) -> None:
        await bench.store.load()
        before, at = bench.keys, bench.time.now
        await bench.time.sleep(60)
        bench.world.denied.add(LIST)
        await bench.store.load()
        assert bench.keys == before
        assert bench.state.phase == "failed"
        assert isinstance(bench.state.error, Forbidden)
        assert bench.state.error.request_id
        assert bench.state.refreshed_at == at
        bench.world.denied.clear()
        await bench.store.load()
        state = bench.state
        assert (state.phase, state.error) == ("ready", None)

    async def test_a_failed_page_keeps_those_before(self, large: Bench) -> None:
        await large.store.load()
        large.link.fault = httpx.ReadTimeout("slow")
        assert not await large.store.load_more()
        assert (large.state.phase, large.state.loaded) == ("failed", 100)
        large.link.fault = None
        assert await large.store.load_more()
        assert (large.state.phase, large.state.loaded) == ("ready", 200)

    @pytest.mark.parametrize("command", ["load", "load_more"])
    async def test_a_cancelled_load_is_not_loading(self, large: Bench, command: str) -> None:
        await large.store.load()
        before = large.keys
        large.link.hold()
        task = asyncio.create_task(getattr(large.store, command)())
        await large.link.arrived.wait()
        assert large.state.phase == "loading"
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (large.state.phase, large.keys) == ("ready", before)

    async def test_a_wait_is_shown(self, bench: Bench) -> None:
        bench.link.fault = httpx.ReadError("reset")
        await bench.store.load()
        said = [one.waiting for one in bench.states if one.waiting]
        assert said
        assert "reset; trying again in 1 s" in said[0]
        assert bench.state.waiting is None

    async def test_a_used_up_limit_is_waited_out(self, bench: Bench) -> None:
        bench.world.rate_limit.limit = 1
        await bench.store.load()
        start = bench.time.now
        await bench.store.load()
        assert bench.state.phase == "ready"
        assert (bench.time.now - start).total_seconds() >= 600
        assert any(one.waiting for one in bench.states)

    async def test_nobody_is_told_after_unsubscribing(self, bench: Bench) -> None:
        told: list[ListState] = []
        end = bench.store.subscribe(told.append)
        bench.store.set_sort(Sort("name"))
        end()
        bench.store.set_sort(Sort("status"))
        assert len(told) == 1


class TestOddLists:
    async def test_one_bad_item_loses_nothing_else(self, bench: Bench) -> None:
        def spoil(request: httpx.Request, response: httpx.Response) -> Any:
            body = response.json()
            deep: Any = {}
            for _ in range(200):
                deep = {"a": deep}
            body["items"][3:5] = [None, {**body["items"][3], "metadata": deep}, 7]
            return body

        bench.link.change = spoil
        await bench.store.load()
        bad = [row for row in bench.state.rows if row.problem]
        assert [row.problem for row in bad] == [
            "not an object but NoneType",
            "nested too deeply to be opened",
            "not an object but int",
        ]
        assert len({row.key for row in bench.state.rows}) == len(bench.shown_ids()) + 1
        assert bench.store.document(bad[0].key) is None
        assert bench.store.document(bad[1].key) is None
        assert bench.store.document(bad[2].key) == 7

    async def test_bad_items_of_later_pages_are_rows_of_their_own(self, large: Bench) -> None:
        def spoil(request: httpx.Request, response: httpx.Response) -> Any:
            body = response.json()
            body["items"][0] = "odd"
            return body

        large.link.change = spoil
        await large.store.load_all()
        bad = [row.key for row in large.state.rows if row.problem]
        assert len(bad) == len(set(bad)) > 2

    async def test_an_id_is_listed_once(self, bench: Bench) -> None:
        def double(request: httpx.Request, response: httpx.Response) -> Any:
            body = response.json()
            body["items"] += body["items"][:5]
            return body

        bench.link.change = double
        await bench.store.load()
        assert bench.keys == bench.shown_ids()

    async def test_a_repeated_page_ends_the_loading_but_not_the_list(self, large: Bench) -> None:
        def ignore_place(request: httpx.Request, response: httpx.Response) -> Any:
            return first

        await large.store.load()
        api = Api(large.store._api.client)
        first = (await api.client.send("GET", LIST, params=[("limit", "100")])).body
        first["items"] = [large.store.document(key) for key in large.keys]
        large.link.change = ignore_place
        assert not await large.store.load_more()
        assert (large.state.loaded, large.state.complete) == (100, False)
        assert large.state.stuck
        large.link.change = None
        await large.store.load_all()
        assert (large.state.complete, large.state.stuck) == (True, False)

    async def test_a_page_without_ids_is_not_called_complete(self, bench: Bench) -> None:
        def anonymous(request: httpx.Request, response: httpx.Response) -> Any:
            items = [{"object": "integration.instance", "status": "draft"}] * 3
            return {"items": items, "pagination": {"has_more_after": True}}

        bench.link.change = anonymous
        await bench.store.load_all()
        assert bench.keys == ["item 0", "item 1", "item 2"]
        assert (bench.state.phase, bench.state.complete) == ("ready", False)


class TestNewestCommandWins:
    async def test_a_late_list_is_dropped(self, bench: Bench) -> None:
        release = bench.link.hold()
        late = asyncio.create_task(bench.store.load())
        await bench.link.arrived.wait()
        bench.store.set_filter("status:draft")
        await bench.store.load()
        shown, states = bench.keys, len(bench.states)
        release.set()
        await late
        assert bench.keys == shown
        assert len(bench.states) == states
        assert {row.status for row in bench.state.rows} == {"draft"}

    async def test_a_late_failure_is_dropped(self, bench: Bench) -> None:
        bench.world.denied.add(LIST)
        release = bench.link.hold()
        late = asyncio.create_task(bench.store.load())
        await bench.link.arrived.wait()
        bench.world.denied.clear()
        await bench.store.load()
        release.set()
        await late
        assert (bench.state.phase, bench.state.error) == ("ready", None)

    async def test_a_late_page_is_not_put_into_another_list(self, large: Bench) -> None:
        await large.store.load()
        release = large.link.hold()
        late = asyncio.create_task(large.store.load_more())
        await large.link.arrived.wait()
        large.store.set_filter("status:draft")
        await large.store.load()
        shown = large.keys
        release.set()
        assert not await late
        assert large.keys == shown

    async def test_a_late_name_is_not_asked_with(self, bench: Bench) -> None:
        bench.store.set_filter("provider:github")
        release = bench.link.hold()
        late = asyncio.create_task(bench.store.load())
        await bench.link.arrived.wait()
        bench.store.set_filter("status:draft")
        release.set()
        await late
        assert [request.url.path for request in bench.link.requests] == ["/providers"]
        assert bench.state.guess

    async def test_the_same_filter_retyped_lets_a_load_go_on(self, bench: Bench) -> None:
        release = bench.link.hold()
        load = asyncio.create_task(bench.store.load())
        await bench.link.arrived.wait()
        bench.store.set_filter("  ")
        release.set()
        await load
        assert bench.state.phase == "ready"
        assert bench.keys == bench.shown_ids()
        assert bench.state.filter.text == "  "

    async def test_a_list_asked_for_before_a_change_does_not_undo_it(self, bench: Bench) -> None:
        await bench.store.load()
        renamed, archived, *_ = bench.keys
        integration = bench.state.rows[0].integration_id
        assert integration is not None
        release = bench.link.hold()
        load = asyncio.create_task(bench.store.load())
        await bench.link.arrived.wait()
        await bench.store.writing.update(renamed, UpdateIntegrationInstance(name="Renamed"))
        await bench.store.writing.archive(archived)
        made = await bench.store.writing.create(
            CreateIntegrationInstance(integration_id=integration, name="Made")
        )
        release.set()
        await load
        assert bench.keys == bench.shown_ids()
        assert bench.keys[:2] == [made.id, renamed]
        assert bench.state.rows[1].name == "Renamed"
        assert bench.store.document(renamed)["name"] == "Renamed"  # type: ignore[index]
