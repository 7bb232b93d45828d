"""Acting on the marked instances: who they are, then how far it is, then what became of each."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input

from tests.ui.app_host import LIST, Explorer, on, press, settle
from tui import clipboard
from tui.sandbox.fault import Fault
from tui.screens.bulk import BulkScreen
from tui.widgets.bulk_list import BulkList


def bulk_screen(explorer: Explorer) -> BulkScreen:
    screen = explorer.app.screen
    assert isinstance(screen, BulkScreen)
    return screen


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
