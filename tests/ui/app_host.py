"""The whole app on a sandbox in this process, with a stopped clock and a wire to tap."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import httpx
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from tui.api.api import Api
from tui.api.client import Client
from tui.app import ExplorerApp
from tui.connect import Connection, usable_origin
from tui.drafts import Drafts
from tui.errors import CredentialsError
from tui.profile import DEFAULT, Profile
from tui.profiles import Profiles
from tui.sandbox import SANDBOX_KEY
from tui.sandbox.app import create_app
from tui.sandbox.cut import CutTransport
from tui.sandbox.fault import Faults
from tui.sandbox.world import World
from tui.saved_filters import SavedFilters
from tui.screens.main import MainScreen
from tui.secret import Secret
from tui.settings import Settings
from tui.settings_file import SettingsFile
from tui.store.api_lookup import ApiLookup
from tui.store.cache import CachedList, ListCache
from tui.store.scope import Scope
from tui.store.store import Store
from tui.text import Display

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
"""What every clock of a test's app says."""
WIDE = (120, 40)
NARROW = (80, 24)
WRONG_KEY = "metorial_sk_wrong"
NO_KEY = "No API key was found. Paste one here."
LIST = "/integration-instances"

Tap: TypeAlias = Callable[[httpx.Request], Awaitable[httpx.Response | None]]
"""Sees a request before the sandbox does; answers it, raises, waits, or lets it pass."""


class Wire(httpx.AsyncBaseTransport):
    """Brings requests to the sandbox and its faults, remembers them, and can be tapped."""

    def __init__(self, world: World) -> None:
        self.faults = Faults()
        self._inner = CutTransport(app=create_app(world, faults=self.faults))
        self.requests: list[httpx.Request] = []
        self.tap: Tap | None = None
        self.closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = await self.tap(request) if self.tap is not None else None
        return answer or await self._inner.handle_async_request(request)

    async def pass_on(self, request: httpx.Request) -> httpx.Response:
        """Give the sandbox a request, for a tap that is about to lose the answer."""
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        self.closed = True
        await self._inner.aclose()

    def sent(self, method: str, path: str = LIST) -> list[httpx.Request]:
        """Return the requests of that method whose path begins so."""
        return [
            one for one in self.requests if one.method == method and one.url.path.startswith(path)
        ]

    def bodies(self, method: str, path: str = LIST) -> list[Any]:
        """Return what those requests carried."""
        return [json.loads(one.content or "null") for one in self.sent(method, path)]


