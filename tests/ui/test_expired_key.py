"""A key that ends while a form is open: the form stays, and goes on with another key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui.app_host import Explorer, on, press, settle
from tui.sandbox import SANDBOX_KEY
from tui.screens.connecting import KEPT, KEY_REFUSED, KEY_TAKEN, OTHER_KEY
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.review import ReviewScreen
from tui.screens.welcome import WelcomeScreen

REFUSAL = {"message": "The key has expired", "code": "unauthorized"}


async def refuse(request: httpx.Request) -> httpx.Response:
    return httpx.Response(401, json=REFUSAL)


@asynccontextmanager
async def typing(tmp_path: Path) -> AsyncIterator[tuple[Explorer, Pilot[None]]]:
    """Type into a form; then the key is refused."""
    explorer = Explorer(instances=20, drafts=tmp_path)
    async with explorer.running() as pilot:
        await press(pilot, "e")
        await on(pilot, InstanceFormScreen)
        explorer.app.screen.query_one("#field-name Input", Input).value = "Typed"
        explorer.wire.tap = refuse
        yield explorer, pilot


def is_kept(explorer: Explorer) -> bool:
    form = explorer.app.screen_stack[1]
    return form.query_one("#field-name Input", Input).value == "Typed"


async def give_key(explorer: Explorer, pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+s")
    await on(pilot, WelcomeScreen)
    assert is_kept(explorer)
    explorer.wire.tap = None
    pilot.app.screen.query_one("#key", Input).value = SANDBOX_KEY
    await press(pilot, "enter")
    await on(pilot, InstanceFormScreen)


async def test_nothing_comes_up_under_the_fingers(tmp_path: Path) -> None:
    async with typing(tmp_path) as (explorer, pilot):
        explorer.screen._load_environment()
        await settle(pilot, lambda: KEY_REFUSED in explorer.said)
        assert isinstance(explorer.app.screen, InstanceFormScreen)
        assert is_kept(explorer)


async def test_the_form_goes_on_with_another_key(tmp_path: Path) -> None:
    async with typing(tmp_path) as (explorer, pilot):
        await give_key(explorer, pilot)
        await settle(pilot, lambda: KEY_TAKEN in explorer.said)
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        explorer.wire.tap = refuse
        await press(pilot, "ctrl+s")
        await on(pilot, WelcomeScreen)
        await press(pilot, "escape")
        await on(pilot, InstanceFormScreen)
        assert KEPT in explorer.said
        explorer.app.clear_notifications()
        await give_key(explorer, pilot)
        await settle(pilot, lambda: KEY_TAKEN in explorer.said)
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert explorer.wire.bodies("PATCH")[-1] == {"name": "Typed"}
        assert "Typed" in explorer.names


async def test_a_key_of_another_environment_is_not_used_for_it(tmp_path: Path) -> None:
    async def another(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/instance":
            return httpx.Response(200, json={"id": "ins_another", "type": "production"})
        return None

    async with typing(tmp_path) as (explorer, pilot):
        await press(pilot, "ctrl+s")
        await on(pilot, WelcomeScreen)
        explorer.wire.tap = another
        pilot.app.screen.query_one("#key", Input).value = SANDBOX_KEY
        await press(pilot, "enter")
        await settle(pilot, lambda: OTHER_KEY in explorer.said)
        assert isinstance(explorer.app.screen, InstanceFormScreen)
        assert is_kept(explorer)
