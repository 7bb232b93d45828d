"""The store's filter: a guess at once, then the server's answer."""

from __future__ import annotations

import pytest

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import LIST, Bench
from tui.store.sort import Sort
from tui.text import fold


class TestFilter:
    async def test_a_guess_at_once_then_the_servers_answer(self, large: Bench) -> None:
        await large.store.load()
        large.store.set_filter("status:draft")
        drafts = [row.key for row in large.state.rows]
        assert large.state.guess
        assert {row.status for row in large.state.rows} == {"draft"}
        await large.store.load()
        assert not large.state.guess
        assert large.keys[: len(drafts)] == drafts
        assert len(large.keys) > len(drafts)

    async def test_a_guess_is_not_mistaken_for_the_list(self, large: Bench) -> None:
        await large.store.load()
        large.store.set_filter("status:draft")
        guessed = large.keys
        assert not await large.store.load_more()
        await large.store.fetch(guessed[0])
        assert (large.keys, large.state.guess) == (guessed, True)
        large.store.set_sort(Sort("name"))
        assert sorted(large.keys) == sorted(guessed)

    async def test_all_of_a_guess_asks_the_server_first(self, large: Bench) -> None:
        await large.store.load()
        large.store.set_filter("status:draft")
        await large.store.load_all()
        assert large.state.complete
        assert {row.status for row in large.state.rows} == {"draft"}

    async def test_a_failed_answer_leaves_the_guess(self, bench: Bench) -> None:
        await bench.store.load()
        bench.store.set_filter("status:draft")
        guessed = bench.keys
        bench.world.denied.add(LIST)
        await bench.store.load()
        assert (bench.keys, bench.state.guess, bench.state.phase) == (guessed, True, "failed")
        bench.store.set_filter("status:active")
        assert (bench.state.phase, bench.state.error) == ("ready", None)

    async def test_what_is_wrong_changes_nothing(self, bench: Bench) -> None:
        await bench.store.load()
        before = bench.keys
        bench.store.set_filter("nonsense:1")
        assert bench.keys == before
        assert not bench.state.guess
        assert bench.state.problems

    async def test_the_filter_that_it_begins_with(self, time: FrozenTime) -> None:
        bench = Bench(60, time, filter_text="status:draft odd:1")
        assert bench.state.problems
        await bench.store.load()
        assert {row.status for row in bench.state.rows} == {"draft"}
        await bench.store.aclose()

    async def test_a_name_becomes_an_id(self, bench: Bench) -> None:
        bench.store.set_filter("provider:github")
        await bench.store.load()
        assert bench.state.rows
        assert all("GitHub" in row.providers for row in bench.state.rows)

    async def test_a_name_of_nothing_is_a_problem_and_asks_nothing(self, bench: Bench) -> None:
        await bench.store.load()
        asked = [request.url.path for request in bench.link.requests]
        bench.store.set_filter("provider:nosuchprovider")
        await bench.store.load()
        paths = [request.url.path for request in bench.link.requests[len(asked) :]]
        assert paths == ["/providers"]
        assert bench.state.problems
        assert bench.state.phase == "ready"

    async def test_ages_are_counted_from_the_load(self, bench: Bench) -> None:
        bench.store.set_filter("created:<7d")
        await bench.store.load()
        await bench.time.sleep(86400)
        await bench.store.load()
        first, second = (request.url.params["created_at[gt]"] for request in bench.link.requests)
        assert (first[:10], second[:10]) == ("2026-10-25", "2026-10-26")

    async def test_oldest_first(self, bench: Bench) -> None:
        bench.store.set_filter("order:asc")
        await bench.store.load()
        assert bench.keys == bench.shown_ids()[::-1]
        bench.store.set_filter("order:asc status:draft")
        assert bench.state.guess
        assert bench.keys == sorted(bench.keys)

    async def test_what_is_known_already_is_not_put_in_order_again(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await bench.store.load()
        bench.store.set_filter("status:draft")
        await bench.store.load()
        monkeypatch.setattr(Sort, "apply", None)
        bench.store.set_filter("status:active")
        assert bench.state.guess
        assert {row.status for row in bench.state.rows} == {"active"}

    async def test_sorting_is_of_what_is_loaded(self, large: Bench) -> None:
        await large.store.load()
        large.store.set_sort(Sort("name"))
        names = [fold(row.name) for row in large.state.rows]
        assert names == sorted(names)
        await large.store.load_more()
        names = [fold(row.name) for row in large.state.rows]
        assert len(names) == 200
        assert names == sorted(names)
        large.store.set_sort(Sort())
        assert large.keys == large.shown_ids()[:200]
