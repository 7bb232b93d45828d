"""Loading in the background, refreshing and following, on a sandbox that others change."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.ui.app_host import LIST, Explorer, press, settle
from tui.errors import Forbidden
from tui.profile import Profile
from tui.screens import following


def lists(explorer: Explorer) -> list[httpx.Request]:
    return [one for one in explorer.wire.sent("GET") if one.url.path == LIST]


def is_ready(explorer: Explorer) -> bool:
    """Whether the list is loaded as far as nobody asks for more."""
    return explorer.is_connected and explorer.store.state.phase == "ready" and explorer.is_idle


async def rename(explorer: Explorer, identifier: str, name: str) -> None:
    """Change an instance as someone else would, past this explorer's store."""
    instance = explorer.world.instances.get(identifier)
    assert instance is not None
    instance.name = name
    instance.updated_ms = explorer.world.now_ms()


class TestBackground:
    async def test_no_more_is_loaded_unasked_than_the_profile_says(self) -> None:
        explorer = Explorer(instances=700, profile=Profile(background_rows=200))
        async with explorer.running(loaded=False) as pilot:
            await settle(pilot, lambda: is_ready(explorer))
            assert explorer.store.state.loaded == 200
            asked = [one.url.params["limit"] for one in lists(explorer)]
            assert asked == ["34", "100", "66"], "a screen of rows comes first"
            # What told that the end was near, before these rows came, is late.
            instances = explorer.screen.instances
            instances.post_message(instances.NearEnd(instances))
            await pilot.pause()
            assert is_ready(explorer)
            assert len(lists(explorer)) == 3

    async def test_who_comes_back_to_the_end_at_once_gets_more(self) -> None:
        explorer = Explorer(instances=700, profile=Profile(background_rows=0))
        async with explorer.running(loaded=False) as pilot:
            await settle(pilot, lambda: is_ready(explorer))
            instances, loaded = explorer.screen.instances, explorer.store.state.loaded
            # Both before anybody is told of the first.
            instances.cursor = loaded - 1
            instances.cursor = 0
            await pilot.pause()
            assert explorer.store.state.loaded == loaded, "the end is far again"
            instances.cursor = loaded - 1
            await settle(pilot, lambda: explorer.store.state.loaded > loaded)

    async def test_what_is_loading_is_said_and_pauses_and_goes_on(self) -> None:
        explorer = Explorer(instances=700, profile=Profile(background_rows=0))
        async with explorer.running(loaded=False) as pilot:
            await settle(pilot, lambda: is_ready(explorer))
            assert explorer.store.state.loaded == 134, "the next page is in reach"
            held = asyncio.Event()

            async def tap(request: httpx.Request) -> None:
                await held.wait()

            explorer.wire.tap = tap
            await press(pilot, "L")
            subtitle = explorer.screen.query_one("#list-pane").border_subtitle
            assert "loading more" in str(subtitle)
            assert "134 loaded, loading" in explorer.screen.header.facts
            assert "L pauses" in str(subtitle)
            await press(pilot, "L")
            assert explorer.store.state.phase == "ready"
            held.set()
            await press(pilot, "L")
            await settle(pilot, lambda: explorer.store.state.complete)
            assert not explorer.screen.query_one("#list-pane").border_subtitle


class TestRefresh:
    async def test_what_changed_stands_out_and_the_cursor_stays(self) -> None:
        explorer = Explorer()
        async with explorer.running() as pilot:
            await settle(pilot, lambda: explorer.store.state.complete)
            await press(pilot, "j", "j")
            cursor, other = explorer.cursor, explorer.store.state.rows[0].key
            await rename(explorer, other, "Renamed elsewhere")
            asked = len(lists(explorer))
            await press(pilot, "R")
            await settle(pilot, lambda: "Renamed elsewhere" in explorer.names)
            assert explorer.cursor == cursor
            assert explorer.screen.instances.highlight == {other}
            assert len(lists(explorer)) == asked + 1
            await press(pilot, "ctrl+r")
            await settle(pilot, lambda: len(lists(explorer)) > asked + 2)


class TestFollowing:
    async def test_w_follows_and_ends_it(self) -> None:
        explorer = Explorer(profile=Profile(follow_seconds=1))
        async with explorer.running() as pilot:
            await settle(pilot, lambda: explorer.store.state.complete)
            key = explorer.store.state.rows[4].key
            await press(pilot, "w")
            assert "FOLLOWING" in explorer.screen.header.marks
            await rename(explorer, key, "Renamed elsewhere")
            await settle(pilot, lambda: "Renamed elsewhere" in explorer.names)
            await press(pilot, "w")
            await settle(pilot, lambda: "FOLLOWING" not in explorer.screen.header.marks)
            asked = len(lists(explorer))
            await pilot.pause(0.05)
            assert len(lists(explorer)) == asked

    async def test_another_profile_ends_it(self) -> None:
        explorer = Explorer(profile=Profile(follow_seconds=1))
        async with explorer.running() as pilot:
            await settle(pilot, lambda: explorer.store.state.complete)
            await press(pilot, "w")
            await explorer.screen.switch_profile(Profile(name="other"))
            assert not explorer.screen.follows
            await settle(pilot, lambda: explorer.is_loaded)


class Watched:
    """A store that counts, for what is only about when it is asked."""

    def __init__(self) -> None:
        self.calls = 0
        self.refreshed = 0
        self.has_calls_to_spare = True
        self.state: Any = self
        self.phase = "ready"
        self.error: Any = None
        self.next_try = None

    async def refresh(self) -> None:
        self.calls += 1
        self.refreshed += 1


class TestWhen:
    async def follow(self, store: Watched, rounds: int, is_watched: bool = True) -> str:
        slept = 0

        async def sleep(seconds: float) -> None:
            nonlocal slept
            slept += 1
            if slept > rounds:
                raise asyncio.CancelledError

        untyped: Any = store
        return await following.follow(untyped, 10, lambda: is_watched, sleep)

    @pytest.mark.parametrize(
        "unlikely",
        [{"phase": "loading"}, {"phase": "failed"}, {"has_calls_to_spare": False}],
    )
    async def test_nothing_is_asked_at_the_wrong_time(self, unlikely: dict[str, Any]) -> None:
        store = Watched()
        for name, value in unlikely.items():
            setattr(store, name, value)
        with pytest.raises(asyncio.CancelledError):
            await self.follow(store, 5)
        assert store.refreshed == 0

    async def test_nothing_is_asked_while_nobody_looks(self) -> None:
        store = Watched()
        with pytest.raises(asyncio.CancelledError):
            await self.follow(store, 5, is_watched=False)
        assert store.refreshed == 0

    async def test_it_ends_with_its_budget(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(following, "MOST_CALLS", 3)
        store = Watched()
        assert "3 calls" in await self.follow(store, 50)
        assert store.refreshed == 3

    async def test_it_ends_where_asking_again_would_not_help(self) -> None:
        store = Watched()
        store.error = Forbidden("No", status=403)
        assert "No longer following" in await self.follow(store, 50)
        assert store.refreshed == 1
