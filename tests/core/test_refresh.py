"""What changed on the server is merged by the server's word, against the sandbox."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import HOST, LIST, Bench
from tui.errors import ServerError
from tui.models.requests import UpdateIntegrationInstance
from tui.sandbox import SANDBOX_KEY
from tui.store.documents import Documents

EARLIER = timedelta(hours=1)


class Others:
    """Someone else, who changes the sandbox's instances past the store."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._http = httpx.AsyncClient(
            base_url=HOST.url,
            transport=bench.link.sandbox,
            headers={"Authorization": f"Bearer {SANDBOX_KEY}"},
        )

    async def rename(self, identifier: str, name: str) -> None:
        answer = await self._http.patch(f"{LIST}/{identifier}", json={"name": name})
        answer.raise_for_status()

    async def archive(self, identifier: str) -> None:
        (await self._http.delete(f"{LIST}/{identifier}")).raise_for_status()

    async def create(self, name: str) -> str:
        integration = next(iter(self._bench.world.instances)).integration.entry.id
        body = {"name": name, "integration_id": integration}
        answer = await self._http.post(LIST, json=body)
        answer.raise_for_status()
        identifier: str = answer.json()["id"]
        return identifier


@pytest.fixture
async def others(bench: Bench) -> Others:
    await bench.store.load()
    bench.time.now += EARLIER
    bench.link.requests.clear()
    return Others(bench)


def names(bench: Bench) -> dict[str, str]:
    return {row.key: row.name for row in bench.state.rows}


def asked(bench: Bench) -> list[dict[str, str]]:
    return [dict(request.url.params) for request in bench.link.requests]


class TestRefresh:
    async def test_nothing_changed(self, bench: Bench, others: Others) -> None:
        before = bench.state.rows
        await bench.store.refresh()
        assert bench.state.rows == before
        assert bench.state.refreshed_at == bench.time.now
        (only,) = asked(bench)
        assert "updated_at[gt]" in only
        statuses = bench.link.requests[0].url.params.get_list("status")
        assert set(statuses) == {"draft", "active", "archived", "deleted"}

    async def test_what_changed_is_shown_in_its_place_and_marked(
        self, bench: Bench, others: Others
    ) -> None:
        order, key = bench.keys, bench.keys[7]
        await others.rename(key, "Renamed elsewhere")
        await bench.store.refresh()
        assert bench.keys == order
        assert names(bench)[key] == "Renamed elsewhere"
        assert bench.state.fresh == {key}
        assert bench.store.document(key)["name"] == "Renamed elsewhere"  # type: ignore[index]

    async def test_what_was_archived_leaves(self, bench: Bench, others: Others) -> None:
        key = bench.keys[3]
        await others.archive(key)
        await bench.store.refresh()
        assert key not in bench.keys
        assert bench.keys == bench.shown_ids()

    async def test_what_was_made_comes_first(self, bench: Bench, others: Others) -> None:
        key = await others.create("Made elsewhere")
        await bench.store.refresh()
        assert bench.keys[0] == key
        assert bench.keys == bench.shown_ids()

    async def test_by_the_servers_word_it_enters_and_leaves_a_filter(
        self, bench: Bench, others: Others
    ) -> None:
        inside, outside = bench.keys[2], bench.keys[5]
        await others.rename(inside, "Zebra one")
        bench.store.set_filter("zebra")
        await bench.store.load()
        assert bench.keys == [inside]
        bench.time.now += EARLIER
        await others.rename(inside, "Horse")
        await others.rename(outside, "Zebra two")
        bench.link.requests.clear()
        await bench.store.refresh()
        assert bench.keys == [outside]
        changed, listed = asked(bench)
        assert "search" not in changed
        assert listed["search"] == "zebra"

    async def test_a_change_is_asked_for_once_more_and_then_no_longer(
        self, bench: Bench, others: Others
    ) -> None:
        await others.rename(bench.keys[0], "Once")
        await bench.store.refresh()
        first = asked(bench)[-1]["updated_at[gt]"]
        bench.time.now += EARLIER
        await others.rename(bench.keys[1], "Twice")
        await bench.store.refresh()
        await bench.store.refresh()
        assert asked(bench)[-1]["updated_at[gt]"] > first

    async def test_a_failure_keeps_the_list_and_the_next_one_catches_up(
        self, bench: Bench, others: Others
    ) -> None:
        key = bench.keys[4]
        await others.rename(key, "Renamed elsewhere")
        bench.link.fault = httpx.ReadError("reset")
        await bench.store.refresh()
        assert bench.state.phase == "failed"
        bench.link.fault = None
        await bench.store.refresh()
        assert (bench.state.phase, bench.state.error) == ("ready", None)
        assert names(bench)[key] == "Renamed elsewhere"


