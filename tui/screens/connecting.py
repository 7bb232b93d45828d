"""The main screen's part that comes by a key and a store, and lets them go again."""

from __future__ import annotations

import asyncio
import os
import threading
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Static

from tui import keymap
from tui.errors import (
    ApiError,
    CredentialsError,
    LoginExpired,
    SavedFilterError,
    Unauthorized,
    UsageError,
)
from tui.kept_filters import KeptFilters
from tui.profiles import Profiles
from tui.saved_filters import SavedFilter
from tui.screens.keeping import Keeping
from tui.screens.object_screen import ObjectScreen
from tui.screens.opener import Opener
from tui.settings import Settings
from tui.text import Display, clean
from tui.times import Clock
from tui.widgets.filter_bar import Completer, FilterBar, Liner
from tui.widgets.instance_list import InstanceList

if TYPE_CHECKING:
    from tui.api.api import Api
    from tui.connect import Connection
    from tui.profile import Profile
    from tui.secret import Secret
    from tui.store.cache import CachedList
    from tui.store.store import Store


_MOMENT = 0.02
"""Seconds that the first paint waits for the list of the last start."""
_PATIENCE = 2.0
"""Seconds that the first paint is waited for: it comes sooner, or there is nobody to see it."""

KEY_REFUSED = Display(
    "The API takes the key no longer. What you type is kept: sending asks for another key."
)
KEPT = Display("What you typed is kept. Sending it asks for a key again.")
KEY_TAKEN = Display("The key is taken: send it again.")
OTHER_KEY = Display(
    "That key speaks for another environment than the form that is open: close the form first."
)


