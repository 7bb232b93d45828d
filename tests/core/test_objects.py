"""The list of any kind of objects: pages, searches, and what an API can do to them."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import Bench
from tui.api.api import Api
from tui.api.slices import decode
from tui.errors import Forbidden
from tui.models.columns import NOT_READ
from tui.models.object_columns import checked_of_kinds, column_of
from tui.models.object_row import ObjectRow
from tui.models.page import Page
from tui.resources import Kind
from tui.store.objects import Objects, ObjectsState


def page(*items: Any, more: bool = False) -> Page:
    content = json.dumps({"items": items}).encode()
    return Page(items, more, content, decode(content).spans)


class Lists(Api):
    """Gives pages in turn; the last again and again."""

    def __init__(self, *pages: Page | Exception) -> None:
        self.asked: list[dict[str, str]] = []
        self.gates: list[asyncio.Event] = []
        self._pages = list(pages)

    async def list(self, kind: Kind, params: list[tuple[str, str]]) -> Page:
        self.asked.append(dict(params))
        given = self._pages.pop(0) if len(self._pages) > 1 else self._pages[0]
        if self.gates:
            await self.gates.pop(0).wait()
        if isinstance(given, Exception):
            raise given
        return given

    async def get(self, kind: Kind, identifier: str) -> dict[str, Any]:
        return {"id": identifier, "name": "Fetched"}


def objects(api: Api) -> Objects:
    return Objects(api, "provider_config", page_size=2, clock=FrozenTime().clock)


def keys(state: ObjectsState) -> list[str]:
    return [row.key for row in state.rows]


async def test_pages_come_one_by_one_until_the_end() -> None:
    api = Lists(page({"id": "pcf_3"}, {"id": "pcf_2"}, more=True), page({"id": "pcf_1"}))
    configs = objects(api)
    await configs.load("prod")
    assert keys(configs.state) == ["pcf_3", "pcf_2"]
    assert not configs.state.complete
    await configs.load_more()
    await configs.load_more()
    assert keys(configs.state) == ["pcf_3", "pcf_2", "pcf_1"]
    assert configs.state.complete
    first = {"limit": "2", "order": "desc", "search": "prod"}
    assert api.asked == [first, {**first, "after": "pcf_2"}]
    assert configs.document("pcf_1") == {"id": "pcf_1"}
    await configs.fetch("pcf_1")
    assert configs.document("pcf_1") == {"id": "pcf_1", "name": "Fetched"}


async def test_a_server_that_gives_the_same_again_is_not_asked_for_ever() -> None:
    configs = objects(Lists(page({"id": "pcf_1"}, more=True)))
    await configs.load()
    await configs.load_more()
    assert configs.state.complete
    assert keys(configs.state) == ["pcf_1"]


async def test_the_newest_search_wins() -> None:
    api = Lists(page({"id": "pcf_1"}), page({"id": "pcf_2"}))
    slow, quick = asyncio.Event(), asyncio.Event()
    api.gates = [slow, quick]
    configs = objects(api)
    first = asyncio.create_task(configs.load("a"))
    await asyncio.sleep(0)
    second = asyncio.create_task(configs.load("ab"))
    await asyncio.sleep(0)
    quick.set()
    await second
    slow.set()
    await first
    assert keys(configs.state) == ["pcf_2"]
    assert configs.state.search == "ab"


async def test_a_failure_keeps_the_rows() -> None:
    configs = objects(Lists(page({"id": "pcf_1"}), Forbidden("No", status=403)))
    seen: list[str] = []
    configs.subscribe(lambda state: seen.append(state.phase))
    await configs.load()
    await configs.load()
    assert keys(configs.state) == ["pcf_1"]
    assert isinstance(configs.state.error, Forbidden)
    assert seen == ["loading", "ready", "loading", "failed"]


async def test_a_load_that_is_cancelled_leaves_no_list_loading() -> None:
    api = Lists(page({"id": "pcf_1"}))
    configs = objects(api)
    await configs.load()
    seen: list[str] = []
    configs.subscribe(lambda state: seen.append(state.phase))
    api.gates = [asyncio.Event()]
    loading = asyncio.create_task(configs.load())
    await asyncio.sleep(0)
    loading.cancel()
    await asyncio.gather(loading, return_exceptions=True)
    assert seen == ["loading", "ready"]
    assert keys(configs.state) == ["pcf_1"]


def json_values() -> st.SearchStrategy[Any]:
    scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
    return st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=6)


@given(st.dictionaries(st.sampled_from(["id", "name", "status", "metadata", "x"]), json_values()))
def test_any_item_is_a_row(item: dict[str, Any]) -> None:
    row = ObjectRow.from_item(item, ("status", "name", "id", "metadata.team"), "item 0")
    assert row.key
    assert len(row.cells) == 4
    assert all("\n" not in cell and "\x1b" not in cell for cell in row.cells)


async def test_other_columns_are_read_from_what_is_at_hand(bench: Bench) -> None:
    actors = bench.store.objects("identity_actor")
    await actors.load()
    assert actors.columns == ("status", "name", "type", "id")
    [key, *_] = await actors.seen_metadata_keys()
    asked = len(bench.link.requests)
    assert await actors.show_columns(("name", f"metadata.{key}", "created_at"))
    assert len(bench.link.requests) == asked
    row = next(one for one in actors.state.rows if one.cell(f"metadata.{key}"))
    document = actors.document(row.key)
    assert document is not None
    assert row.cells[1] == str(document["metadata"][key])
    now = datetime.fromisoformat(document["created_at"]) + timedelta(hours=2)
    assert column_of("identity_actor", "created_at").text(row, now) == "2h"
    assert row.cell("status") == NOT_READ, "it is not read for what is not shown"
    bench.store.object_columns["identity_actor"] = actors.columns
    assert bench.store.objects("identity_actor").columns == actors.columns


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (["name"], "for each of some kinds"),
        ({"integration_instance": ["name"]}, "for each of some kinds"),
        ({"session": ["name", "client_secret"]}, "must be one of status, name"),
        ({"session": ["status"]}, "must have the column name"),
    ],
)
def test_a_file_that_names_no_columns_of_a_kind_is_told_so(value: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        checked_of_kinds(value)


def test_a_file_may_name_columns_of_some_kinds() -> None:
    named = {"session": ["name", "has_errors", "metadata.team"], "provider": ["id", "name"]}
    assert checked_of_kinds(named) == {kind: tuple(names) for kind, names in named.items()}
