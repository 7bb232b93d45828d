"""Keys that come together have their effects in their order."""

from __future__ import annotations

import pytest
from textual.events import Key, Paste
from textual.widgets import Input

from tests.ui.app_host import Explorer, settle
from tui import key_order


def arrive(explorer: Explorer, *keys: str) -> None:
    """Let keys come at once, as those of one read do."""
    for key in keys:
        explorer.app.post_message(Key(key, key if len(key) == 1 else None))


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
