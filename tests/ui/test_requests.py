"""The requests of this run: live, narrowed, read, copied and exported."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from textual.widgets import Input

from tests.ui.app_host import NARROW, WIDE, Explorer, drawn, on, press, settle
from tui.errors import ApiError
from tui.screens.har_export import HarScreen
from tui.screens.request_copy import RequestCopyMenu
from tui.screens.requests import RequestsScreen
from tui.screens.resource_screen import ResourceScreen


async def test_they_come_as_they_are_sent_and_the_cursor_stays_on_its_own() -> None:
    explorer = Explorer(instances=20)
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "exclamation_mark")
        await on(pilot, RequestsScreen)
        screen = pilot.app.screen
        assert isinstance(screen, RequestsScreen)
        sent = explorer.wire.requests
        await settle(pilot, lambda: len(screen.listed.rows) == len(sent))
        assert [one.url for one in screen.listed.rows] == [
            str(one.url).replace("%5B", "[").replace("%5D", "]") for one in reversed(sent)
        ]
        assert f"Requests · {len(sent)} " in drawn(pilot)
        await press(pilot, "down")
        under = screen.listed.cursor_key
        await explorer.store.load_environment()
        assert len(screen.listed.rows) == len(sent) - 1  # They are gathered for a moment.
        await settle(pilot, lambda: len(screen.listed.rows) == len(sent))
        assert screen.listed.rows[0].path == "/instance"
        assert screen.listed.cursor_key == under
        # Nobody tells a screen that is gone.
        await press(pilot, "escape")
        await explorer.store.load_environment()
        assert pilot.app.screen is explorer.screen


async def test_one_is_found_read_and_copied() -> None:
    explorer = Explorer(instances=20)
    async with explorer.running(WIDE) as pilot:

        async def refused(request: httpx.Request) -> httpx.Response | None:
            if request.method == "DELETE":
                return httpx.Response(409, json={"message": "[b]No[/b]\x1b[2J"})
            return None

        explorer.wire.tap = refused
        identifier = explorer.screen.instances.rows[0].id
        assert identifier is not None
        with pytest.raises(ApiError, match="No"):
            await explorer.store.writing.archive(identifier)
        await press(pilot, "exclamation_mark")
        await on(pilot, RequestsScreen)
        screen = pilot.app.screen
        assert isinstance(screen, RequestsScreen)
        await press(pilot, "slash", *"delete", "space", *"409", "space", "slash", "enter")
        assert screen.typed.value == "delete 409 /"
        [row] = screen.listed.rows
        assert (row.method, row.status) == ("DELETE", 409)
        await settle(pilot, lambda: "[b]No[/b]␛[2J" in screen.view.text)
        await press(pilot, "enter")
        assert screen.view.has_focus
        assert not screen.listed.display
        assert "409 Conflict" in drawn(pilot)
        assert "Bearer ••••" in screen.view.text
        await press(pilot, "y")
        await on(pilot, RequestCopyMenu)
        await press(pilot, "c")
        await settle(pilot, lambda: bool(explorer.said))
        assert "--request DELETE" in explorer.app.clipboard
        assert f"/integration-instances/{identifier}" in explorer.app.clipboard
        assert "$METORIAL_API_KEY" in explorer.app.clipboard
        await on(pilot, RequestsScreen)
        # Esc leaves the topmost: what is read, the filter, the screen.
        await press(pilot, "escape")
        assert screen.listed.has_focus
        await press(pilot, "escape")
        assert screen.query_one(Input).value == ""
        assert len(screen.listed.rows) == len(explorer.wire.requests)
        await press(pilot, "tab")
        assert screen.view.has_focus
        await press(pilot, "tab", "escape")
        assert pilot.app.screen is explorer.screen
        # The screens that read other objects have them, too.
        explorer.screen.browse("provider")
        await on(pilot, ResourceScreen)
        await press(pilot, "exclamation_mark")
        await on(pilot, RequestsScreen)


async def test_all_are_exported_to_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    explorer = Explorer(instances=20)
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "exclamation_mark")
        await on(pilot, RequestsScreen)
        await press(pilot, "x")
        await on(pilot, HarScreen)
        asked = pilot.app.screen
        there = tmp_path / "there.har"
        there.write_text("mine")
        for wrong, why in {
            "": "Type a file's name",
            str(there): "not overwritten",
            str(tmp_path / "no" / "a.har"): "There is no folder",
        }.items():
            asked.query_one(Input).value = wrong
            await press(pilot, "enter")
            assert why in drawn(pilot)
        asked.query_one(Input).value = str(tmp_path / "run.har")
        await press(pilot, "enter")
        await settle(pilot, lambda: bool(explorer.said))
        sent = explorer.wire.requests
        assert explorer.said[-1] == f"{len(sent)} requests were written to {tmp_path}/run.har."
        entries = json.loads((tmp_path / "run.har").read_text())["log"]["entries"]
        assert [one["request"]["method"] for one in entries] == [one.method for one in sent]
        assert entries[0]["response"]["content"]["text"]
        assert explorer.key is not None
        assert explorer.key not in (tmp_path / "run.har").read_text()
        assert there.read_text() == "mine"
        assert (tmp_path / "run.har").stat().st_mode & 0o777 == 0o600
