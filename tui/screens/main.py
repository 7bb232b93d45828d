"""The main screen: what its keys and messages do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import SystemCommand
from textual.content import Content
from textual.timer import Timer

from tui import keymap
from tui.errors import ApiError
from tui.models import outline
from tui.profiles import Profiles
from tui.screens import changes
from tui.screens.opener import Opener
from tui.screens.store_screen import StoreScreen
from tui.settings import Settings
from tui.store.filter import with_token
from tui.text import Display, clean
from tui.times import Clock
from tui.widgets.filter_bar import FilterBar
from tui.widgets.instance_list import InstanceList
from tui.widgets.object_tree import ObjectTree

if TYPE_CHECKING:
    from tui.models.row import InstanceRow
    from tui.screens.copying import Subject
    from tui.store.state import ListState

FOLLOW_PAUSE = 0.15
"""Seconds the cursor rests before the tree follows it."""
ASK_PAUSE = 0.25
"""Seconds of no typing before the server is asked for the filter's list."""

_DIALOGS = frozenset(
    {"new", "edit", "archive", "template", "session", "copy", "sort", "profiles", "browser"}
)


class MainScreen(StoreScreen):
    """The explorer's main screen."""

    def __init__(
        self, settings: Settings, opener: Opener, profiles: Profiles, clock: Clock
    ) -> None:
        super().__init__(settings, opener, profiles, clock)
        self._follow_handle: asyncio.TimerHandle | None = None
        self._ask_timer: Timer | None = None
        self._from_cache = False

    # The list.

    @on(InstanceList.Highlighted)
    def _rest_on(self) -> None:
        # Not a Textual timer, which is a task of its own: a key makes one for each row.
        if self._follow_handle is not None:
            self._follow_handle.cancel()
        loop = asyncio.get_running_loop()
        self._follow_handle = loop.call_later(FOLLOW_PAUSE, self.call_next, self._follow)

    def _follow(self) -> None:
        if self not in self.app.screen_stack:
            return  # It is being taken down.
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
        self.object_tree.show(None)

    def _show(self, state: ListState) -> None:
        """Show the state; once the server has answered, so has the tree something to show."""
        answered = self._from_cache and state.cached_at is None
        self._from_cache = state.cached_at is not None
        super()._show(state)
        if answered:
            self._follow()

    @on(InstanceList.NearEnd)
    def _near_end(self) -> None:
        if self._store is None:
            return
        state = self.store.state
        if state.phase == "ready" and not (state.complete or state.stuck or state.guess):
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

    @on(ObjectTree.NodeShown)
    def _node_shown(self, event: ObjectTree.NodeShown) -> None:
        self.inspector.show(event.node, self.clock)
        title = outline.title(event.node) if event.node else ""
        self.query_one("#inspector-pane").border_title = Content(title)

    @property
    def row(self) -> InstanceRow | None:
        """The row under the list's cursor."""
        return self.instances.cursor_row

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
        """Leave the topmost thing: the zoom, the pane, then what is being loaded, the filter."""
        if self.object_tree.close_search():
            return
        if self._zoomed:
            self.action_zoom()
        elif self._pane == "inspector" and self.app.size.width < 100:
            self.go_to_pane("tree")
        elif self._pane != "list":
            self.go_to_pane("list")
        elif self.workers.cancel_group(self, "load"):
            self._say(Display("Loading stopped. L goes on."))
        else:
            self.filter_bar.text = ""

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Start no second dialog while one is about to open: keys typed ahead do nothing."""
        if action in _DIALOGS and self._opening:
            return False
        return super().check_action(action, parameters)

    @property
    def _opening(self) -> bool:
        return any(one.group == "dialog" and not one.is_finished for one in self.workers)

    # The object the cursor is on.

    @property
    def subject(self) -> Subject | None:
        """What is copied from: the tree's node, or the instance while in the list."""
        root, node = self.object_tree.root_node, self.object_tree.node
        if root is None:
            return None
        chosen = root if self._pane == "list" or node is None else node
        from tui.screens.copying import Subject

        return Subject(chosen, self.store.origin.url, self.store.scope.environment_id)

    @property
    def _target(self) -> str | None:
        """The ID of the instance that keys act on: the row's in the list, else the open one's."""
        if self._pane == "list":
            return self.row.id if self.row else None
        root = self.object_tree.root_node
        return root.id if root else None

    def _may_write(self) -> bool:
        """Return whether something can be changed now; say why not."""
        if self._store is None:
            why = "Not connected yet."
        elif self._settings.is_read_only:
            why = "Read-only: nothing can be changed."
        elif self.store.state.cached_at is not None:
            why = "Nothing can be changed before the API has answered. r asks again."
        else:
            return True
        self._say(Display(why), severity="warning")
        return False

    def _needs_id(self) -> str | None:
        """Return the ID of what may be changed; say why not where there is none."""
        if not self._may_write():
            return None
        if self._target is None:
            self._say(Display("No instance here that has an ID."), severity="warning")
        return self._target

    @work(group="dialog")
    async def action_new(self) -> None:
        """Create an instance."""
        if not self._may_write():
            return
        made = await changes.create_instance(self.app, self.store)
        if made is not None and made.id is not None:
            self._say(Display(f"Created {clean(made.name)} ({clean(made.id)})."))
            self.instances.move_to_key(made.id)
            self._show_document(made.id, made.as_json())

    @work(group="dialog")
    async def action_edit(self) -> None:
        """Change the instance."""
        if identifier := self._needs_id():
            try:
                made = await changes.update_instance(self.app, self.store, identifier)
            except ApiError as error:
                self._say(error.sentence, severity="error")
                return
            if made is not None:
                self._say(Display(f"Updated {clean(made.name)}."))
                self._show_again(identifier)

    @work(group="dialog")
    async def action_archive(self) -> None:
        """Archive the instance."""
        if identifier := self._needs_id():
            name = (self.store.document(identifier) or {}).get("name") or identifier
            made = await changes.archive_instance(self.app, self.store, identifier, name)
            if made is not None:
                self._say(Display(f"Archived {self._name_of(identifier)}."))
                self.go_to_pane("list")
                self._show_again(identifier)

    @work(group="dialog")
    async def action_template(self) -> None:
        """Create or update the instance's session template."""
        if identifier := self._needs_id():
            name = self._name_of(identifier)
            made = await changes.create_session_template(self.app, self.store, identifier, name)
            if made is not None:
                self._say(Display(f"Session template {clean(made.id)} is set. s makes a session."))

    @work(group="dialog")
    async def action_session(self) -> None:
        """Create a session on the instance and show how to connect."""
        if identifier := self._needs_id():
            name = self._name_of(identifier)
            made = await changes.create_session(self.app, self.store, identifier, name)
            if made is not None:
                from tui.screens.session_result import SessionResultScreen

                await self.app.push_screen_wait(SessionResultScreen(made))

    def _name_of(self, identifier: str) -> Display:
        document = self.store.document(identifier) or {}
        return clean(document.get("name") or identifier)

    def _show_again(self, key: str) -> None:
        """Show the open instance as it is now, if it is the one that changed."""
        document = self.store.document(key)
        if self._shown_key == key and document is not None:
            self._show_document(key, document)

    @work(group="dialog")
    async def action_copy(self) -> None:
        """Copy something of what the cursor is on."""
        subject = self.subject
        if subject is None:
            self._say(Display("Nothing to copy here yet."))
        else:
            from tui.screens.copying import copy_of

            await copy_of(self.app, subject)

    @work(group="dialog")
    async def action_sort(self) -> None:
        """Choose the order of the list."""
        if self._store is None:
            return
        from tui.screens.sort_menu import SortMenu

        sort = await self.app.push_screen_wait(SortMenu(self.store.state.sort))
        if sort is None:
            return
        if sort.by == "created" and sort != self.store.state.sort:
            order = ["asc"] if sort.reverse else []
            self.filter_bar.text = with_token(self.filter_bar.text, "order", order)
        self.store.set_sort(sort)

    @work(group="dialog")
    async def action_browser(self) -> None:
        """Open the link under the cursor, after asking; elsewhere, say the object's API URL."""
        subject = self.subject
        value = subject.node.value if subject else None
        if isinstance(value, str) and value.lstrip().lower().startswith(("http:", "https:")):
            from tui.screens.links import open_link

            await open_link(self.app, value)
            return
        url = subject.url if subject else None
        self._say(clean(url) if url else Display("This has no URL of its own."))

    # Profiles.

    @work(group="dialog")
    async def action_profiles(self) -> None:
        """Switch to another profile."""
        from tui.screens.profile_choice import choose_profile

        profile = await choose_profile(self.app, self._profiles, self._settings)
        if profile is not None:
            await self.switch_profile(profile)

    # The palette.

    def palette_commands(self) -> Iterable[SystemCommand]:
        """Return what the palette offers: the keymap's commands of this screen."""
        for command in keymap.palette():
            yield SystemCommand(
                f"{command.title} ({command.first_key})", command.help, self._runner(command)
            )

    def _runner(self, command: keymap.Command) -> Callable[[], Any]:
        target = {"list": self.instances, "tree": self.object_tree}.get(command.scope, self)
        return lambda: self.run_worker(self.app.run_action(command.action, target))
