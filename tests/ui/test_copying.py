"""What is copied is the true value; what hides in it is asked about first."""

from __future__ import annotations

import pytest

from tests.ui.app_host import Explorer, on, press, settle, text_of
from tui.screens.clipboard import copy_text
from tui.screens.confirm import ConfirmScreen
from tui.text import Display

HOSTILE = "rm \x1b[2J\u202e[b]x\r"


@pytest.mark.parametrize(("agreed", "copied"), [(True, HOSTILE), (False, "")])
async def test_control_characters_are_named_before_they_are_copied(
    agreed: bool, copied: str
) -> None:
    explorer = Explorer(instances=3)
    async with explorer.running() as pilot:
        explorer.app.run_worker(copy_text(explorer.app, HOSTILE, Display("The value")))
        await on(pilot, ConfirmScreen)
        assert explorer.app.clipboard == ""
        said = text_of(pilot)
        assert "U+001B escape" in said
        assert "U+202E right-to-left override" in said
        assert "carriage return" in said
        # The safe answer has the focus.
        if agreed:
            await press(pilot, "shift+tab")
        await press(pilot, "enter")
        await settle(pilot, lambda: not isinstance(pilot.app.screen, ConfirmScreen))
        await settle(pilot, lambda: not agreed or bool(explorer.said))
        assert explorer.app.clipboard == copied


async def test_many_of_them_are_counted() -> None:
    explorer = Explorer(instances=3)
    async with explorer.running() as pilot:
        text = "".join(map(chr, range(1, 9)))
        explorer.app.run_worker(copy_text(explorer.app, text, Display("The value")))
        await on(pilot, ConfirmScreen)
        assert "and 3 more" in text_of(pilot)