class ConnectingScreen(ObjectScreen[None]):
    """The panes of instances, connected as the settings say.

    Subclasses say what is done with a store (`use`), with what an earlier start kept of its
    list (`show_cached`), and when a store is left (`leave`).

    Attributes:
        kept: The filters to come back to.
        first: The filter that the list of these settings begins with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("main")]

    instances = query_one(InstanceList)

    class ProfileChanged(Message):
        """Another profile is in use, or the same says something else.

        Attributes:
            profile: The profile.
        """

        def __init__(self, profile: Profile) -> None:
            super().__init__()
            self.profile = profile

    def __init__(
        self,
        settings: Settings,
        opener: Opener,
        profiles: Profiles,
        clock: Clock,
        completer: Completer,
        liner: Liner,
    ) -> None:
        super().__init__(clock, writes=not settings.is_read_only)
        self._completer = completer
        self._liner = liner
        self._profiles = profiles
        self._settings = settings
        self._opener = opener
        self._store: Store | None = None
        self._painted = threading.Event()
        self._told = asyncio.Event()
        self.kept, self.first, self._first_problem = self._begin_with(settings)

    def _begin_with(
        self, settings: Settings, *, restores: bool = True
    ) -> tuple[KeptFilters, SavedFilter, Display | None]:
        """Return the filters of the settings, the first one, and why it is not as asked for."""
        kept = KeptFilters.of(settings, self._profiles.file.path)
        try:
            return kept, kept.first(settings, restores=restores), None
        except SavedFilterError as error:
            return kept, SavedFilter("", ""), clean(error)

    @property
    def first_columns(self) -> tuple[str, ...]:
        """The columns that the list of these settings begins with."""
        return self.first.columns or self._settings.profile.columns

    def tell_of_first(self) -> None:
        """Say why the list does not begin with the filter that was asked for, if so."""
        if self._first_problem is not None:
            self._say(self._first_problem, severity="warning")

    @property
    def listed(self) -> InstanceList:
        """The list."""
        return self.instances

    def compose_list(self) -> ComposeResult:
        """Yield the filter line and the list, with what stands between them."""
        yield FilterBar(self.first.text, self._completer, liner=self._liner, id="filter")
        yield Static(id="notice")
        yield InstanceList(self.first_columns, clock=self.clock, id="instances")

    @property
    def connected(self) -> Store | None:
        """The store, once there is one."""
        return self._store

    @property
    def settings(self) -> Settings:
        """The settings in use."""
        return self._settings

    async def on_unmount(self) -> None:
        """Let the connections go."""
        if self._store is not None:
            await self._store.aclose()

    @property
    def store(self) -> Store:
        """The store; only what needs none may run before there is one."""
        assert self._store is not None, "nothing is loaded before the store is there"
        return self._store

    async def use(self, connection: Connection) -> None:
        """Leave the store of before, and show what the new one holds."""
        raise NotImplementedError

    def show_cached(self, settings: Settings, cached: CachedList) -> None:
        """Show the list of the last start while the store is being made."""
        raise NotImplementedError

    async def leave(self) -> None:
        """Drop all that was loaded, from the screen and from memory."""
        raise NotImplementedError

    def painted(self) -> None:
        """Go on with what would have held the first paint up, now that it is there."""
        self._painted.set()

    async def begin(self) -> None:
        """Connect; return once it is told what was kept of the list, or after a moment.

        It is mostly at hand by now: then the first frame has it.
        """
        self._connect()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), _MOMENT)

    @work(exclusive=True, group="connect")
    async def _connect(
        self, key: Secret | None = None, *, keep: bool = False, renew: bool = False
    ) -> None:
        settings = self._settings
        loop = asyncio.get_running_loop()

        def on_cached(cached: CachedList | None) -> None:
            if cached is not None:
                loop.call_soon_threadsafe(self.show_cached, settings, cached)
            loop.call_soon_threadsafe(self._told.set)
            self._painted.wait(_PATIENCE)

        def on_api(api: Api) -> None:
            loop.call_soon_threadsafe(self._begin_list, api)

        def connect() -> Connection:
            try:
                return self._opener(
                    settings, key, keep=keep, renew=renew, on_cached=on_cached, on_api=on_api
                )
            finally:
                self._painted.wait(_PATIENCE)

        try:
            connection = await asyncio.to_thread(connect)
            if connection.store.needs_environment and not settings.demo:
                await self._choose_environment(connection.store)
        except LoginExpired as error:
            self._expired(error)
        except CredentialsError as error:
            self._welcome(clean(error))
        except UsageError as error:
            self.instances.empty_text = Content(clean(error))
        else:
            await (self._go_on_with(connection) if self._is_typing else self.use(connection))

    @cached_property
    def first_rows(self) -> int:
        """The rows of the first page: those that are seen, as few come soonest.

        One more would bring a scrollbar, which lays the whole screen out anew. It stays what it
        was at first, as the page is asked for before there is a store to take it.
        """
        return self.instances.page or self.app.size.height

    def _begin_list(self, api: Api) -> None:
        """Ask for the first page while the store is being made, where its query is known."""
        if self.filter_bar.text or api.client.needs_environment:
            return
        from tui.models.query import ListQuery

        api.begin_list(ListQuery(limit=self._settings.profile.page_size).at_most(self.first_rows))

    @property
    def _is_typing(self) -> bool:
        """Whether a form lies over this: what is typed into it needs the store to be sent."""
        return any(isinstance(screen, Keeping) for screen in self.app.screen_stack)

    async def _go_on_with(self, connection: Connection) -> None:
        """Let the open form go on with another key, where that speaks for the same."""
        found = connection.store
        try:
            await found.load_environment()
        except ApiError as error:
            self.ask_for_key(error.sentence)
        else:
            is_same = self.store.take_key_of(found)
            self._say(KEY_TAKEN if is_same else OTHER_KEY, severity="warning")
        finally:
            await found.aclose()

    async def _choose_environment(self, store: Store) -> None:
        """Let the user say for which environment the key speaks; one alone needs no word.

        Raises:
            UsageError: None was chosen.
        """
        try:
            environments = await store.environments()
        except Unauthorized as error:
            await store.aclose()
            raise CredentialsError(error.sentence) from error
        except ApiError as error:
            self._say(error.sentence, severity="warning")
            return
        from tui.screens.environment_choice import choose_environment

        chosen = await choose_environment(self.app, environments)
        if chosen is None:
            await store.aclose()
            raise UsageError("No environment is chosen. r asks again, P chooses another profile.")
        store.enter(chosen)
        self._settings = self._settings._replace(environment_id=chosen)

    def ask_for_key(self, problem: Display) -> None:
        """Ask for another key, over whatever is open."""
        self._welcome(problem)

    @work(exclusive=True, group="environment")
    async def _load_environment(self) -> None:
        try:
            await self.store.load_environment()
        except Unauthorized as error:
            if self._is_typing:
                # Nobody is to type into a question that comes up under the fingers.
                self._say(KEY_REFUSED, severity="warning")
            else:
                self.ask_for_key(error.sentence)
        except ApiError as error:
            self._say(error.sentence, severity="warning")

    @work(group="dialog")
    async def _expired(self, error: LoginExpired) -> None:
        from tui.screens.confirm import ConfirmScreen

        question = ConfirmScreen(
            "Renew the login?",
            f"The official CLI's login {error.login_name} has expired. Renewing it uses up its "
            "refresh token, and writes the new one into the CLI's own file, for both programs.",
            "Renew it",
            "Use another key",
        )
        if error.is_renewable and await self.app.push_screen_wait(question):
            self._connect(renew=True)
        else:
            self._welcome(clean(error))

    @work(group="dialog")
    async def _welcome(self, problem: Display) -> None:
        from tui.credentials.environment import environment_key
        from tui.screens.welcome import UseKey, WelcomeScreen

        welcome = WelcomeScreen(problem, environment_key(os.environ), over_form=self._is_typing)
        chosen = await self.app.push_screen_wait(welcome)
        if chosen is None and self._is_typing:
            self._say(KEPT)
        elif chosen is None:
            self.app.exit()
        elif isinstance(chosen, UseKey):
            self._connect(chosen.key, keep=chosen.keep == "keyring")
        else:
            self._settings = self._settings._replace(demo=True)
            self._connect()

    async def switch_profile(self, profile: Profile) -> None:
        """Connect as another profile; nothing of the one before stays."""
        self.workers.cancel_group(self, "connect")
        await self.leave()
        self.app.clear_notifications()
        wanted = self._settings.with_profile(profile, os.environ)
        self._settings = wanted._replace(demo=False, filter_text=None, instance_id=None)
        # Not the last line of that profile: it is the start that goes on where one was.
        self.kept, self.first, self._first_problem = self._begin_with(
            self._settings, restores=False
        )
        self.tell_of_first()
        self.filter_bar.text = self.first.text
        self.instances.columns = self.first_columns
        self.filter_bar.count = Display("")
        self.header.place, self.header.marks, self.header.facts = Display(""), (), ()
        self.header.remove_class("-production")
        self.header.show_profile(profile)
        self.notice.display = False
        self.instances.empty_text = Content("Connecting...")
        self.allow_writes(not self._settings.is_read_only)
        self.post_message(self.ProfileChanged(profile))
        self.go_to_pane("list")
        self._connect()

    def take_profile(self, profile: Profile) -> None:
        """Go on with what a profile says by now; the connection stays."""
        self._settings = self._settings._replace(profile=profile)
        self.header.show_profile(profile)
        self.post_message(self.ProfileChanged(profile))
        # Other keys may be named in the bottom line, once they are taken.
        self.call_after_refresh(self._show_keys)
