"""The main screen on a sandbox: list, tree, keys, and what an API can do to them."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList

from tests.ui.app_host import LIST, NARROW, Explorer, drawn, on, press, settle
from tui.connect import Connection
from tui.screens.confirm import ConfirmScreen
from tui.screens.copy_menu import CopyMenu
from tui.screens.help import HelpScreen
from tui.screens.sort_menu import SortMenu
from tui.store.sort import Sort
from tui.text import fold

DATA = Path(__file__).parents[1] / "data"


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / f"integration_instance_{name}.json").read_text())
    return found


def answer(body: object) -> httpx.Response:
    # As ASCII: lone surrogates can be sent no other way.
    return httpx.Response(200, content=json.dumps(body).encode("ascii"))


def serve(explorer: Explorer, *items: object) -> None:
    """Let the list be just these items."""
    by_id = {one["id"]: one for one in items if isinstance(one, dict) and "id" in one}

    async def tap(request: httpx.Request) -> httpx.Response | None:
        path = request.url.path
        if path == LIST:
            page = {"has_more_before": False, "has_more_after": False}
            return answer({"items": items, "pagination": page})
        if (found := by_id.get(path.rpartition("/")[2])) is not None:
            return answer(found)
        return None

    explorer.wire.tap = tap


async def test_the_list_loads_and_the_tree_follows() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        state = explorer.store.state
        assert len(explorer.names) == state.loaded
        assert state.loaded > 100
        assert explorer.shown == explorer.cursor == state.rows[0].key
        assert explorer.app.focused is explorer.screen.instances
        assert "complete" in " ".join(explorer.screen.header.facts)
        assert explorer.screen.filter_bar.count == str(state.loaded)
        assert explorer.names[0][:12] in drawn(pilot)


async def test_the_tree_follows_a_cursor_that_rests_and_enter_goes_in() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "down", "j", "down")
        assert explorer.screen.instances.cursor == 3
        await settle(pilot, lambda: explorer.shown == explorer.cursor)
        assert explorer.app.focused is explorer.screen.instances
        await press(pilot, "down", "enter")
        await settle(pilot, lambda: explorer.app.focused is explorer.screen.object_tree)
        assert explorer.shown == explorer.cursor == explorer.store.state.rows[4].key
        assert explorer.screen.inspector.text
        await press(pilot, "escape")
        assert explorer.app.focused is explorer.screen.instances


async def test_the_cursor_stays_on_its_instance() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, *["down"] * 7)
        kept = explorer.cursor
        row = explorer.screen.row
        assert kept is not None
        assert row is not None
        asked = len(explorer.wire.sent("GET"))
        await press(pilot, "R")
        await settle(pilot, lambda: explorer.is_loaded and len(explorer.wire.sent("GET")) > asked)
        assert explorer.cursor == kept
        await press(pilot, "o")
        await on(pilot, SortMenu)
        await press(pilot, "n")
        await settle(pilot, lambda: explorer.store.state.sort == Sort("name"))
        assert explorer.cursor == kept
        assert explorer.names == sorted(explorer.names, key=fold)
        explorer.screen.filter_bar.text = f"status:{row.status}"
        await settle(pilot, lambda: explorer.is_loaded)
        assert explorer.cursor == kept
        assert {one.status for one in explorer.store.state.rows} == {row.status}


async def test_an_environment_without_instances_says_the_next_step() -> None:
    explorer = Explorer(instances=0)
    async with explorer.running() as pilot:
        assert explorer.names == []
        assert explorer.screen.object_tree.root_node is None
        assert "n creates one" in drawn(pilot)
        await press(pilot, "y", "e", "enter", "d", "s", "t", "r", "escape", "b")
        assert explorer.app.screen is explorer.screen
        explorer.screen.filter_bar.text = "nobody"
        await settle(pilot, lambda: explorer.is_loaded)
        assert "Esc clears the filter" in drawn(pilot)


async def test_a_failure_keeps_the_rows_and_r_tries_again() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        before = explorer.names

        async def fail(request: httpx.Request) -> httpx.Response:
            body = {"status": 500, "code": "internal_server_error", "message": "It broke."}
            return httpx.Response(500, json=body, headers={"metorial-req-id": "req_4711"})

        explorer.wire.tap = fail
        await press(pilot, "R")
        await settle(pilot, lambda: explorer.store.state.phase == "failed")
        assert explorer.names == before
        assert explorer.screen.instances.dimmed
        notice = str(explorer.screen.notice.content)
        assert explorer.screen.notice.display
        assert "It broke." in notice
        assert "req_4711" in notice
        explorer.wire.tap = None
        await press(pilot, "r")
        await settle(pilot, lambda: explorer.is_loaded)
        assert not explorer.screen.notice.display
        assert not explorer.screen.instances.dimmed


async def test_an_api_that_cannot_be_reached_is_explained_and_tried_again() -> None:
    explorer = Explorer()

    async def unplugged(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to host")

    explorer.wire.tap = unplugged
    async with explorer.running(NARROW, loaded=False) as pilot:
        await settle(
            pilot,
            lambda: (
                explorer.is_idle
                and explorer.screen._store is not None
                and explorer.store.state.phase == "failed"
            ),
        )
        assert "api.metorial.com" in drawn(pilot)
        assert explorer.names == []
        explorer.wire.tap = None
        await press(pilot, "r")
        await settle(pilot, lambda: explorer.store.state.phase == "ready" and explorer.is_idle)
        assert explorer.names


async def test_the_environment_is_asked_for_again_after_a_failure() -> None:
    explorer = Explorer()

    async def unplugged(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to host")

    explorer.wire.tap = unplugged
    async with explorer.running(loaded=False) as pilot:
        await settle(
            pilot,
            lambda: (
                explorer.is_idle
                and explorer.screen._store is not None
                and explorer.store.state.phase == "failed"
            ),
        )
        explorer.wire.tap = None
        await press(pilot, "R")
        await settle(pilot, lambda: explorer.is_loaded)
        assert explorer.screen.header.place


def hold_lists(explorer: Explorer) -> asyncio.Event:
    """Hold the answers to lists back until the event that is returned is set."""
    gate = asyncio.Event()

    async def hold(request: httpx.Request) -> None:
        if request.url.path == LIST:
            await gate.wait()

    explorer.wire.tap = hold
    return gate


async def test_whose_key_it_is_is_asked_though_the_first_load_is_stopped() -> None:
    explorer = Explorer()
    gate = hold_lists(explorer)
    async with explorer.running(loaded=False) as pilot:
        await settle(pilot, lambda: bool(explorer.wire.sent("GET")))
        await press(pilot, "escape")
        gate.set()
        await press(pilot, "L")
        await settle(pilot, lambda: explorer.is_loaded and bool(explorer.screen.header.place))


async def test_a_slow_list_is_said_to_be_waited_for() -> None:
    explorer = Explorer()
    gate = hold_lists(explorer)
    async with explorer.running(loaded=False) as pilot:
        await settle(pilot, lambda: "Loading instances..." in drawn(pilot))
        await settle(pilot, lambda: bool(explorer.screen.header.place))
        gate.set()
        await settle(pilot, lambda: explorer.is_loaded)


async def test_a_late_answer_does_not_replace_a_newer_one() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        gate = asyncio.Event()

        async def hold_drafts(request: httpx.Request) -> None:
            if request.url.path == LIST and "draft" in str(request.url):
                await gate.wait()

        explorer.wire.tap = hold_drafts
        explorer.screen.filter_bar.text = "status:draft"
        await settle(pilot, lambda: any("draft" in str(one.url) for one in explorer.wire.requests))
        explorer.screen.filter_bar.text = "status:archived"
        await settle(pilot, lambda: not explorer.store.state.guess)
        gate.set()
        await settle(pilot, lambda: explorer.is_idle)
        assert {row.status for row in explorer.store.state.rows} == {"archived"}


async def test_an_instance_that_answers_late_is_not_shown_over_another() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        gate = asyncio.Event()

        async def hold(request: httpx.Request) -> None:
            if request.url.path != LIST:
                await gate.wait()

        explorer.wire.tap = hold
        before = len(explorer.wire.requests)
        await press(pilot, "r")
        await settle(pilot, lambda: len(explorer.wire.requests) > before)
        await press(pilot, "down")
        await settle(pilot, lambda: explorer.shown == explorer.cursor)
        gate.set()
        await settle(pilot, lambda: explorer.is_idle)
        assert explorer.shown == explorer.cursor == explorer.store.state.rows[1].key


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quitting_while_requests_are_in_flight_is_clean(key: str) -> None:
    explorer = Explorer()

    async def never(request: httpx.Request) -> None:
        await asyncio.Event().wait()

    explorer.wire.tap = never
    async with explorer.running(loaded=False) as pilot:
        await settle(pilot, lambda: bool(explorer.wire.requests))
        await pilot.press(key)
    assert explorer.wire.closed
    assert explorer.app.return_code == 0


async def test_keys_before_there_is_a_store_do_no_harm() -> None:
    explorer = Explorer()
    found = threading.Event()

    def late(*arguments: Any, **options: Any) -> Connection:
        found.wait(20)
        return explorer.open(*arguments, **options)

    explorer.app.opener = late
    async with explorer.running(loaded=False) as pilot:
        await press(pilot, *"neyosdtLpb", "slash", *"status:draft", "enter")
        assert explorer.app.screen is explorer.screen
        assert explorer.said
        found.set()
        await settle(pilot, lambda: explorer.is_loaded)
        assert {row.status for row in explorer.store.state.rows} == {"draft"}
        await pilot.press("q")
    assert explorer.app.return_code == 0


async def test_escape_in_the_list_never_quits() -> None:
    explorer = Explorer(filter_text="status:draft")
    async with explorer.running() as pilot:
        await press(pilot, "escape")
        assert explorer.screen.filter_bar.text == ""
        # Before: another one would stop the load.
        await settle(pilot, lambda: explorer.is_loaded)
        await press(pilot, "escape", "escape")
        assert explorer.app.is_running
        assert explorer.said == []


async def test_escape_stops_a_load_first() -> None:
    explorer = Explorer(filter_text="status:draft")
    async with explorer.running() as pilot:

        async def never(request: httpx.Request) -> None:
            await asyncio.Event().wait()

        explorer.wire.tap = never
        await press(pilot, "R")
        await settle(pilot, lambda: explorer.store.state.phase == "loading")
        await press(pilot, "escape")
        await settle(pilot, lambda: explorer.store.state.phase == "ready")
        assert explorer.screen.filter_bar.text == "status:draft"
        assert "stopped" in explorer.said[0]


async def test_the_copy_menu_copies_the_id() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "y")
        await on(pilot, CopyMenu)
        await press(pilot, "i")
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.app.clipboard == explorer.cursor
        assert "OSC 52" in explorer.said[0]


async def test_copying_in_the_tree_takes_the_node() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "2", "down")
        node = explorer.screen.object_tree.node
        assert node is not None
        await press(pilot, "y")
        await on(pilot, CopyMenu)
        await press(pilot, "j")
        await settle(pilot, lambda: bool(explorer.said))
        assert json.loads(explorer.app.clipboard) == node.value


async def test_a_copied_curl_names_the_key_by_its_variable() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "y")
        await on(pilot, CopyMenu)
        await press(pilot, "c")
        await settle(pilot, lambda: bool(explorer.said))
        assert "$METORIAL_API_KEY" in explorer.app.clipboard
        assert f"{LIST}/{explorer.cursor}" in explorer.app.clipboard


async def test_the_palette_goes_to_an_id() -> None:
    explorer = Explorer(filter_text="status:draft")
    async with explorer.running() as pilot:
        wanted = next(one for one in explorer.world.instances if one.status == "active")
        await press(pilot, "colon")
        await on(pilot, CommandPalette)
        await press(pilot, *wanted.id)
        options = pilot.app.screen.query_one(OptionList)
        await settle(
            pilot,
            lambda: (
                bool(options.option_count)
                and wanted.id in str(options.get_option_at_index(0).prompt)
            ),
        )
        await press(pilot, "enter")
        if isinstance(pilot.app.screen, CommandPalette):
            await press(pilot, "enter")
        await settle(pilot, lambda: explorer.shown == wanted.id)
        assert explorer.app.focused is explorer.screen.object_tree


async def test_the_start_can_name_an_instance() -> None:
    wanted = next(iter(Explorer().world.instances)).id
    explorer = Explorer(instance_id=wanted)
    async with explorer.running(loaded=False) as pilot:
        await settle(pilot, lambda: explorer.shown == wanted)
        await settle(pilot, lambda: explorer.app.focused is explorer.screen.object_tree)


async def test_an_instance_that_is_not_there_is_said() -> None:
    explorer = Explorer(instance_id="int_nobody")
    async with explorer.running(loaded=False) as pilot:
        await settle(pilot, lambda: bool(explorer.said))
        assert "int_nobody" in explorer.said[0] or "not" in explorer.said[0]
        await settle(pilot, lambda: explorer.is_loaded)


async def test_help_opens_once_and_closes() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "question_mark")
        await on(pilot, HelpScreen)
        await press(pilot, "f1")
        assert len(explorer.app.screen_stack) == 2
        await press(pilot, "escape")
        assert explorer.app.screen is explorer.screen


@pytest.mark.parametrize("name", ["example", "sdk_shape"])
@pytest.mark.parametrize("size", [NARROW, (120, 40)])
async def test_the_apis_own_examples_open(name: str, size: tuple[int, int]) -> None:
    explorer = Explorer()
    serve(explorer, example(name))
    async with explorer.running(size) as pilot:
        assert len(explorer.names) == 1
        assert "GitHub" in drawn(pilot)
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.app.focused is explorer.screen.object_tree)
        tree = explorer.screen.object_tree
        assert "GitHub" in drawn(pilot)
        await press(pilot, "L")
        assert tree.last_line > 30
        for _ in range(tree.last_line):
            tree.action_cursor_down()
            await pilot.pause()
            assert explorer.screen.inspector.node is tree.node
        await press(pilot, "3")
        assert explorer.screen.inspector.text
        await press(pilot, "1")


async def test_without_an_id_it_can_be_read_but_not_changed() -> None:
    explorer = Explorer()
    serve(explorer, example("example"), example("example"))
    async with explorer.running() as pilot:
        assert len(explorer.names) == 2
        before = len(explorer.wire.requests)
        await press(pilot, "e", "d", "s", "t", "r", "down")
        await settle(pilot, lambda: explorer.shown == explorer.cursor)
        assert explorer.app.screen is explorer.screen
        assert len(explorer.wire.requests) == before
        assert all("no" in one.lower() and "ID" in one for one in explorer.said)
        assert explorer.said


async def test_sixty_providers_and_much_metadata_open() -> None:
    big = example("sdk_shape")
    provider = big["providers"][0]
    big["providers"] = [{**provider, "id": f"inp_{number:016}"} for number in range(60)]
    big["metadata"] = {f"key {number:04}": "x" * 180 for number in range(1000)}
    assert len(json.dumps(big["metadata"])) > 190_000
    explorer = Explorer()
    serve(explorer, big)
    async with explorer.running() as pilot:
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.app.focused is explorer.screen.object_tree)
        await press(pilot, "L")
        assert explorer.screen.object_tree.last_line > 60
        await press(pilot, "G", "g", "H")


HOSTILE = "[/] [@click=app.quit]x[/] [b]$foo \x1b]52;c;aGk=\x07\u202eevil\x9b2J\ud800"


async def test_hostile_names_are_drawn_literally() -> None:
    item = {
        **example("sdk_shape"),
        "name": HOSTILE,
        "description": HOSTILE,
        "status": "[blink]",
        "metadata": {HOSTILE: HOSTILE, "[red]": ["[/x]"]},
    }
    item["providers"] = [{**item["providers"][0], "name": HOSTILE, "status": HOSTILE}]
    item["providers"][0]["provider"] = {"id": "pro_[x]", "name": HOSTILE, "slug": "[/]"}
    explorer = Explorer()
    serve(explorer, item)
    async with explorer.running() as pilot:
        assert "[/] [@click=app.quit]x[/]" in drawn(pilot)
        await press(pilot, "enter", "L", "G", "k", "y")
        await on(pilot, CopyMenu)
        await press(pilot, "escape", "1", "y", "v")
        await on(pilot, ConfirmScreen)
        assert not set(drawn(pilot)) & set("\x1b\x07\x9b\u202e\ud800")
        await press(pilot, "escape", "d")
        await settle(pilot, lambda: explorer.app.screen is not explorer.screen)
        assert not set(drawn(pilot)) & set("\x1b\x07\x9b\u202e\ud800")
        await press(pilot, "escape", "e")
        await settle(pilot, lambda: explorer.app.screen is not explorer.screen)
        assert not set(drawn(pilot)) & set("\x1b\x07\x9b\u202e\ud800")
        assert explorer.app.is_running


async def test_items_that_are_no_instances_are_listed_and_harm_nothing() -> None:
    explorer = Explorer()
    serve(explorer, example("sdk_shape"), "text", None, 7, {"id": 4}, {"providers": [1]}, [])
    async with explorer.running() as pilot:
        assert len(explorer.names) == 7
        for _ in explorer.names:
            await press(pilot, "down", "enter", "1")
            await settle(pilot, lambda: explorer.screen._shown_key == explorer.cursor)
        await press(pilot, "y", "escape", "e", "d")
        assert explorer.app.is_running