class TestWholeListInstead:
    async def test_before_anything_is_loaded(self, bench: Bench) -> None:
        await bench.store.refresh()
        assert bench.keys == bench.shown_ids()

    async def test_where_the_filter_has_an_age(self, bench: Bench, others: Others) -> None:
        bench.store.set_filter("updated:<30d")
        await bench.store.load()
        bench.time.now += EARLIER
        bench.link.requests.clear()
        await bench.store.refresh()
        assert all("status" not in one for one in asked(bench))
        assert bench.state.phase == "ready"

    async def test_where_an_integration_lists_what_no_other_list_has(
        self, bench: Bench, others: Others
    ) -> None:
        hidden = next(one for one in bench.world.instances if one.magic_mcp_server_id)
        bench.store.set_filter(f"integration:{hidden.integration.entry.id}")
        await bench.store.load()
        assert hidden.id in bench.keys
        bench.link.requests.clear()
        await bench.store.refresh()
        assert hidden.id in bench.keys
        assert all("status" not in one for one in asked(bench))

    async def test_where_too_much_changed(
        self, bench: Bench, others: Others, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tui.store.changed.MOST_CHANGED", 2)

        def one_of_many(request: httpx.Request, response: httpx.Response) -> Any:
            body = response.json()
            if "updated_at[gt]" in request.url.params:
                body["pagination"]["has_more_after"] = True
            return body

        for key in bench.keys[:4]:
            await others.rename(key, f"Changed {key}")
        bench.link.change = one_of_many
        await bench.store.refresh()
        assert sum(name.startswith("Changed") for name in names(bench).values()) == 4
        assert bench.state.phase == "ready"


class TestPartlyLoaded:
    async def test_what_belongs_beyond_the_end_waits_for_its_page(self, large: Bench) -> None:
        await large.store.load()
        large.time.now += EARLIER
        beyond = large.shown_ids()[150]
        await Others(large).rename(beyond, "Beyond")
        await large.store.refresh()
        assert (large.state.loaded, large.state.complete) == (100, False)
        await large.store.load_all()
        assert large.keys == large.shown_ids()
        assert names(large)[beyond] == "Beyond"

    async def test_user_requests_come_before_further_pages(self, large: Bench) -> None:
        await large.store.load()
        held = large.link.hold()
        opening = asyncio.create_task(large.store.fetch(large.keys[0]))
        await large.link.arrived.wait()
        more = asyncio.create_task(large.store.load_more(320))
        async with asyncio.timeout(5):
            while len(large.link.requests) < 4:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        # The list, what is opened, the next page, and the one that is asked for ahead.
        assert len(large.link.requests) == 4
        held.set()
        await opening
        await more
        assert large.state.complete

    async def test_what_nobody_asked_for_leaves_calls_to_the_user(
        self, large: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tui.store.loading.KEPT_CALLS", 0.5)
        large.world.rate_limit.limit = 4
        await large.store.load()
        await large.store.load_more(320, politely=True)
        assert (large.state.phase, large.state.complete) == ("ready", False)
        await large.store.load_more(320)
        assert large.state.complete


class TestFilterCleared:
    """The list that was there before a filter is taken up again."""

    async def test_nothing_of_it_is_loaded_again(self, large: Bench) -> None:
        await large.store.load_all()
        whole = large.keys
        for text in ("acme", "acme zebra"):
            large.store.set_filter(text)
            await large.store.load()
        large.link.requests.clear()
        large.store.set_filter("")
        await large.store.load()
        assert large.keys == whole
        assert (large.state.loaded, large.state.complete) == (len(whole), True)
        (only,) = asked(large)
        assert "updated_at[gt]" in only

    async def test_it_goes_on_where_it_ended(self, large: Bench) -> None:
        await large.store.load()
        large.store.set_filter("acme")
        await large.store.load()
        large.store.set_filter("")
        await large.store.load()
        assert (large.state.loaded, large.state.complete) == (100, False)
        await large.store.load_all()
        assert large.keys == large.shown_ids()

    async def test_what_others_changed_meanwhile_is_in_it(self, large: Bench) -> None:
        await large.store.load_all()
        large.store.set_filter("status:draft")
        await large.store.load()
        large.time.now += EARLIER
        gone = large.keys[0]
        await Others(large).archive(gone)
        await large.store.refresh()
        made = await Others(large).create("Made elsewhere")
        large.store.set_filter("")
        await large.store.load()
        assert gone not in large.keys
        assert large.keys[0] == made
        assert large.keys == large.shown_ids()

    async def test_what_one_changed_oneself_meanwhile_is_in_it(self, large: Bench) -> None:
        await large.store.load_all()
        large.store.set_filter("status:draft")
        await large.store.load()
        large.time.now += EARLIER
        gone, changed = large.keys[:2]
        await large.store.writing.archive(gone)
        await large.store.writing.update(changed, UpdateIntegrationInstance(name="Mine"))
        large.store.set_filter("")
        await large.store.load()
        assert gone not in large.keys
        assert names(large)[changed] == "Mine"
        assert large.keys == large.shown_ids()

    async def test_what_is_archived_while_it_is_asked_for_stays_away(self, large: Bench) -> None:
        await large.store.load_all()
        gone = large.keys[4]
        large.store.set_filter("acme")
        await large.store.load()
        large.store.set_filter("")
        held = large.link.hold()
        loading = asyncio.create_task(large.store.load())
        await large.link.arrived.wait()
        await large.store.writing.archive(gone)
        held.set()
        await loading
        assert gone not in large.keys

    async def test_what_the_filter_brought_of_it_is_shown_and_can_be_mended(
        self, large: Bench
    ) -> None:
        await large.store.load_all()
        key = large.keys[2]

        def renamed(request: httpx.Request, response: httpx.Response) -> Any:
            body = response.json()
            for item in body.get("items", []):
                if item["id"] == key:
                    item["name"] = "Another, by no change of its own"
            return body

        large.link.change = renamed
        large.store.set_filter(f"id:{key}")
        await large.store.load()
        assert large.keys == [key]
        large.link.change = None
        large.store.set_filter("")
        await large.store.load()
        assert names(large)[key] == "Another, by no change of its own"
        document = await large.store.fetch(key)
        assert names(large)[key] == document["name"]

    async def test_it_is_loaded_anew_where_its_metadata_is_not_at_hand(
        self, large: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await large.store.load_all()
        large.store.set_filter("status:draft")
        await large.store.load()
        monkeypatch.setattr(Documents, "each", lambda *_: iter(()))
        large.store.set_columns(("name", "metadata.team"))
        await large.store.read_metadata()
        large.store.set_filter("")
        await large.store.load()
        await large.store.load_all()
        assert large.keys == large.shown_ids()
        assert any(row.metadata[0][1] for row in large.state.rows)
        assert all(len(row.metadata) == 1 for row in large.state.rows)

    async def test_a_filter_that_was_taken_back_at_once_costs_one_request(
        self, large: Bench
    ) -> None:
        await large.store.load_all()
        whole = large.keys
        large.link.requests.clear()
        large.store.set_filter("acme")
        large.store.set_filter("")
        await large.store.load()
        assert large.keys == whole
        assert len(asked(large)) == 1

    async def test_more_than_it_has_is_loaded(self, large: Bench) -> None:
        await large.store.load()
        large.store.set_filter("acme")
        await large.store.load()
        large.store.set_filter("")
        await large.store.load(150)
        assert large.state.loaded >= 150
        assert large.keys == large.shown_ids()[: large.state.loaded]

    async def test_where_changes_are_refused_it_is_loaded_anew(self, large: Bench) -> None:
        await large.store.load_all()
        whole = large.keys
        large.store.set_filter("acme")
        await large.store.load()

        large.link.refused = "updated_at[gt]"
        large.store.set_filter("")
        await large.store.load()
        await large.store.load_all()
        assert large.keys == whole

    async def test_the_same_list_is_loaded_anew_when_asked_for_again(self, large: Bench) -> None:
        await large.store.load()
        large.store.set_filter("acme")
        await large.store.load()
        large.store.set_filter("")
        await large.store.load()
        large.link.requests.clear()
        await large.store.load()
        assert all("updated_at[gt]" not in one for one in asked(large))

    async def test_it_is_loaded_anew_where_too_much_changed(
        self, large: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tui.store.changed.MOST_CHANGED", 2)
        await large.store.load_all()
        large.store.set_filter("acme")
        await large.store.load()
        large.time.now += EARLIER
        for key in large.shown_ids()[:120]:
            await Others(large).rename(key, f"Changed {key}")
        large.store.set_filter("")
        await large.store.load()
        assert large.state.phase == "ready"
        assert all(name.startswith("Changed") for name in list(names(large).values())[:100])

    async def test_a_failure_shows_what_is_known_and_the_next_try_catches_up(
        self, large: Bench
    ) -> None:
        await large.store.load_all()
        whole = large.keys
        large.store.set_filter("acme")
        await large.store.load()
        large.store.set_filter("")
        large.link.fault = httpx.ReadError("reset")
        await large.store.load()
        assert large.state.error is not None
        large.link.fault = None
        await large.store.load()
        assert large.keys == whole
        assert large.state.error is None


_FILTERS = st.sampled_from(["", "order:asc", "status:active", "acme", "status:archived,active"])
_CHANGES = st.lists(
    st.tuples(st.sampled_from(["rename", "archive", "create"]), st.integers(0, 40)), max_size=8
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_CHANGES, _FILTERS)
async def test_a_refreshed_list_is_what_a_load_would_give(
    changes: list[tuple[str, int]], filter_text: str
) -> None:
    bench = Bench(60, FrozenTime(), filter_text=filter_text)
    await bench.store.load()
    await make(changes, bench)
    await bench.store.refresh()
    await assert_as_loaded_now(bench, filter_text)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_CHANGES, _CHANGES, st.sampled_from(["", "order:asc"]), _FILTERS)
async def test_a_list_that_was_left_is_what_a_load_would_give(
    before: list[tuple[str, int]], after: list[tuple[str, int]], left: str, filter_text: str
) -> None:
    bench = Bench(60, FrozenTime(), filter_text=left)
    await bench.store.load()
    await make(before, bench)
    bench.store.set_filter(filter_text)
    await bench.store.load()
    await make(after, bench)
    bench.store.set_filter(left)
    await bench.store.load()
    await assert_as_loaded_now(bench, left)


async def make(changes: list[tuple[str, int]], bench: Bench) -> None:
    """Let someone else make those changes, an hour between two of them."""
    others = Others(bench)
    for change, number in changes:
        bench.time.now += EARLIER
        shown = bench.shown_ids()
        key = shown[number % len(shown)]
        if change == "create":
            await others.create(f"acme {number}")
        elif change == "archive":
            await others.archive(key)
        else:
            await others.rename(key, f"acme {number}" if number % 2 else f"other {number}")


async def assert_as_loaded_now(bench: Bench, filter_text: str) -> None:
    merged = [(row.key, row.name, row.status) for row in bench.state.rows]
    fresh = Bench(bench.world, bench.time, filter_text=filter_text)
    await fresh.store.load()
    assert merged == [(row.key, row.name, row.status) for row in fresh.state.rows]
    assert not isinstance(bench.state.error, ServerError)
    await bench.store.aclose()
    await fresh.store.aclose()
