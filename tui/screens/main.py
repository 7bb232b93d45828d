"""The main screen: what its keys and messages do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer

from tui.profiles import Profiles
from tui.screens.opener import Opener
from tui.screens.touring import TouringScreen
from tui.settings import Settings
from tui.text import Display
from tui.times import Clock
from tui.widgets.filter_bar import FilterBar
from tui.widgets.instance_list import InstanceList

if TYPE_CHECKING:
    from tui.models.row import InstanceRow
    from tui.store.state import ListState

FOLLOW_PAUSE = 0.15
"""Seconds the cursor rests before the tree follows it."""
ASK_PAUSE = 0.25
"""Seconds of no typing before the server is asked for the filter's list."""


class MainScreen(TouringScreen):
    """The explorer's main screen."""

    def __init__(
        self, settings: Settings, opener: Opener, profiles: Profiles, clock: Clock
    ) -> None:
        super().__init__(settings, opener, profiles, clock)
        self._follow_handle: asyncio.TimerHandle | None = None
        self._ask_timer: Timer | None = None
        self._from_cache = False
        self._seen: str | None = None

    # The list.

    @on(InstanceList.Highlighted)
    def _rest_on(self) -> None:
        # Not a Textual timer, which is a task of its own: a key makes one for each row.
        if self._follow_handle is not None:
            self._follow_handle.cancel()
        loop = asyncio.get_running_loop()
        self._follow_handle = loop.call_later(FOLLOW_PAUSE, self.call_next, self._follow)

    @on(InstanceList.Highlighted)
    def _see(self, event: InstanceList.Highlighted) -> None:
        """What the cursor has been on is new no longer."""
        seen, self._seen = self._seen, event.key
        if seen is not None and seen != event.key and self._store is not None:
            self.store.see(seen)

    def _follow(self) -> None:
        if self not in self.app.screen_stack or not self.query(InstanceList):
            return  # It is being taken down, its parts before itself.
        if self._pane != "list" and self.object_tree.root_node is not None:
            # What one reads is not taken away, as when the list comes after it.
            return
        row = self.row
        if row is None:
            self._show_nothing(None)
        elif row.key != self._shown_key:
            self._open(row, focus=False)

    @on(InstanceList.Opened)
    def _opened(self) -> None:
        if self.row is not None:
            self._open(self.row, focus=True)

    def _open(self, row: InstanceRow, *, focus: bool) -> None:
        if self._store is None:
            return  # The list is the last start's; there is nobody to ask yet.
        document = self.store.document(row.key)
        if document is not None:
            self._show_document(row.key, document)
            if focus:
                self.go_to_pane("tree")
        elif row.id is not None and (focus or not self._from_cache):
            self._shown_key = row.key
            self._fetch(row.id, focus)
        elif self._from_cache:
            # Only rows are kept: what they stand for is asked for by Enter, not by passing by.
            self._show_nothing(None)
        else:
            self._show_nothing(row.key)

    def _show_nothing(self, key: str | None) -> None:
        """Clear the tree: nothing is known of the row of that key, or there is none."""
        self._shown_key, self._shown_document = key, None
        self.say_place(self._settings.profile, Display(""))
        self.object_tree.show(None)

    def _show(self, state: ListState) -> None:
        """Show the state; once the server has answered, so has the tree something to show."""
        answered = self._from_cache and state.cached_at is None
        self._from_cache = state.cached_at is not None
        super()._show(state)
        if answered:
            self.call_after_refresh(self._follow)

    @on(InstanceList.NearEnd)
    def _near_end(self) -> None:
        if self._store is None:
            return
        state = self.store.state
        ends = state.complete or state.stuck or state.guess
        wants_more = self.instances.is_near_end and not self.loads_on
        if state.phase == "ready" and not ends and wants_more:
            self._load_more()

    @on(InstanceList.LoadAllRequested)
    def _load_all_requested(self) -> None:
        """Load the whole list; while it is being loaded, pause that."""
        if self._store is None:
            return
        if self.store.state.phase == "loading" and self.workers.cancel_group(self, "load"):
            self._say(Display(f"Paused at {self.store.state.loaded:,}. L goes on."))
        else:
            self._load_all()

    # The filter.

    @on(FilterBar.Changed)
    def _filter_changed(self, event: FilterBar.Changed) -> None:
        if self._store is None:
            return
        before = self.store.state.guess
        self.store.set_filter(event.text)
        if self._ask_timer is not None:
            self._ask_timer.stop()
        if self.store.state.guess or before:
            self._ask_timer = self.set_timer(ASK_PAUSE, self._ask)

    def _ask(self) -> None:
        self._load()

    @on(FilterBar.Left)
    def _filter_left(self) -> None:
        self.go_to_pane("list")
        self.keep_line()
        if self._store is not None:
            self._show(self.store.state)
            if not self.store.state.guess and self.store.state.phase == "ready":
                self._load_on()

    def action_filter(self) -> None:
        """Go to the filter line, and remember the row one came from."""
        self._before = self.instances.cursor_key
        super().action_filter()

    # Leaving.

    def action_back(self) -> None:
        """Leave the topmost thing.

        That is a search, the tour, the zoom, a pane; in the list what is being loaded, then
        the marks, and the filter only after these.
        """
        if self.object_tree.close_search() or self.end_tour():
            return
        if self._zoomed:
            self.action_zoom()
        elif self._pane == "inspector" and self.app.size.width < 100:
            self.go_to_pane("tree")
        elif self._pane != "list":
            self.go_to_pane("list")
        elif self.workers.cancel_group(self, "load"):
            self._say(Display("Loading stopped. L goes on."))
        elif self.instances.marked:
            self.action_clear_marks()
        else:
            self.filter_bar.text = ""
            self.kept.recent.use("")

    # Asking again.

    def action_refresh(self) -> None:
        """Load the instance again, or the list where that failed."""
        if self._store is None:
            self._connect()
        elif self.store.state.phase == "failed":
            self.action_refresh_all()
        elif self.row is not None and self.row.id is not None:
            self._fetch(self.row.id)

    def action_refresh_all(self) -> None:
        """Load what changed since the list was loaded."""
        self._ask_again(self._refresh)

    def action_reload(self) -> None:
        """Load the list again, as a whole."""
        self._ask_again(self._load)

    def _ask_again(self, load: Callable[[], object]) -> None:
        if self._store is None:
            self._connect()
            return
        if self.store.state.environment is None:
            self._load_environment()
        self.store.users.forget()
        load()

    def action_follow(self) -> None:
        """Let what changes on the server come by itself, or no longer."""
        if self._store is None:
            self._say(Display("Not connected yet."), severity="warning")
            return
        self._set_following(not self.follows)
        if not self.follows:
            self._say(Display("No longer following."))
        else:
            seconds = self._settings.profile.follow_seconds
            sentence = f"Following: changes are asked for every {seconds} s. w ends it."
            self._say(Display(sentence))
