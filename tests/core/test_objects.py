"""The list of any kind of objects: pages, searches, and what an API can do to them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.core.frozen_time import FrozenTime
from tui.api.api import Api
from tui.errors import Forbidden
from tui.models.object_row import ObjectRow
from tui.models.page import Page
from tui.resources import Kind
from tui.store.objects import Objects, ObjectsState


def page(*items: Any, more: bool = False) -> Page:
    return Page(items, more, json.dumps({"items": items}).encode())


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


@given(st.dictionaries(st.sampled_from(["id", "name", "status", "x"]), json_values()))
def test_any_item_is_a_row(item: dict[str, Any]) -> None:
    row = ObjectRow.from_item(item, ("status", "name", "id"), "item 0")
    assert row.key
    assert len(row.cells) == 3
    assert all("\n" not in cell and "\x1b" not in cell for cell in row.cells)
