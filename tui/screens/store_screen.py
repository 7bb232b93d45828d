"""The main screen's part that loads, and shows what the store holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import work
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input

from tui.errors import ApiError, CacheError, Unauthorized
from tui.memory import give_back
from tui.profiles import Profiles
from tui.screens import list_words
from tui.screens.arranging import ArrangingScreen
from tui.screens.completions import Completions
from tui.screens.long_work import long_work
from tui.screens.opener import Opener
from tui.settings import Settings
from tui.text import Display, clean
from tui.times import Clock

if TYPE_CHECKING:
    from tui.connect import Connection
    from tui.store.cache import CachedList
    from tui.store.state import ListState

_SOON = 0.1
"""Seconds that the first answer has before it is said that it is waited for."""


def _nothing() -> None:
    """Stand for the unsubscribing while there is no store."""


class StoreScreen(ArrangingScreen):
    """The panes, bound to a store; it owns the workers that ask the API.

    Attributes:
        follows: Whether what changes on the server comes by itself.
    """

    def __init__(
        self, settings: Settings, opener: Opener, profiles: Profiles, clock: Clock
    ) -> None:
        self._completions = Completions(self)
        super().__init__(
            settings, opener, profiles, clock, self._completions.complete, self._completions.lines
        )
        self._first_wait: Timer | None = None
        self._unsubscribe: Callable[[], None] = _nothing
        self._shown_key: str | None = None
        self._shown_document: Any = None
        self._before: str | None = None
        self._planned: datetime | None = None
        self._retry_timer: Timer | None = None
        self._rows_wanted = settings.profile.background_rows
        self.follows = False

    async def on_mount(self) -> None:
        """Say that it begins, and begin."""
        self.query_one("#list-pane").border_title = "Instances"
        self.query_one("#tree-pane").border_title = "Instance"
        self.instances.empty_text = Content("Connecting...")
        self.notice.display = False
        self.header.show_profile(self._settings.profile)
        self.lay_out()
        await self.begin()
        if problems := self._profiles.file.problems:
            more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
            sentence = f"{problems[0]}{more} `metorial-tui doctor` tells all."
            self._say(Display(sentence), severity="warning")
        self.tell_of_first()

    # Stores come and go.

    async def use(self, connection: Connection) -> None:
        """Leave the store of before, and show what the new one holds."""
        from tui.screens.left_behind import reminder

        is_first = self._store is None
        if not is_first:
            await self.leave()
        store = connection.store
        self._store = store
        for note in connection.notes:
            self._say(clean(note), severity="warning")
        if (reminded := reminder(store)) is not None:
            self._say(reminded)
        store.set_filter(self.filter_bar.text)
        store.set_columns(self.first_columns)
        store.object_columns = dict(self._settings.profile.columns_of)
        if self.filter_bar.text == self.first.text:
            self.arrange_as(self.first)
        if connection.cached is not None:
            store.show_cached(connection.cached)
        self._unsubscribe = store.subscribe(self._show_in_time)
        if is_first:
            self._first_wait = self.set_timer(_SOON, self._show_first)
        else:
            self._show_first()
        self._load()
        if self._settings.instance_id:
            self.go_to(self._settings.instance_id)

    def _show_in_time(self, state: ListState) -> None:
        """Show a new state; not that the first answer is waited for, which mostly comes at once.

        A frame that says so would make the answer wait for the next one.
        """
        if self._first_wait is None:
            self._show(state)
        elif state.phase != "loading":
            self._show_first()

    def _show_first(self) -> None:
        """Show the state for the first time; ask then who the key speaks for."""
        self._end_first_wait()
        self._show(self.store.state)
        self.instances.call_after_refresh(self._ask_whose_key)

    def _ask_whose_key(self) -> None:
        if self._store is not None:  # Else it was left meanwhile.
            self._load_environment()

    def _end_first_wait(self) -> None:
        if self._first_wait is not None:
            self._first_wait.stop()
            self._first_wait = None

    def show_cached(self, settings: Settings, cached: CachedList) -> None:
        """Show the list of the last start while the store is being made."""
        if self._store is not None or settings is not self._settings or not cached.rows:
            return
        if self.filter_bar.text:
            self._tell_of_cached(settings, cached)
        else:
            # The rows at once; what tells of their age takes a moment to be imported.
            self.instances.set_state(cached.rows, "created", False)
            self.call_after_refresh(self._tell_of_cached, settings, cached)

    def _tell_of_cached(self, settings: Settings, cached: CachedList) -> None:
        if self._store is not None or settings is not self._settings:
            return
        from tui.store.filter import matches, parse
        from tui.store.state import ListState

        wanted = parse(self.filter_bar.text, self.clock())
        rows = matches(wanted, cached.rows)
        self._show(
            ListState(
                filter=wanted,
                problems=wanted.problems,
                rows=rows,
                guess=True,
                cached_at=cached.loaded_at,
                columns=self.first_columns,
            )
        )

    async def leave(self) -> None:
        """Drop all that was loaded, from the screen and from memory."""
        self.follows = False
        for group in ("environment", "load", "cached", "columns", "fetch", "follow"):
            self.workers.cancel_group(self, group)
        self._end_first_wait()
        self._unsubscribe()
        self._unsubscribe = _nothing
        self._plan(None)
        self._shown_key = self._shown_document = self._before = None
        self._completions.forget()
        self.object_tree.show(None)
        self.inspector.show(None, self.clock)
        self.query_one("#tree-pane").border_title = "Instance"
        self.say_place(self._settings.profile, Display(""))
        self.query_one("#inspector-pane").border_title = ""
        self.instances.set_state((), "created", False)
        store, self._store = self._store, None
        if store is not None:
            await store.aclose()

    # Loading.

    @work(exclusive=True, group="load")
    async def _load(self, again: bool = False, enough: int = 1) -> None:
        is_first = self.store.state.refreshed_at is None
        await self.store.load(enough, first=self.first_rows if is_first else None)
        # The list first; then what tells of the row under the cursor. Not asked of the screen,
        # which has not heard yet that there is something to draw.
        self.instances.call_after_refresh(self.furnish)
        if is_first:
            self.instances.call_after_refresh(give_back)
        state = self.store.state
        if again and state.phase == "ready" and state.environment is None:
            self._load_environment()
        self._rows_wanted = self._settings.profile.background_rows
        if is_first and not again:
            self._load_cached()
        await self._go_on()

    @work(exclusive=True, group="cached")
    async def _load_cached(self) -> None:
        """Know what is kept beyond the rows that were shown at once, to be found by typing."""
        await self.store.load_cached()

    @property
    def loads_on(self) -> bool:
        """Whether more of the list is being loaded unasked, or about to be."""
        is_loading = any(one.group == "load" and one.is_running for one in self.workers)
        return is_loading and self.store.state.loaded < self._rows_wanted

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

    def load_again(self) -> None:
        """Load the list again, as a whole."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load_on(self) -> None:
        await self._go_on()

    @work(exclusive=True, group="load")
    async def _load_more(self) -> None:
        await self.store.load_more()

    @work(exclusive=True, group="load")
    async def _load_all(self) -> None:
        with long_work(self, lambda: Display(f"{self.store.state.loaded:,} instances are loaded.")):
            await self.store.load_all()
        self._keep()

    @work(exclusive=True, group="load")
    async def _refresh(self) -> None:
        await self.store.refresh()
        await self._go_on()

    @work(exclusive=True, group="follow")
    async def _follow_changes(self) -> None:
        from tui.screens.following import follow

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
        self.say_place(self._settings.profile)
        self.header.marks = list_words.marks(state, self._settings, follows=self.follows)
        self.header.facts = list_words.facts(state, self.clock())
        self.header.set_class(
            state.environment is not None and state.environment.is_production, "-production"
        )
        self.filter_bar.count = list_words.count(state)
        typing = self.filter_bar.has_focus_within
        self.filter_bar.spans = list_words.spans(state, typing=typing)
        below = (
            list_words.problem(state, typing=typing)
            or list_words.progress(state)
            or list_words.with_marked(state, self._settings)
        )
        self._say_below(Content(below))
        self._say_above(list_words.notice(state, self.clock()))
        self.instances.empty_text = Content(list_words.empty(state))
        self.instances.dimmed = state.phase == "failed"
        self._plan(state.next_try)
        self.instances.highlight = state.fresh
        self.instances.columns = state.columns
        self.instances.match = tuple(state.filter.search.split())
        self.instances.set_state(state.rows, state.sort.by, state.sort.reverse)
        if typing:
            self._go_back_or_to_top()

    def _go_back_or_to_top(self) -> None:
        """Let the cursor stay on the row that it was on before one typed, while that is shown."""
        before = self._before
        if before is not None and self._store is not None and not self.store.shows(before):
            before = None  # Known at once; else all rows would be looked through for it.
        if before is None or not self.instances.move_to_key(before):
            self.instances.action_top()

    def _say_below(self, words: Content) -> None:
        """Put words into the list's frame; the same ones draw nothing anew."""
        pane = self.query_one("#list-pane")
        if (pane.border_subtitle or "") != words.markup:
            pane.border_subtitle = words

    def _say_above(self, words: Display) -> None:
        """Put words above the list; the same ones draw nothing anew."""
        self.notice.display = bool(words)
        if str(self.notice.content) != words:
            self.notice.update(Content(words))

    def _show_document(self, key: str, document: Any) -> None:
        if key == self._shown_key and document == self._shown_document:
            return
        self._shown_key, self._shown_document = key, document
        from tui.models import outline

        root = outline.root(document)
        self.object_tree.show(root, key=key)
        # Now rather than when the tree tells of it, so that one frame has both.
        self.inspect(self.object_tree.node)
        self.query_one("#tree-pane").border_title = Content(root.label)
        self.say_place(self._settings.profile, root.label)

    def go_to(self, identifier: str, document: dict[str, Any] | None = None) -> None:
        """Open the instance of that ID, wherever the list stands; `document` is its JSON."""
        self.instances.move_to_key(identifier)
        if document is None:
            self._fetch(identifier, focus=True)
        else:
            self._show_document(identifier, document)
            self.go_to_pane("tree")

    def ask_for(self, text: str, enough: int = 1) -> None:
        """Put `text` into the filter line, and ask at once for its list, so many rows of it."""
        with self.prevent(Input.Changed):  # Else it would be asked for again, after a pause.
            self.filter_bar.text = text
        self.store.set_filter(text)
        self._load(enough=enough)
