"""Keys that come together have their effects in their order."""

from __future__ import annotations

import pytest
from textual.events import Key, Paste
from textual.widgets import Input

from tests.ui.app_host import Explorer, on, press, settle
from tui import key_order
from tui.screens.filter_name import FilterNameScreen
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.picker import PickerScreen


def arrive(explorer: Explorer, *keys: str) -> None:
    """Let keys come at once, as those of one read do."""
    for key in keys:
        explorer.app.post_message(
            Key("space" if key == " " else key, key if len(key) == 1 else None)
        )


async def test_letters_do_not_overtake_what_takes_some_back() -> None:
    explorer = Explorer(instances=3)
    async with explorer.running() as pilot:
        line = explorer.screen.filter_bar
        arrive(explorer, "slash", *"abx", "backspace", "c")
        await settle(pilot, lambda: line.text == "abc")
        arrive(explorer, "ctrl+u", *"def", "home", "x", "end")
        explorer.app.post_message(Paste("ghi"))
        arrive(explorer, "j")
        await settle(pilot, lambda: line.text == "xdefghij")


async def test_what_a_key_opens_gets_those_behind_it() -> None:
    explorer = Explorer(instances=3)
    async with explorer.running() as pilot:
        arrive(explorer, "question_mark", *"copy")
        await settle(pilot, lambda: bool(pilot.app.screen.query("#help-search")))
        search = pilot.app.screen.query_one("#help-search", Input)
        await settle(pilot, lambda: search.value == "copy")
        arrive(explorer, "escape", "slash", *"ada")
        await settle(pilot, lambda: explorer.screen.filter_bar.text == "ada")


async def test_what_is_typed_behind_a_key_that_closes_a_dialog_is_for_what_lies_below() -> None:
    explorer = Explorer(instances=5)
    async with explorer.running() as pilot:
        await press(pilot, "slash", "a", "enter", "ctrl+s")
        await on(pilot, FilterNameScreen)
        first = explorer.cursor
        arrive(explorer, "escape", "down")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        await settle(pilot, lambda: explorer.cursor != first)


@pytest.mark.parametrize("opens", [["enter"], []], ids=["behind Enter", "at once"])
async def test_what_is_typed_where_something_is_picked_is_searched_for(opens: list[str]) -> None:
    explorer = Explorer(instances=5)
    async with explorer.running() as pilot:
        await press(pilot, "n")
        await on(pilot, InstanceFormScreen)
        arrive(explorer, *opens, *"support desk")
        await on(pilot, PickerScreen)
        search = explorer.app.screen.query_one(Input)
        await settle(pilot, lambda: search.value == "support desk")


async def test_a_key_whose_widget_goes_holds_the_others_up_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(key_order, "PATIENCE", 0.05)
    explorer = Explorer(instances=3)
    async with explorer.running() as pilot:
        listed = type(explorer.screen.instances)
        post = listed.post_message
        monkeypatch.setattr(
            listed,
            "post_message",
            lambda self, one: isinstance(one, (Key, key_order.KeyPassed)) or post(self, one),
        )
        arrive(explorer, "x", "slash", *"ada")
        await settle(pilot, lambda: explorer.screen.filter_bar.text == "ada")


async def test_no_key_is_too_early_for_the_palette() -> None:
    explorer = Explorer(instances=3)
    async with explorer.running() as pilot:
        arrive(explorer, "colon", "pagedown", "pageup", *"follow", "pagedown")
        await settle(pilot, lambda: bool(pilot.app.screen.query("CommandInput")))
        line = pilot.app.screen.query_one("CommandInput", Input)
        await settle(pilot, lambda: line.value == "follow")
