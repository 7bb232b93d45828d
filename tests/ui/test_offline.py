"""Starting without a network: what was kept is shown, marked, and cannot be changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from tests.ui.app_host import LIST, Explorer, drawn, press, settle


def unreachable(explorer: Explorer) -> None:
    async def tap(request: httpx.Request) -> httpx.Response | None:
        raise httpx.ConnectError("no route")

    explorer.wire.tap = tap


async def kept(folder: Path, **options: Any) -> list[str]:
    """Start once, so that the list is kept; return the names."""
    explorer = Explorer(instances=30, cache=folder / "lists.sqlite3", **options)
    async with explorer.running() as pilot:
        await settle(pilot, lambda: explorer.is_idle)
        return explorer.names


async def test_what_was_kept_is_shown_marked_and_read_only_until_the_api_answers(
    tmp_path: Path,
) -> None:
    names = await kept(tmp_path)
    explorer = Explorer(instances=30, cache=tmp_path / "lists.sqlite3")
    unreachable(explorer)
    async with explorer.running(loaded=False) as pilot:
        await settle(pilot, lambda: explorer.names == names and explorer.is_idle)
        await settle(pilot, lambda: "OFFLINE" in explorer.screen.header.marks)
        assert "Shown is what was loaded" in str(explorer.screen.notice.content)
        sent = len(explorer.wire.requests)
        for key in "nedst":
            await press(pilot, key)
            assert explorer.app.screen is explorer.screen
            assert explorer.said[-1].startswith("Nothing can be changed before")
        await press(pilot, "down", "down")
        await settle(pilot, lambda: explorer.is_idle)
        assert len(explorer.wire.requests) == sent
        await press(pilot, "slash", *"zzzz", "enter")
        await settle(pilot, lambda: explorer.names == [])
        await press(pilot, "escape")
        await settle(pilot, lambda: explorer.names == names)
        explorer.wire.tap = None
        await press(pilot, "R")
        await settle(pilot, lambda: explorer.is_loaded)
        assert "OFFLINE" not in explorer.screen.header.marks
        assert explorer.names == names
        assert explorer.shown == explorer.cursor


async def test_what_was_kept_is_there_before_the_api_answers_and_gives_way_to_it(
    tmp_path: Path,
) -> None:
    names = await kept(tmp_path)
    explorer = Explorer(instances=30, cache=tmp_path / "lists.sqlite3")
    seen: list[list[str]] = []

    async def tap(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == LIST:
            seen.append(list(explorer.names))
        return None

    explorer.wire.tap = tap
    async with explorer.running() as pilot:
        assert seen[0] == names
        assert explorer.store.state.cached_at is None
        assert "kept" not in drawn(pilot).splitlines()[0]


async def test_another_key_sees_nothing_of_it(tmp_path: Path) -> None:
    await kept(tmp_path)
    explorer = Explorer(instances=30, key="metorial_sk_other", cache=tmp_path / "lists.sqlite3")
    unreachable(explorer)
    async with explorer.running(loaded=False) as pilot:
        await settle(pilot, lambda: explorer.is_connected)
        await settle(pilot, lambda: explorer.store.state.phase == "failed")
        assert explorer.names == []


async def test_a_filters_list_is_not_kept_as_the_whole(tmp_path: Path) -> None:
    names = await kept(tmp_path)
    explorer = Explorer(instances=30, filter_text="status:draft", cache=tmp_path / "lists.sqlite3")
    async with explorer.running() as pilot:
        await settle(pilot, lambda: explorer.is_idle)
        assert explorer.names != names
    again = Explorer(instances=30, cache=tmp_path / "lists.sqlite3")
    unreachable(again)
    async with again.running(loaded=False) as pilot:
        await settle(pilot, lambda: again.names == names)


async def test_a_disk_that_takes_nothing_is_told_once_and_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("in the way")
    explorer = Explorer(instances=5, cache=tmp_path / "folder" / "lists.sqlite3")
    async with explorer.running() as pilot:
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.said[0].startswith("The list is not kept for the next start")
