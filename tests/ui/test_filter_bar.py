"""The filter line of the main screen: guesses, answers, completions, wrong words, Esc."""

from __future__ import annotations

import asyncio

import httpx

from tests.ui.app_host import LIST, NARROW, Explorer, drawn, press, settle
from tui.widgets.completion_list import CompletionList
from tui.widgets.filter_bar import FilterInput


def completions(explorer: Explorer) -> CompletionList:
    return explorer.screen.query_one(CompletionList)


def line(explorer: Explorer) -> FilterInput:
    return explorer.screen.query_one(FilterInput)


async def test_it_narrows_at_once_and_the_servers_answer_replaces_that() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        gate = asyncio.Event()

        async def hold(request: httpx.Request) -> None:
            if request.url.path == LIST:
                await gate.wait()

        explorer.wire.tap = hold
        await press(pilot, "slash", *"status:draft")
        state = explorer.store.state
        assert state.guess
        assert {row.status for row in state.rows} == {"draft"}
        assert "so far" in explorer.screen.filter_bar.count
        gate.set()
        await settle(pilot, lambda: explorer.is_loaded)
        assert {row.status for row in explorer.store.state.rows} == {"draft"}
        assert explorer.screen.filter_bar.count == str(len(explorer.names))
        asked = [str(one.url) for one in explorer.wire.sent("GET") if "draft" in str(one.url)]
        assert len(asked) == 1
        assert explorer.has_focus(line(explorer))


async def test_a_wrong_word_is_explained_and_changes_nothing() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        before = explorer.names
        explorer.screen.filter_bar.text = "colour:red"
        await settle(pilot, lambda: explorer.is_loaded and bool(explorer.store.state.problems))
        assert explorer.names == before
        assert "colour" in str(explorer.screen.query_one("#list-pane").border_subtitle)
        assert explorer.screen.filter_bar.spans
        explorer.screen.filter_bar.text = ""
        await settle(pilot, lambda: not explorer.store.state.problems)
        assert not explorer.screen.query_one("#list-pane").border_subtitle


async def test_tab_takes_a_completion() -> None:
    explorer = Explorer()
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "slash", *"stat")
        assert completions(explorer).is_open
        await press(pilot, "tab")
        assert explorer.screen.filter_bar.text == "status:"
        assert completions(explorer).is_open
        await press(pilot, *"dra", "tab")
        assert explorer.screen.filter_bar.text.rstrip() == "status:draft"
        await press(pilot, "enter")
        assert not completions(explorer).is_open
        assert explorer.has_focus(explorer.screen.instances)
        await settle(pilot, lambda: explorer.is_loaded)
        assert {row.status for row in explorer.store.state.rows} == {"draft"}


async def test_names_are_completed_to_what_the_api_knows() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "slash", *"provider:g")
        list_ = completions(explorer)
        await settle(
            pilot,
            lambda: list_.highlighted is not None and "GitHub" in drawn(pilot),
        )
        await press(pilot, "tab")
        text = explorer.screen.filter_bar.text
        assert text.startswith("provider:")
        await settle(pilot, lambda: explorer.is_loaded)
        assert 0 < len(explorer.names) < 240
        assert not explorer.store.state.problems


async def test_the_arrows_move_in_the_completions() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "slash", *"status:")
        list_ = completions(explorer)
        first = list_.highlighted
        await press(pilot, "down")
        assert list_.highlighted not in (first, None)
        await press(pilot, "up")
        assert list_.highlighted == first


async def test_escape_closes_completions_then_clears_then_leaves() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "slash", *"stat")
        assert completions(explorer).is_open
        await press(pilot, "escape")
        assert not completions(explorer).is_open
        assert explorer.screen.filter_bar.text == "stat"
        await press(pilot, "escape")
        assert explorer.screen.filter_bar.text == ""
        if completions(explorer).is_open:
            await press(pilot, "escape")
        assert explorer.has_focus(line(explorer))
        await press(pilot, "escape")
        assert explorer.has_focus(explorer.screen.instances)
        await press(pilot, "escape", "escape")
        assert explorer.app.is_running


async def test_the_bottom_line_says_what_escape_does_and_a_second_slash_is_no_text() -> None:
    explorer = Explorer()

    def said() -> str:
        return str(explorer.screen.footer.render()).rpartition("Esc ")[2].split()[0]

    async with explorer.running() as pilot:
        await press(pilot, "slash")
        assert said() == "leave"
        await press(pilot, "slash")
        assert explorer.screen.filter_bar.text == ""
        assert explorer.has_focus(line(explorer))
        await press(pilot, *"stat")
        assert said() == "close"
        await press(pilot, "escape")
        assert said() == "clear"
        await press(pilot, "slash")
        assert explorer.screen.filter_bar.text == "stat/"
        await press(pilot, "escape")
        assert said() == "leave"
        await press(pilot, "down")
        assert said() == ("close" if completions(explorer).is_open else "leave")


async def test_letters_are_text_in_the_line() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "slash", *"nedstyq")
        assert explorer.screen.filter_bar.text == "nedstyq"
        assert explorer.app.screen is explorer.screen


async def test_a_filter_from_the_start_is_asked_for() -> None:
    explorer = Explorer(filter_text="status:archived")
    async with explorer.running():
        assert explorer.screen.filter_bar.text == "status:archived"
        assert {row.status for row in explorer.store.state.rows} == {"archived"}


async def test_fast_typing_asks_once() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        before = len(explorer.wire.sent("GET"))
        await pilot.press("slash", *"ada")
        await settle(pilot, lambda: len(explorer.wire.sent("GET")) > before)
        await settle(pilot, lambda: explorer.is_loaded)
        searches = [one.url.params.get("search") for one in explorer.wire.sent("GET")[before:]]
        assert searches[-1] == "ada"


async def test_it_says_why_no_names_are_offered_where_the_key_may_not_read_them() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:

        async def refuse(request: httpx.Request) -> httpx.Response | None:
            if request.url.path != "/identities":
                return None
            body = {"status": 403, "code": "forbidden", "message": "No."}
            return httpx.Response(403, json=body)

        explorer.wire.tap = refuse
        await press(pilot, "slash", *"identity:a")
        await settle(pilot, lambda: "this key may not read identities" in drawn(pilot))
        await press(pilot, "tab")
        assert explorer.screen.filter_bar.text == "identity:a"
