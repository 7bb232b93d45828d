"""Acting on the marked instances: who they are, then how far it is, then what became of each."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static, TextArea

from tests.ui.app_host import LIST, Explorer, on, press, settle
from tui import clipboard
from tui.sandbox.fault import Fault
from tui.sandbox.records import Instance
from tui.screens.bulk import BulkScreen
from tui.screens.bulk_form import BulkFormScreen
from tui.widgets.bulk_list import BulkList


def bulk_screen(explorer: Explorer) -> BulkScreen:
    screen = explorer.app.screen
    assert isinstance(screen, BulkScreen)
    return screen


def instance_of(explorer: Explorer, key: str) -> Instance:
    found = explorer.world.instances.get(key)
    assert found is not None
    return found


def states(explorer: Explorer) -> list[str]:
    return [row.state for row in bulk_screen(explorer).query_one(BulkList).rows]


def steps(explorer: Explorer) -> str:
    return str(bulk_screen(explorer).query_one(".dialog").border_subtitle)


async def mark(pilot: Pilot[None], number: int) -> None:
    await press(pilot, *["space"] * number)


async def over(pilot: Pilot[None], explorer: Explorer) -> None:
    await settle(pilot, lambda: "Esc close" in steps(explorer))


async def test_the_marked_are_archived_by_a_key_of_its_own() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        wanted = [row.key for row in explorer.screen.instances.rows[:3]]
        await mark(pilot, 3)
        await press(pilot, "d")
        await on(pilot, BulkScreen)
        await press(pilot, "enter", "enter")
        assert not explorer.wire.sent("DELETE")
        assert states(explorer) == ["waits"] * 3
        await press(pilot, "a")
        await over(pilot, explorer)
        assert states(explorer) == ["done"] * 3
        assert sorted(one.url.path for one in explorer.wire.sent("DELETE")) == sorted(
            f"{LIST}/{one}" for one in wanted
        )
        await press(pilot, "escape")
        await settle(pilot, lambda: not explorer.store.state.marked)
        assert not set(wanted) & {row.key for row in explorer.screen.instances.rows}


async def test_what_cannot_be_archived_is_left_out_with_its_reason() -> None:
    explorer = Explorer(filter_text="status:archived,active")
    async with explorer.running() as pilot:
        archived = next(row for row in explorer.store.state.rows if row.status == "archived")
        explorer.store.marks.toggle(archived)
        await press(pilot, "d")
        await on(pilot, BulkScreen)
        [row] = bulk_screen(explorer).query_one(BulkList).rows
        assert (row.state, row.words) == ("left out", "is archived already")
        await press(pilot, "a")
        assert bulk_screen(explorer).query_one("#bulk-go", Button).disabled
        assert not explorer.wire.sent("DELETE")


async def test_on_production_the_number_is_typed() -> None:
    explorer = Explorer(environment_type="production")
    async with explorer.running() as pilot:
        await mark(pilot, 2)
        await press(pilot, "d")
        await on(pilot, BulkScreen)
        await press(pilot, "a")
        assert isinstance(explorer.app.focused, Input)
        await press(pilot, "3", "enter")
        assert states(explorer) == ["waits"] * 2
        await press(pilot, "backspace", "2", "enter")
        await over(pilot, explorer)
        assert states(explorer) == ["done"] * 2


async def test_the_failed_ones_are_tried_again_and_only_they(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copied: list[str] = []

    async def copy(text: str, **_: object) -> str:
        copied.append(text)
        return "sent"

    monkeypatch.setattr(clipboard, "copy", copy)
    explorer = Explorer()
    async with explorer.running() as pilot:
        refused = explorer.screen.instances.rows[1].key
        fault = Fault(kind="status", status=409, method="DELETE", path=f"{LIST}/{refused}", count=1)
        explorer.wire.faults.set([fault])
        await mark(pilot, 3)
        await press(pilot, "d")
        await on(pilot, BulkScreen)
        await press(pilot, "a")
        await over(pilot, explorer)
        assert states(explorer) == ["done", "failed", "done"]
        await press(pilot, "y")
        await settle(pilot, lambda: bool(copied))
        assert f"failed     {refused}" in copied[0]
        assert copied[0].startswith("Archive 3 instances: 2 done, 1 failed\n")
        await press(pilot, "r")
        await settle(pilot, lambda: states(explorer) == ["done"] * 3)
        assert len(explorer.wire.sent("DELETE")) == 4


async def test_esc_stops_and_the_rest_is_not_tried() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        gate = asyncio.Event()

        async def slowly(request: httpx.Request) -> httpx.Response | None:
            if request.method == "DELETE":
                await gate.wait()
            return None

        explorer.wire.tap = slowly
        await mark(pilot, 9)
        await press(pilot, "d")
        await on(pilot, BulkScreen)
        await press(pilot, "a")
        await settle(pilot, lambda: len(explorer.wire.sent("DELETE")) == 4)
        assert steps(explorer) == "Esc stops"
        await press(pilot, "escape")
        await settle(pilot, lambda: "no answer" in steps(explorer))
        gate.set()
        await over(pilot, explorer)
        assert states(explorer) == ["done"] * 4 + ["not tried"] * 5
        await press(pilot, "escape")
        await settle(pilot, lambda: len(explorer.store.state.marked) == 5)


async def test_read_only_asks_nothing() -> None:
    explorer = Explorer(read_only=True)
    async with explorer.running() as pilot:
        await mark(pilot, 2)
        await press(pilot, "d")
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.said == ["Read-only: nothing can be changed."]
        assert not explorer.wire.sent("DELETE")


async def to_dry_run(pilot: Pilot[None], explorer: Explorer, marked: int, metadata: str) -> None:
    await mark(pilot, marked)
    await press(pilot, "e")
    await on(pilot, BulkFormScreen)
    explorer.app.screen.query_one("#field-metadata TextArea", TextArea).text = metadata
    await press(pilot, "ctrl+s")
    await on(pilot, BulkScreen)
    await settle(pilot, lambda: "cancel" in steps(explorer) and "a " in steps(explorer))


async def test_the_marked_are_changed_after_a_dry_run() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        before = {
            row.key: instance_of(explorer, row.key).metadata
            for row in explorer.screen.instances.rows[:3]
        }
        await to_dry_run(pilot, explorer, 3, '{"audited": true}')
        assert not explorer.wire.sent("PATCH")
        assert len(explorer.wire.sent("GET", f"{LIST}/")) >= 3
        rows = bulk_screen(explorer).query_one(BulkList).rows
        assert all("→" in row.words for row in rows)
        # What a line cuts off stands below, of the one under the cursor.
        words = bulk_screen(explorer).query_one("#bulk-words", Static)
        assert str(words.content) == f"{rows[0].name}: {rows[0].words}"
        await press(pilot, "down")
        assert str(words.content) == f"{rows[1].name}: {rows[1].words}"
        await press(pilot, "a")
        await over(pilot, explorer)
        assert states(explorer) == ["done"] * 3
        sent = {one.url.path: json.loads(one.content) for one in explorer.wire.sent("PATCH")}
        assert sent == {
            f"{LIST}/{key}": {"metadata": {**(metadata or {}), "audited": True}}
            for key, metadata in before.items()
        }


async def test_one_that_others_changed_since_the_dry_run_is_left_as_it_is() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        theirs = explorer.screen.instances.rows[1].key
        await to_dry_run(pilot, explorer, 2, '{"audited": true}')
        instance_of(explorer, theirs).updated_ms += 1_000
        await press(pilot, "a")
        await over(pilot, explorer)
        assert states(explorer) == ["done", "failed"]
        assert [one.url.path for one in explorer.wire.sent("PATCH")] != [f"{LIST}/{theirs}"]
        assert len(explorer.wire.sent("PATCH")) == 1


async def test_what_is_so_already_is_left_out() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        key = explorer.screen.instances.rows[0].key
        instance_of(explorer, key).metadata = {"audited": True}
        await to_dry_run(pilot, explorer, 2, '{"audited": true}')
        rows = {row.key: row for row in bulk_screen(explorer).query_one(BulkList).rows}
        assert (rows[key].state, rows[key].words) == ("left out", "nothing changes")
        assert [row.state for row in rows.values()] == ["waits", "left out"]
