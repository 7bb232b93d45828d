"""Exporting from the list: what is marked, listed or on the server, to a file of one's own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest
from textual.widgets import Input, RadioButton, Static

from tests.ui.app_host import NARROW, Explorer, on, press, settle
from tui.screens.confirm import ConfirmScreen
from tui.screens.export import FILE, STOPPED, ExportScreen


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_the_marked_are_written_and_a_file_is_replaced_only_after_a_word(
    folder: Path,
) -> None:
    explorer = Explorer()
    async with explorer.running(NARROW) as pilot:
        wanted = [row.id for row in explorer.store.state.rows[:2]]
        await press(pilot, "space", "space", "x")
        await on(pilot, ExportScreen)
        await press(pilot, "tab", "right", "space")  # JSON
        assert pilot.app.screen.query_one(Input).value == "instances.json"
        await press(pilot, "shift+tab", "enter")
        await settle(pilot, lambda: bool(explorer.said))
        file = folder / "instances.json"
        assert explorer.said == ["2 written to instances.json."]
        assert [one["id"] for one in json.loads(file.read_text())] == wanted
        assert file.stat().st_mode & 0o777 == 0o600

        file.write_text("mine")
        await press(pilot, "x")
        await on(pilot, ExportScreen)
        pilot.app.screen.query_one(Input).value = "instances.json"
        await press(pilot, "enter")
        await on(pilot, ConfirmScreen)
        await press(pilot, "escape")
        await on(pilot, ExportScreen)
        assert file.read_text() == "mine"
        await press(pilot, "enter")
        await on(pilot, ConfirmScreen)
        await press(pilot, "tab", "enter")
        await settle(pilot, lambda: len(explorer.said) == 2)
        assert len(json.loads(file.read_text())) == 2


async def test_a_stopped_export_leaves_no_file(folder: Path) -> None:
    explorer = Explorer()
    async with explorer.running(NARROW) as pilot:
        held = asyncio.Event()

        async def hold(_: httpx.Request) -> None:
            await held.wait()

        await press(pilot, "x")
        await on(pilot, ExportScreen)
        screen = pilot.app.screen
        screen.query_one(Input).value = "no/folder.csv"
        await press(pilot, "enter")
        state = screen.query_one("#export-state", Static)
        await settle(pilot, lambda: "There is no folder" in str(state.content))
        screen.query_one(Input).value = FILE
        screen.query_one("#which-all", RadioButton).value = True  # The listed are at hand.
        explorer.wire.tap = hold
        await press(pilot, "enter")
        await settle(pilot, lambda: screen.query_one(Input).disabled)
        await press(pilot, "escape")
        await settle(pilot, lambda: str(state.content) == STOPPED)
        assert list(folder.iterdir()) == []
        await press(pilot, "escape")
        assert pilot.app.screen is explorer.screen
