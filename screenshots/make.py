"""Makes the README's pictures from the built-in sandbox: `python screenshots/make.py`.

The sandbox, its clock and the keys pressed are always the same, so that a picture changes
only when the explorer does.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tui.app import ExplorerApp
    from tui.connect import Connection
    from tui.screens.main import MainScreen
    from tui.screens.opener import Opener
    from tui.settings import Settings

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SIZE = (120, 40)
PATIENCE = 20.0


def main() -> None:
    """Make all pictures."""
    # These change the looks, and Textual reads them when it is imported.
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    os.environ.pop("NO_COLOR", None)
    for name, drive in {
        "main": browse,
        "filter": narrow,
        "form": fill_in,
        "session": make_session,
    }.items():
        asyncio.run(take(HERE / f"{name}.svg", drive))


class Driver:
    """Presses keys, and waits for what they bring about: workers and timers take their time."""

    def __init__(self, app: ExplorerApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after another."""
        await self._pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type `text`."""
        await self._pilot.press(*("space" if one == " " else one for one in text))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until `holds`, and until that is drawn.

        Raises:
            TimeoutError: It does not hold in time.
        """
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await self._pilot.pause(0.02)
        await self._pilot.pause()

    async def until_screen(self, name: str) -> None:
        """Wait until a screen of that class is on top."""
        await self.until(lambda: type(self.app.screen).__name__ == name)

    async def until_said(self, selector: str, words: str) -> None:
        """Wait until the text at `selector` has `words`."""
        from textual.widgets import Static

        def is_said() -> bool:
            lines = self.app.screen.query(selector).results(Static)
            return any(words in str(line.content) for line in lines)

        await self.until(is_said)

    async def pick(self, name: str) -> None:
        """Open the list of the field that has the focus, and take what is called `name`."""
        await self.press("enter")
        await self.until_screen("PickerScreen")
        await self.until_said(".picker-status", "found")
        await self.type(name)
        await self.until_said(".picker-status", "1 found")
        await self.press("enter")
        await self.until(lambda: type(self.app.screen).__name__ != "PickerScreen")

    async def until_shown(self) -> None:
        """Wait until the tree shows the instance that the list's cursor is on."""
        screen = self.main

        def is_shown() -> bool:
            row, root = screen.row, screen.object_tree.root_node
            return row is not None and root is not None and root.id == row.id

        await self.until(is_shown)

    @property
    def main(self) -> MainScreen:
        """The main screen."""
        from tui.screens.main import MainScreen

        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen


async def browse(driver: Driver) -> None:
    """The main screen: an instance, and what its provider resolves to."""
    await driver.press("down", "enter")
    await driver.until(lambda: driver.main.focused is driver.main.object_tree)
    await driver.press(*"jj", *"j" * 6)


async def narrow(driver: Driver) -> None:
    """The filter line, with what it completes."""
    from textual.events import Paste

    from tui.widgets.completion_list import CompletionList

    main, loaded = driver.main, driver.main.store.state.loaded
    await driver.press("slash")
    # At one go: how often the server is asked while one types is a matter of luck.
    main.query_one("FilterInput").post_message(Paste("status:active provider:"))
    completions = main.query_one(CompletionList)
    await driver.until(lambda: completions.highlighted is not None)
    await driver.until(lambda: main.store.state.loaded < loaded and not main.store.state.guess)


async def fill_in(driver: Driver) -> None:
    """The form of a new instance, filled in."""
    await driver.press("n")
    await driver.until_screen("InstanceFormScreen")
    await driver.pick("Knowledge search")
    await driver.press("tab")
    await driver.type("Ada, knowledge search")
    await driver.press("tab", "tab", "tab", "tab")
    for provider, auth_config in (
        ("Notion", "Notion OAuth (EU)"),
        ("Google Drive", "Google Drive OAuth (EU)"),
    ):
        await driver.press("end")
        await driver.pick(provider)
        await driver.until_screen("ProviderFormScreen")
        await driver.press("tab")
        await driver.pick(auth_config)
        await driver.press("ctrl+s")
        await driver.until_screen("InstanceFormScreen")


async def make_session(driver: Driver) -> None:
    """A session that was just created: its secrets are masked."""
    await driver.press("t")
    await driver.until_screen("SessionTemplateFormScreen")
    await driver.press("ctrl+s")
    await driver.until_screen("ReviewScreen")
    await driver.press("ctrl+s")
    await driver.until_screen("MainScreen")
    driver.app.clear_notifications()
    await driver.until(lambda: not driver.main.query("Toast"))
    await driver.press("s")
    await driver.until_screen("SessionFormScreen")
    await driver.type("First look")
    await driver.press("ctrl+s")
    await driver.until_screen("ReviewScreen")
    await driver.press("ctrl+s")
    await driver.until_screen("SessionResultScreen")


async def take(path: Path, drive: Callable[[Driver], Awaitable[None]]) -> None:
    """Start the explorer, drive it, and write what it then shows to `path`."""
    from tui.app import ExplorerApp
    from tui.profiles import Profiles
    from tui.settings import Settings
    from tui.settings_file import SettingsFile

    settings = Settings(api_host="http://127.0.0.1", demo=True)
    profiles = Profiles(SettingsFile(Path("config.toml")))
    app = ExplorerApp(settings, open_sandbox(settings), profiles, clock=clock)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.until(lambda: driver.main.row is not None)
        await driver.until_shown()
        await drive(driver)
        await pilot.pause()
        app.clear_notifications()
        await driver.until(lambda: not app.screen.query("Toast"))
        path.write_text(app.export_screenshot(title="metorial-tui"))


def open_sandbox(settings: Settings) -> Opener:
    """Return what opens a sandbox whose time stands still."""

    def open_store(*_: object, **__: object) -> Connection:
        import httpx

        from tui import connect
        from tui.api.api import Api
        from tui.api.client import Client
        from tui.api.origin import Origin
        from tui.sandbox import SANDBOX_KEY
        from tui.sandbox.app import create_app
        from tui.sandbox.world import World
        from tui.secret import Secret
        from tui.store.scope import Scope

        world = World(now=NOW)
        world.clock = clock
        origin = Origin.parse(connect.SANDBOX_HOST)
        transport = httpx.ASGITransport(app=create_app(world))
        client = Client(origin, Secret(SANDBOX_KEY), transport=transport, clock=clock)
        scope = Scope(settings.profile.name, origin.url, None)
        store = connect.open_store(settings, Api(client), scope, clock=clock)
        return connect.Connection(store)

    return open_store


def clock() -> datetime:
    """Tell the time at which all pictures are taken."""
    return NOW


if __name__ == "__main__":
    main()
