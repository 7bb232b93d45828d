"""The main screen's half that connects, loads, and shows what the store holds."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import work
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from tui.errors import (
    ApiError,
    CacheError,
    CredentialsError,
    LoginExpired,
    Unauthorized,
    UsageError,
)
from tui.models import outline
from tui.profiles import Profiles
from tui.screens import list_words
from tui.screens.completions import Completions
from tui.screens.following import follow
from tui.screens.left_behind import reminder
from tui.screens.opener import Opener
from tui.screens.pane_screen import PaneScreen
from tui.settings import Settings
from tui.store.filter import matches, parse
from tui.store.state import ListState
from tui.text import Display, clean
from tui.times import Clock

if TYPE_CHECKING:
    from tui.connect import Connection
    from tui.profile import Profile
    from tui.secret import Secret
    from tui.store.cache import CachedList
    from tui.store.store import Store


def _nothing() -> None:
    """Stand for the unsubscribing while there is no store."""


class StoreScreen(PaneScreen):
    """The panes, bound to a store; it owns the workers that ask the API.

    Attributes:
        follows: Whether what changes on the server comes by itself.
    """

    class ProfileChanged(Message):
        """Another profile is in use.

        Attributes:
            profile: The profile.
        """

        def __init__(self, profile: Profile) -> None:
            super().__init__()
            self.profile = profile

    def __init__(
        self, settings: Settings, opener: Opener, profiles: Profiles, clock: Clock
    ) -> None:
        self._completions = Completions(self)
        super().__init__(
            settings.filter_text, self._completions.complete, clock, not settings.is_read_only
        )
        self._profiles = profiles
        self._settings = settings
        self._opener = opener
        self._store: Store | None = None
        self._unsubscribe: Callable[[], None] = _nothing
        self._shown_key: str | None = None
        self._shown_document: Any = None
        self._before: str | None = None
        self._planned: datetime | None = None
        self._retry_timer: Timer | None = None
        self._rows_wanted = settings.profile.background_rows
        self.follows = False

    def on_mount(self) -> None:
        """Say that it begins, then connect once this is on screen."""
        self.query_one("#list-pane").border_title = "Instances"
        self.query_one("#tree-pane").border_title = "Instance"
        self.instances.empty_text = Content("Connecting...")
        self.notice.display = False
        self.header.show_profile(self._settings.profile)
        self.lay_out()
        self.call_after_refresh(self._connect)
        if problems := self._profiles.file.problems:
            more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
            sentence = f"{problems[0]}{more} `metorial-tui doctor` tells all."
            self._say(Display(sentence), severity="warning")

    async def on_unmount(self) -> None:
        """Let the connections go."""
        if self._store is not None:
            await self._store.aclose()

    # Connecting.

    @work(exclusive=True, group="connect")
    async def _connect(
        self, key: Secret | None = None, *, keep: bool = False, renew: bool = False
    ) -> None:
        settings = self._settings
        loop = asyncio.get_running_loop()

        def on_cached(cached: CachedList) -> None:
            loop.call_soon_threadsafe(self._show_cached, settings, cached)

        try:
            connection = await asyncio.to_thread(
                self._opener, settings, key, keep=keep, renew=renew, on_cached=on_cached
            )
            if connection.store.needs_environment and not settings.demo:
                await self._choose_environment(connection.store)
        except LoginExpired as error:
            self._expired(error)
        except CredentialsError as error:
            self._welcome(clean(error))
        except UsageError as error:
            self.instances.empty_text = Content(clean(error))
        else:
            await self._use(connection)

    async def _use(self, connection: Connection) -> None:
        await self._leave()
        store = connection.store
        self._store = store
        for note in connection.notes:
            self._say(clean(note), severity="warning")
        self._unsubscribe = store.subscribe(self._show)
        if (reminded := reminder(store)) is not None:
            self._say(reminded)
        store.set_filter(self.filter_bar.text)
        if connection.cached is not None:
            store.show_cached(connection.cached)
        self._show(store.state)
        self._load()
        self._load_environment()
        if self._settings.instance_id:
            self.go_to(self._settings.instance_id)

    def _show_cached(self, settings: Settings, cached: CachedList) -> None:
        """Show the list of the last start while the store is being made."""
        if self._store is not None or settings is not self._settings or not cached.rows:
            return
        wanted = parse(self.filter_bar.text, self.clock())
        rows = matches(wanted, cached.rows)
        self._show(
            ListState(
                filter=wanted,
                problems=wanted.problems,
                rows=rows,
                guess=True,
                cached_at=cached.loaded_at,
            )
        )

    async def _leave(self) -> None:
        """Drop all that was loaded, from the screen and from memory."""
        self.follows = False
        for group in ("environment", "load", "fetch", "follow"):
            self.workers.cancel_group(self, group)
        self._unsubscribe()
        self._unsubscribe = _nothing
        self._plan(None)
        self._shown_key = self._shown_document = self._before = None
        self._completions.forget()
        self.object_tree.show(None)
        self.inspector.show(None, self.clock)
        self.query_one("#tree-pane").border_title = "Instance"
        self.query_one("#inspector-pane").border_title = ""
        self.instances.set_state((), "created", False)
        store, self._store = self._store, None
        if store is not None:
            await store.aclose()

    async def switch_profile(self, profile: Profile) -> None:
        """Connect as another profile; nothing of the one before stays."""
        self.workers.cancel_group(self, "connect")
        await self._leave()
        self.app.clear_notifications()
        wanted = self._settings.with_profile(profile, os.environ)
        self._settings = replace(wanted, demo=False, filter_text="", instance_id=None)
        self.filter_bar.text = ""
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
        self._settings = replace(self._settings, environment_id=chosen)

    @work(exclusive=True, group="environment")
    async def _load_environment(self) -> None:
        try:
            await self.store.load_environment()
        except Unauthorized as error:
            self._welcome(error.sentence)
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

        welcome = WelcomeScreen(problem, environment_key(os.environ))
        chosen = await self.app.push_screen_wait(welcome)
        if chosen is None:
            self.app.exit()
        elif isinstance(chosen, UseKey):
            self._connect(chosen.key, keep=chosen.keep == "keyring")
        else:
            self._settings = replace(self._settings, demo=True)
            self._connect()

    @property
    def store(self) -> Store:
        """The store; only what needs none may run before there is one."""
        assert self._store is not None, "nothing is loaded before the store is there"
        return self._store

    # Loading.

    @work(exclusive=True, group="load")
    async def _load(self, again: bool = False) -> None:
        is_first = self.store.state.refreshed_at is None
        await self.store.load()
        state = self.store.state
        if again and state.phase == "ready" and state.environment is None:
            self._load_environment()
        self._rows_wanted = self._settings.profile.background_rows
        if is_first and not again:
            # What is beyond the rows that were shown at once, to be found by typing.
            await self.store.load_cached()
        await self._go_on()

    async def _go_on(self) -> None:
        """Load as many rows as are wanted, unasked; keep them for the next start."""
        state = self.store.state
        if isinstance(state.error, Unauthorized) and state.environment is not None:
            # The key was taken before and is refused now: asking who it is asks for another.
            self._load_environment()
        if self.filter_bar.has_focus_within and not state.filter.is_empty:
            return  # The next character asks for another list.
        if state.phase == "ready" and state.loaded < self._rows_wanted:
            await self.store.load_more(self._rows_wanted, politely=True)
        self._keep()

    @work(exclusive=True, group="keep")
    async def _keep(self) -> None:
        try:
            await self.store.keep()
        except CacheError as error:
            self._say(clean(error), severity="warning")

    def _plan(self, next_try: datetime | None) -> None:
        """Let the list be loaded again at that moment; None lets it be."""
        if next_try == self._planned:
            return
        self._planned = next_try
        if self._retry_timer is not None:
            self._retry_timer.stop()
            self._retry_timer = None
        if next_try is not None:
            seconds = max(0.0, (next_try - self.clock()).total_seconds())
            self._retry_timer = self.set_timer(seconds, self._try_again)

    def _try_again(self) -> None:
        self._load(again=True)

    @work(exclusive=True, group="load")
    async def _load_on(self) -> None:
        await self._go_on()

    @work(exclusive=True, group="load")
    async def _load_more(self) -> None:
        await self.store.load_more()

    @work(exclusive=True, group="load")
    async def _load_all(self) -> None:
        await self.store.load_all()
        self._keep()

    @work(exclusive=True, group="load")
    async def _refresh(self) -> None:
        await self.store.refresh()
        await self._go_on()

    @work(exclusive=True, group="follow")
    async def _follow_changes(self) -> None:
        seconds = self._settings.profile.follow_seconds
        reason = await follow(self.store, seconds, lambda: self.app.app_focus)
        self._say(reason, severity="warning")
        self._set_following(False)

    def _set_following(self, follows: bool) -> None:
        """Let what changes on the server come by itself, or no longer."""
        self.follows = follows
        self.workers.cancel_group(self, "follow")
        if follows:
            self._follow_changes()
        self._show(self.store.state)

    @work(exclusive=True, group="fetch")
    async def _fetch(self, identifier: str, focus: bool = False) -> None:
        try:
            document = await self.store.fetch(identifier)
        except ApiError as error:
            self._say(error.sentence, severity="error")
        else:
            if focus or self._shown_key == identifier:
                self._show_document(identifier, document)
            if focus:
                self.go_to_pane("tree")

    # Showing.

    def _show(self, state: ListState) -> None:
        self.header.place = list_words.place(state)
        self.header.marks = list_words.marks(state, self._settings, follows=self.follows)
        self.header.facts = list_words.facts(state, self.clock())
        self.header.set_class(
            state.environment is not None and state.environment.is_production, "-production"
        )
        self.filter_bar.count = list_words.count(state)
        typing = self.filter_bar.has_focus_within
        self.filter_bar.spans = list_words.spans(state, typing=typing)
        self._say_below(list_words.problem(state, typing=typing) or list_words.progress(state))
        self._say_above(list_words.notice(state, self.clock()))
        self.instances.empty_text = Content(list_words.empty(state))
        self.instances.dimmed = state.phase == "failed"
        self._plan(state.next_try)
        self.instances.highlight = state.fresh
        self.instances.match = tuple(state.filter.search.split())
        self.instances.set_state(state.rows, state.sort.by, state.sort.reverse)
        if typing and not (self._before and self.instances.move_to_key(self._before)):
            self.instances.action_top()

    def _say_below(self, words: Display) -> None:
        """Put words into the list's frame; the same ones draw nothing anew."""
        pane, wanted = self.query_one("#list-pane"), Content(words)
        if (pane.border_subtitle or "") != wanted.markup:
            pane.border_subtitle = wanted

    def _say_above(self, words: Display) -> None:
        """Put words above the list; the same ones draw nothing anew."""
        self.notice.display = bool(words)
        if str(self.notice.content) != words:
            self.notice.update(Content(words))

    def _show_document(self, key: str, document: Any) -> None:
        if key == self._shown_key and document == self._shown_document:
            return
        self._shown_key, self._shown_document = key, document
        root = outline.root(document)
        self.object_tree.show(root, key=key)
        self.query_one("#tree-pane").border_title = Content(root.label)

    def _say(self, sentence: Display, *, severity: Any = "information") -> None:
        self.notify(sentence, severity=severity, markup=False)

    def go_to(self, identifier: str) -> None:
        """Open the instance of that ID, wherever the list stands."""
        self.instances.move_to_key(identifier)
        self._fetch(identifier, focus=True)
