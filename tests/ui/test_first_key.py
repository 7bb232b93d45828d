"""Which key is used, and what happens where there is none or it is refused."""

from __future__ import annotations

import httpx
from textual.pilot import Pilot
from textual.widgets import Button, Input

from tests.ui.app_host import NARROW, NO_KEY, WRONG_KEY, Explorer, on, press, settle, text_of
from tui.sandbox import SANDBOX_KEY
from tui.screens.welcome import WelcomeScreen


async def use(pilot: Pilot[None], key: str) -> None:
    field = pilot.app.screen.query_one("#key", Input)
    field.value = key
    field.focus()
    await press(pilot, "enter")


async def test_without_a_key_the_demo_is_one_button_away() -> None:
    explorer = Explorer(key=None)
    async with explorer.running(NARROW, loaded=False) as pilot:
        await on(pilot, WelcomeScreen)
        assert NO_KEY in text_of(pilot)
        assert explorer.wire.requests == []
        pilot.app.screen.query_one("#demo", Button).press()
        await settle(pilot, lambda: explorer.is_loaded)
        assert explorer.app.screen is explorer.screen
        assert explorer.app.focused is explorer.screen.instances


async def test_a_refused_key_is_asked_for_again_until_one_is_right() -> None:
    explorer = Explorer(key=WRONG_KEY)
    async with explorer.running(loaded=False) as pilot:
        await on(pilot, WelcomeScreen)
        assert "401" in text_of(pilot) or "key" in text_of(pilot)
        first = pilot.app.screen
        await use(pilot, "metorial_sk_wrong_too")
        await settle(
            pilot,
            lambda: isinstance(pilot.app.screen, WelcomeScreen) and pilot.app.screen is not first,
        )
        await use(pilot, SANDBOX_KEY)
        await settle(pilot, lambda: explorer.is_loaded)
        assert explorer.app.screen is explorer.screen
        assert explorer.names
        assert explorer.kept == [False, False, False]
        assert WRONG_KEY not in explorer.app.export_screenshot()


async def test_the_keyring_is_asked_for_only_by_choice() -> None:
    explorer = Explorer(key=None)
    async with explorer.running(loaded=False) as pilot:
        await on(pilot, WelcomeScreen)
        pilot.app.screen.query_one("#key", Input).focus()
        await press(pilot, *SANDBOX_KEY, "tab", "down", "space", "tab", "enter")
        await settle(pilot, lambda: explorer.is_loaded)
        assert explorer.kept == [False, True]


async def test_the_welcome_is_shown_once() -> None:
    explorer = Explorer(key=WRONG_KEY)
    async with explorer.running(loaded=False) as pilot:
        await on(pilot, WelcomeScreen)
        await settle(pilot, lambda: explorer.is_idle)
        assert len(explorer.app.screen_stack) == 2


async def test_quitting_from_the_welcome_is_clean() -> None:
    explorer = Explorer(key=None)
    async with explorer.running(loaded=False) as pilot:
        await on(pilot, WelcomeScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, WelcomeScreen)
        await pilot.press("ctrl+q")
        await settle(pilot)
    assert explorer.app.return_code == 0


async def test_a_key_refused_later_asks_again() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:

        async def refuse(request: httpx.Request) -> httpx.Response:
            body = {"status": 401, "code": "unauthorized", "message": "Revoked."}
            return httpx.Response(401, json=body)

        explorer.wire.tap = refuse
        await press(pilot, "R")
        await on(pilot, WelcomeScreen)
        explorer.wire.tap = None
        await use(pilot, SANDBOX_KEY)
        await settle(pilot, lambda: explorer.is_loaded)
