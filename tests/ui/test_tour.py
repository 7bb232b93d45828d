"""The tour comes once, goes on with the keys it names, and is left at once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot

from tests.ui.app_host import NARROW, WIDE, Explorer, drawn, on, press, settle
from tui.app import ExplorerApp
from tui.profile import Profile
from tui.screens.choice import ChoiceScreen
from tui.screens.help import HelpScreen
from tui.screens.welcome import WelcomeScreen
from tui.tour import claim
from tui.widgets.tour_bar import TourBar


def first_start(folder: Path, **options: Any) -> Explorer:
    """An explorer of somebody whose state is kept in `folder`."""
    return Explorer(instances=20, state_folder=folder, tour=True, **options)


async def at(pilot: Pilot[None], number: int, key: str) -> None:
    """Wait until the tour is at a step, and names a key."""
    await settle(
        pilot,
        lambda: any(
            str(bar.border_title) == f"Tour · {number} of 5"
            and str(bar.content).startswith(f"{key} ")
            for bar in pilot.app.screen_stack[0].query(TourBar)
        ),
    )


def is_shown(explorer: Explorer) -> bool:
    return bool(explorer.screen.query(TourBar))


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_it_goes_on_with_each_key_that_it_names(
    size: tuple[int, int], tmp_path: Path
) -> None:
    explorer = first_start(tmp_path)
    async with explorer.running(size) as pilot:
        await at(pilot, 1, "/")
        assert "T next · Esc ends the tour" in drawn(pilot)
        await press(pilot, "slash")
        await at(pilot, 1, "Enter")
        await press(pilot, *"status:active")
        await settle(pilot, lambda: explorer.is_loaded)
        await press(pilot, "enter")
        await at(pilot, 2, "Enter")
        await press(pilot, "enter")
        await at(pilot, 3, "f")
        await press(pilot, "f")
        await on(pilot, ChoiceScreen)
        await press(pilot, "enter")
        await at(pilot, 3, "[")
        await press(pilot, "left_square_bracket")
        await at(pilot, 4, ":")
        await press(pilot, "colon")
        await on(pilot, CommandPalette)
        await press(pilot, "escape")
        await at(pilot, 5, "?")
        await press(pilot, "question_mark")
        await on(pilot, HelpScreen)
        await press(pilot, "escape")
        await settle(pilot, lambda: not is_shown(explorer))
        assert explorer.said[-1] == "T takes the tour again, ? has all keys."


async def test_it_is_left_at_once_does_not_come_again_and_can_be_taken_again(
    tmp_path: Path,
) -> None:
    explorer = first_start(tmp_path / "state")
    async with explorer.running(NARROW) as pilot:
        await at(pilot, 1, "/")
        await press(pilot, "escape")
        await settle(pilot, lambda: not is_shown(explorer))
    explorer = first_start(tmp_path / "state")
    async with explorer.running(NARROW) as pilot:
        await settle(pilot, lambda: explorer.is_idle)
        assert not is_shown(explorer)
        await press(pilot, "T")
        await at(pilot, 1, "/")
        # What is typed in the line is skipped with the way into it.
        await press(pilot, "T")
        await at(pilot, 2, "Enter")


async def test_a_key_may_come_one_step_early_and_none_further_on_is_taken(
    tmp_path: Path,
) -> None:
    explorer = first_start(tmp_path)
    async with explorer.running(NARROW) as pilot:
        await at(pilot, 1, "/")
        await press(pilot, "question_mark")
        await on(pilot, HelpScreen)
        await press(pilot, "escape")
        await at(pilot, 1, "/")
        await press(pilot, "enter")
        await at(pilot, 3, "f")


async def test_whoever_has_begun_something_has_it_at_the_next_start(tmp_path: Path) -> None:
    explorer = first_start(tmp_path)
    answer = asyncio.Event()

    async def wait(request: httpx.Request) -> None:
        await answer.wait()

    explorer.wire.tap = wait
    async with explorer.running(NARROW, loaded=False) as pilot:
        await settle(pilot, lambda: explorer.is_connected)
        await press(pilot, "slash")
        answer.set()
        await settle(pilot, lambda: explorer.is_idle)
        assert not is_shown(explorer)
    explorer = first_start(tmp_path)
    async with explorer.running(NARROW) as pilot:
        await at(pilot, 1, "/")


async def test_who_is_asked_for_a_key_has_the_tour_once_there_is_a_list(tmp_path: Path) -> None:
    explorer = first_start(tmp_path, key=None)
    async with explorer.running(NARROW, loaded=False) as pilot:
        await on(pilot, WelcomeScreen)
        assert not is_shown(explorer)
        await pilot.click("#demo")
        await at(pilot, 1, "/")


@pytest.mark.parametrize(
    "options",
    [{"tour": False}, {"profile": Profile(tour=False)}, {"instance_id": "int_none"}],
    ids=["variable", "setting", "an instance asked for"],
)
async def test_it_does_not_come_where_it_is_not_wanted(
    options: dict[str, Any], tmp_path: Path
) -> None:
    explorer = Explorer(**{"instances": 20, "state_folder": tmp_path, "tour": True, **options})
    async with explorer.running(NARROW, loaded=False) as pilot:
        await settle(pilot, lambda: explorer.is_connected and explorer.is_idle)
        assert not is_shown(explorer)
    assert claim(tmp_path)


async def test_it_does_not_come_in_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExplorerApp, "is_web", True)
    explorer = first_start(tmp_path)
    async with explorer.running(NARROW) as pilot:
        await settle(pilot, lambda: explorer.is_idle)
        assert not is_shown(explorer)
    assert claim(tmp_path)


def test_where_it_cannot_be_remembered_it_does_not_come(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    assert not claim(tmp_path / "state")
