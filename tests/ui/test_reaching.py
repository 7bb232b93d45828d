"""From a node to the instances that use it, and back again."""

from __future__ import annotations

import asyncio

import httpx
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.ui.app_host import LIST, Explorer, drawn, on, press, settle
from tui.models.requests import UpdateIntegrationInstance
from tui.profile import Profile
from tui.screens.choice import ChoiceScreen

NEAR = Profile(thin_line=False)
LIMITED = {"RateLimit-Limit": "100", "RateLimit-Remaining": "10", "RateLimit-Reset": "1793534400"}


async def into_the_config(pilot: Pilot[None], explorer: Explorer) -> str:
    """Put the tree's cursor on the config of the first instance that has one; return its ID."""
    rows = explorer.store.state.rows
    row = next(one for one in rows[3:] if one.status == "active" and one.providers)
    explorer.screen.instances.move_to_key(row.key)
    await settle(pilot, lambda: explorer.shown == row.key)
    await press(pilot, "enter")
    tree = explorer.screen.object_tree
    for _ in range(20):
        if tree.node is not None and tree.node.path[-1:] == ("config",):
            assert tree.node.id is not None
            return tree.node.id
        await press(pilot, "j")
    raise AssertionError("no config")


def counts(explorer: Explorer) -> list[httpx.Request]:
    return [one for one in explorer.wire.sent("GET") if one.url.params.get("limit") == "20"]


def lists(explorer: Explorer, **query: str) -> list[httpx.Request]:
    """The lists that were asked for with that query; counts are no lists."""
    return [
        one
        for one in explorer.wire.sent("GET")
        if one.url.path == LIST
        and one.url.params.get("limit") != "20"
        and all(one.url.params.get(name) == value for name, value in query.items())
    ]


async def test_the_ways_back_and_on_bear_the_names_of_now() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        screen = explorer.screen
        await into_the_config(pilot, explorer)
        here = explorer.shown
        assert here is not None
        await press(pilot, "f")
        await settle(pilot, lambda: explorer.is_loaded)
        body = UpdateIntegrationInstance(name="Renamed meanwhile")
        await explorer.store.writing.update(here, body)
        await settle(pilot, lambda: "[ back to Renamed meanwhile" in drawn(pilot))
        await press(pilot, "left_square_bracket")
        await settle(pilot, lambda: explorer.is_loaded and screen.filter_bar.text == "")
        await explorer.store.writing.update(here, UpdateIntegrationInstance(name="Once more"))
        await settle(pilot, lambda: "] on to Once more" in drawn(pilot))


async def test_f_lists_the_users_and_brackets_go_back_and_forward() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        screen = explorer.screen
        before = len(explorer.names)
        config = await into_the_config(pilot, explorer)
        assert not explorer.screen.counts_users, "the line is thin: tests run as over SSH"
        came_from, node = explorer.shown, screen.object_tree.node
        assert came_from is not None
        name = screen.object_tree.root_node.label if screen.object_tree.root_node else ""
        await press(pilot, "f")
        await settle(pilot, lambda: explorer.is_loaded and len(explorer.names) < before)
        assert screen.filter_bar.text == f"config:{config}"
        assert len(lists(explorer, provider_config_id=config)) == 1
        assert explorer.has_focus(screen.instances)
        assert explorer.cursor == came_from, "one of its users is the one it was found in"
        picture = drawn(pilot)
        assert "Instances · config: " in picture
        assert f"[ back to {name[:20]}" in picture
        users = list(explorer.names)

        # The tree follows to another one; what was open is opened again.
        await press(pilot, "G" if explorer.cursor != explorer.store.state.rows[-1].key else "g")
        await settle(pilot, lambda: explorer.shown == explorer.cursor != came_from)
        await press(pilot, "left_square_bracket")
        await settle(pilot, lambda: explorer.is_loaded and len(explorer.names) == before)
        assert screen.filter_bar.text == ""
        assert explorer.shown == explorer.cursor == came_from
        assert explorer.has_focus(screen.object_tree)
        assert screen.object_tree.node is not None
        assert node is not None
        assert screen.object_tree.node.key == node.key
        assert "Instances · config: " not in drawn(pilot)

        await press(pilot, "right_square_bracket")
        await settle(pilot, lambda: explorer.is_loaded and len(explorer.names) < before)
        assert explorer.names == users
        assert "Instances · config: " in drawn(pilot)
        await press(pilot, "right_square_bracket")
        assert explorer.said[-1] == "There is no way forward."
        assert len(lists(explorer, provider_config_id=config)) == 2, "once each time"


