"""The panes at each width: what is shown, where the focus goes, zoom and inspector."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from tests.ui.app_host import Explorer, on, press, settle
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.panes import PANES


def shown(explorer: Explorer) -> list[str]:
    return [
        pane
        for pane in PANES
        if explorer.screen.query_one(f"#{pane}-pane").region.area
        and explorer.screen.query_one(f"#{pane}-pane").display
    ]


def focus_is_seen(explorer: Explorer) -> bool:
    focused = explorer.app.focused
    return focused is not None and focused.region.area > 0


async def resize(pilot: Pilot[None], width: int, height: int) -> None:
    await pilot.resize_terminal(width, height)
    await settle(pilot)


@pytest.mark.parametrize(
    ("width", "panes"),
    [
        (80, ["list"]),
        (99, ["list"]),
        (100, ["list", "tree", "inspector"]),
        (160, ["list", "tree", "inspector"]),
    ],
)
async def test_the_width_decides_which_panes_are_shown(width: int, panes: list[str]) -> None:
    explorer = Explorer(instances=20)
    async with explorer.running((width, 30)):
        assert shown(explorer) == panes
        tree = explorer.screen.query_one("#tree-pane").region
        inspector = explorer.screen.query_one("#inspector-pane").region
        if width >= 160:
            assert tree.y == inspector.y
        elif width >= 100:
            assert tree.bottom == inspector.y


async def test_resizing_keeps_the_focus_in_sight() -> None:
    explorer = Explorer(instances=20)
    async with explorer.running((160, 40)) as pilot:
        for key in ("1", "2", "3"):
            await press(pilot, key)
            focused = explorer.app.focused
            for width in (80, 120, 99, 100, 160, 40):
                await resize(pilot, width, 24)
                assert explorer.app.focused is focused
                assert focus_is_seen(explorer)


@pytest.mark.parametrize("width", [80, 120, 160])
async def test_the_panes_are_reached_by_number_and_by_tab(width: int) -> None:
    explorer = Explorer(instances=20)
    async with explorer.running((width, 30)) as pilot:
        panes: list[Widget] = [
            explorer.screen.instances,
            explorer.screen.object_tree,
            explorer.screen.inspector,
        ]
        for key, pane in zip("231", (panes[1], panes[2], panes[0]), strict=True):
            await press(pilot, key)
            assert explorer.has_focus(pane)
            assert focus_is_seen(explorer)
        for pane in (panes[1], panes[2], panes[0]):
            await press(pilot, "tab")
            assert explorer.has_focus(pane)
            assert focus_is_seen(explorer)
        for pane in (panes[2], panes[1], panes[0]):
            await press(pilot, "shift+tab")
            assert explorer.has_focus(pane)


async def test_zoom_gives_the_pane_the_screen_and_escape_takes_it() -> None:
    explorer = Explorer(instances=20)
    async with explorer.running((120, 30)) as pilot:
        await press(pilot, "2", "plus")
        assert shown(explorer) == ["tree"]
        assert explorer.screen.query_one("#tree-pane").region.width == 120
        await press(pilot, "1")
        assert shown(explorer) == ["list"]
        await press(pilot, "escape")
        assert shown(explorer) == list(PANES)
        assert explorer.has_focus(explorer.screen.instances)


async def test_the_inspector_is_shown_and_hidden() -> None:
    explorer = Explorer(instances=20)
    async with explorer.running((120, 30)) as pilot:
        await press(pilot, "3", "p")
        assert shown(explorer) == ["list", "tree"]
        assert explorer.has_focus(explorer.screen.object_tree)
        await press(pilot, "tab")
        assert explorer.has_focus(explorer.screen.instances)
        await press(pilot, "p")
        assert shown(explorer) == list(PANES)
        await press(pilot, "p", "3")
        assert shown(explorer) == list(PANES)
        assert explorer.has_focus(explorer.screen.inspector)


async def test_narrow_enter_and_escape_go_in_and_out() -> None:
    explorer = Explorer(instances=20)
    async with explorer.running((80, 24)) as pilot:
        await press(pilot, "enter")
        await settle(pilot, lambda: shown(explorer) == ["tree"])
        await press(pilot, "tab")
        assert shown(explorer) == ["inspector"]
        await press(pilot, "escape")
        assert shown(explorer) == ["tree"]
        await press(pilot, "escape")
        assert shown(explorer) == ["list"]
        assert focus_is_seen(explorer)


async def test_narrow_slash_in_another_pane_filters_the_list() -> None:
    explorer = Explorer(instances=20)
    async with explorer.running((80, 24)) as pilot:
        await press(pilot, "3", "slash")
        assert shown(explorer) == ["list"]
        assert focus_is_seen(explorer)
        assert explorer.screen.filter_bar in explorer.app.focused.ancestors  # type: ignore[union-attr] # focus_is_seen


@pytest.mark.parametrize("size", [(20, 6), (1, 1), (300, 80)])
async def test_no_size_breaks_it(size: tuple[int, int]) -> None:
    explorer = Explorer(instances=20)
    async with explorer.running(size) as pilot:
        await press(pilot, "2", "3", "1", "question_mark", "escape", "y", "escape")
        assert explorer.app.is_running


async def test_a_form_bears_any_width() -> None:
    explorer = Explorer(instances=3)
    async with explorer.running() as pilot:
        await press(pilot, "n")
        await on(pilot, InstanceFormScreen)
        for width in (20, 80, 23, 12, 1):
            await resize(pilot, width, 24)
        await resize(pilot, 80, 24)
        await press(pilot, "escape")
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