class Explorer:
    """An app to be driven, and all that it stands on.

    Attributes:
        key: What `open` finds without being given one; None asks for it.
        waits: Seconds that requests would have waited before they were sent.
    """

    def __init__(
        self,
        *,
        key: str | None = SANDBOX_KEY,
        instances: int = 240,
        environment_type: str = "development",
        waits_move_the_clock: bool = False,
        profiles: Sequence[Profile] = (),
        problems: tuple[Display, ...] = (),
        cli_config: Path | None = None,
        cache: Path | None = None,
        drafts: Path | None = None,
        settings_file: Path = Path("/settings/config.toml"),
        **options: Any,
    ) -> None:
        self.key = key
        self.waits: list[float] = []
        self._now = NOW
        self._waits_move_the_clock = waits_move_the_clock
        self.world = World(instances=instances, now=NOW, environment_type=environment_type)
        self.world.clock = self.clock
        self.wire = Wire(self.world)
        self.settings = Settings(api_host="https://api.metorial.com", **options)
        self.kept: list[bool] = []
        self.opened: list[Settings] = []
        self.notes: tuple[str, ...] = ()
        self.renewed = 0
        self._cache = cache
        self._drafts = drafts
        self.refusal: CredentialsError | None = None
        file = SettingsFile(
            settings_file,
            {one.name: one for one in profiles} or {DEFAULT: Profile()},
            problems=problems,
        )
        self.profiles = Profiles(file, cli_config or Path("/nowhere/config.json"))
        self.app = ExplorerApp(self.settings, self.open, self.profiles, clock=self.clock)

    def open(
        self,
        settings: Settings,
        key: Secret | None = None,
        *,
        keep: bool = False,
        renew: bool = False,
        on_cached: Callable[[CachedList | None], None] | None = None,
        on_api: Callable[[Api], None] | None = None,
    ) -> Connection:
        """Return a store on the sandbox; this is the app's opener."""
        self.kept.append(keep)
        self.opened.append(settings)
        if renew:
            self.renewed += 1
            self.refusal = None
        if self.refusal is not None:
            raise self.refusal
        given = SANDBOX_KEY if settings.demo else key.get_secret_value() if key else self.key
        if given is None:
            raise CredentialsError(NO_KEY)
        client = Client(
            usable_origin(settings),
            Secret(given),
            environment_id=settings.environment_id,
            read_only=settings.is_read_only,
            transport=self.wire,
            clock=self.clock,
            sleep=self._wait,
        )
        client.ledger.timer = lambda: 0.0
        api = Api(client)
        scope = Scope(settings.profile.name, client.origin.host, settings.environment_id)
        cache = ListCache(self._cache, scope, Secret(given)) if self._cache else None
        cached = cache.read() if cache else None
        if on_cached is not None:
            on_cached(cached)
        if on_api is not None:
            on_api(api)
        store = Store(
            api,
            ApiLookup(api),
            scope,
            filter_text=settings.filter_line,
            page_size=settings.profile.page_size,
            cache=cache,
            drafts=Drafts(self._drafts, scope.host) if self._drafts else None,
            clock=self.clock,
        )
        return Connection(store, self.notes, cached)

    def clock(self) -> datetime:
        """Return the time that everything goes by."""
        return self._now

    async def _wait(self, seconds: float) -> None:
        """Wait for nothing: what is tested is that it waits, not how long."""
        self.waits.append(seconds)
        if self._waits_move_the_clock:
            self._now += timedelta(seconds=seconds)

    @property
    def screen(self) -> MainScreen:
        """The main screen, whatever lies over it."""
        found = self.app.screen_stack[0]
        assert isinstance(found, MainScreen)
        return found

    @property
    def saved_filters(self) -> SavedFilters:
        """The saved filters beside the settings file."""
        return SavedFilters(self.profiles.file.path.with_name("filters.toml"))

    @property
    def store(self) -> Store:
        """The store that the main screen shows."""
        return self.screen.store

    @property
    def names(self) -> list[str]:
        """The names in the list, from the top."""
        return [row.name for row in self.screen.instances.rows]

    def has_focus(self, widget: Widget) -> bool:
        """Return whether it is that widget which takes the keys."""
        return self.app.focused is widget

    @property
    def cursor(self) -> str | None:
        """The key of the row under the list's cursor."""
        row = self.screen.row
        return row.key if row else None

    @property
    def shown(self) -> str | None:
        """The key of the instance in the tree."""
        return self.screen._shown_key if self.screen.object_tree.root_node else None

    @property
    def said(self) -> list[str]:
        """The notifications there are, oldest first."""
        return [one.message for one in self.app._notifications]

    @property
    def is_loaded(self) -> bool:
        """Whether the list is there, in full, and the tree follows the cursor."""
        if not self.is_connected:
            return False
        state = self.store.state
        return (
            state.phase == "ready"
            and state.complete
            and not state.guess
            and state.environment is not None
            and (not state.rows or self.shown == self.cursor)
        )

    @property
    def is_connected(self) -> bool:
        """Whether there is a store."""
        return self.screen.is_mounted and self.screen._store is not None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way but dialogs that wait for their user."""
        return not self.screen.counts_users and not any(
            worker.is_running
            for worker in self.app.workers
            if worker.group not in ("dialog", "write")
        )

    @asynccontextmanager
    async def running(
        self, size: tuple[int, int] = WIDE, *, loaded: bool = True
    ) -> AsyncIterator[Pilot[None]]:
        """Run the app and hand its pilot over, once the list is loaded."""
        async with self.app.run_test(size=size, notifications=True) as pilot:
            if loaded:
                await settle(pilot, lambda: self.is_loaded)
            yield pilot


async def settle(pilot: Pilot[Any], is_so: Callable[[], bool] = lambda: True) -> None:
    """Wait until something is so and what follows from it is on screen.

    Raises:
        AssertionError: It never came to be so; it says what stood on the screen.
    """
    for _ in range(500):
        await pilot.pause()
        if is_so():
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError(f"it never came to be so; on {pilot.app.screen!r}: {text_of(pilot)}")


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, each once what the last did is on screen."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def on(pilot: Pilot[Any], screen: type[Any]) -> None:
    """Wait until a screen of that type is on top."""
    await settle(pilot, lambda: isinstance(pilot.app.screen, screen))


def text_of(pilot: Pilot[Any]) -> str:
    """Return what the screen's texts say, one a line."""
    return "\n".join(str(one.content) for one in pilot.app.screen.query(Static))


def drawn(pilot: Pilot[Any]) -> str:
    """Return the characters on the screen, line by line."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines)