async def test_a_row_beyond_the_first_page_is_come_back_to() -> None:
    explorer = Explorer(profile=Profile(page_size=20))
    async with explorer.running() as pilot:
        await press(pilot, "G", "k")
        await settle(pilot, lambda: explorer.shown == explorer.cursor)
        kept = explorer.cursor
        # In the list, `f` asks for the part that is meant.
        row = explorer.screen.row
        assert row is not None
        assert row.integration_id is not None
        await press(pilot, "f")
        await on(pilot, ChoiceScreen)
        assert row.integration_id in drawn(pilot)
        offered = pilot.app.screen.query_one(OptionList)
        ids = [str(option.prompt) for option in offered.options]
        offered.highlighted = next(at for at, one in enumerate(ids) if row.integration_id in one)
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.is_loaded and bool(explorer.screen.filter_bar.text))
        assert row.key in {one.key for one in explorer.store.state.rows}
        # What only the ID was known of gets its name.
        integration = explorer.world.catalogue.integrations.get(row.integration_id)
        assert integration is not None
        await settle(pilot, lambda: f"· integration: {integration.name}" in drawn(pilot))
        await press(pilot, "g", "left_square_bracket")
        await settle(pilot, lambda: explorer.is_loaded and not explorer.screen.filter_bar.text)
        assert explorer.cursor == kept
        assert explorer.screen.instances.cursor == len(explorer.names) - 2


async def test_users_are_counted_once_the_cursor_rests_and_only_once() -> None:
    explorer = Explorer(profile=NEAR)
    async with explorer.running() as pilot:
        config = await into_the_config(pilot, explorer)
        inspector = explorer.screen.inspector
        assert "f lists them" in inspector.text
        await settle(pilot, lambda: "instance" in inspector.text.split("\n")[0])
        # On a slow machine the cursor rests on the way, too; that counts other things.
        [asked] = [one for one in counts(explorer) if config in str(one.url)]
        await press(pilot, "k", "j")
        assert "instance" in inspector.text.split("\n")[0], "it is remembered"
        await settle(pilot, lambda: explorer.is_idle)
        assert [one for one in counts(explorer) if config in str(one.url)] == [asked]
        # Moving on ends what is asked for.
        parked = asyncio.Event()

        async def park(request: httpx.Request) -> httpx.Response | None:
            if request.url.params.get("limit") == "20":
                parked.set()
                await asyncio.Event().wait()
            return None

        explorer.wire.tap = park
        await press(pilot, "j")
        await settle(pilot, lambda: parked.is_set())
        assert not explorer.is_idle
        await press(pilot, "escape", "j")
        await settle(pilot, lambda: explorer.shown == explorer.cursor)
        assert explorer.is_idle
        assert "used by" not in inspector.text


async def test_nobody_is_asked_where_calls_are_few() -> None:
    explorer = Explorer(profile=NEAR)

    async def limit(request: httpx.Request) -> httpx.Response | None:
        answer = await explorer.wire.pass_on(request)
        answer.headers.update(LIMITED)
        return answer

    async with explorer.running() as pilot:
        explorer.wire.tap = limit
        await press(pilot, "r")
        await settle(pilot, lambda: explorer.is_idle)
        await into_the_config(pilot, explorer)
        assert not explorer.screen.counts_users
        assert "f lists them" in explorer.screen.inspector.text
        assert counts(explorer) == []
        # What no list can be asked for by says so.
        await press(pilot, "left_square_bracket")
        assert explorer.said[-1] == "You have not come from anywhere yet."
        tree = explorer.screen.object_tree
        for _ in range(10):
            if tree.node is not None and tree.node.label == "auth method":
                break
            await press(pilot, "j")
        await press(pilot, "f")
        await settle(pilot, lambda: "no such object" in explorer.said[-1])
        assert explorer.screen.filter_bar.text == ""
