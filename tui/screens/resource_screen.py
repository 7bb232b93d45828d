"""A screen to read one kind of objects on: their list, and the tree of one of them.

All that it knows of the kind is its row in the table of `tui/resources.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from tui import keymap
from tui.errors import ApiError
from tui.models import outline
from tui.models.object_columns import column_of, names_of
from tui.resources import BY_KIND, Kind
from tui.screens import list_words, object_words
from tui.screens.arranging import LOADING_AGAIN
from tui.screens.object_screen import ObjectScreen
from tui.store.objects import ObjectsState
from tui.text import Display
from tui.widgets.filter_bar import Completer, FilterBar
from tui.widgets.object_list import ObjectList

if TYPE_CHECKING:
    from tui.models.outline import Node
    from tui.models.reference import Reference
    from tui.settings import Settings
    from tui.store.state import ListState
    from tui.store.store import Store

FOLLOW_PAUSE = 0.15
"""Seconds the cursor rests before the tree follows it."""
ASK_PAUSE = 0.25
"""Seconds of no typing before the server is asked for what is searched for."""

_NO_COMPLETIONS: Completer = lambda text, cursor: (cursor, cursor, ())  # noqa: E731


class ResourceScreen(ObjectScreen["Reference | None"]):
    """Dismissed with what the main screen is to go to, or with None."""

    KEYS = keymap.READING
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("main", keymap.READING)]

    NEXT: ClassVar[str] = "Esc goes back"
    """What the list's frame names of the next steps."""

    objects = query_one(ObjectList)

    class ColumnsChosen(Message):
        """Lists of a kind are to show other columns, at the next start, too.

        Attributes:
            kind: The kind.
            columns: Its columns.
        """

        def __init__(self, kind: Kind, columns: tuple[str, ...]) -> None:
            super().__init__()
            self.kind = kind
            self.columns = columns

    def __init__(
        self,
        store: Store,
        settings: Settings,
        kind: Kind,
        wanted: Reference | None = None,
        document: dict[str, Any] | None = None,
        *,
        only: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Read objects of `kind`.

        Args:
            store: Who asks the API.
            settings: The settings in use.
            kind: Which objects.
            wanted: The one to open, if one is meant.
            document: Its JSON, where that is known.
            only: What the list's query asks for besides.
        """
        super().__init__(store.now, writes=False)
        self._store = store
        self._settings = settings
        self._resource = BY_KIND[kind]
        self._list = store.objects(kind, only)
        self._wanted = wanted
        self.shown_key: str | None = None
        """The key of the object in the tree."""
        self._follow_handle: asyncio.TimerHandle | None = None
        self._ask_timer: Timer | None = None
        self._unsubscribe: Callable[[], None] | None = None
        if wanted is not None and document is not None:
            self._list.put(wanted.id, document)

    def compose_list(self) -> ComposeResult:
        """Yield the search line and the list."""
        hint = f"search {self._resource.plural}"
        yield FilterBar("", _NO_COMPLETIONS, placeholder=hint, id="filter")
        yield Static(id="notice")
        known = partial(column_of, self._resource.kind)
        yield ObjectList(self._list.columns, known, clock=self.clock, id="objects")

    def on_mount(self) -> None:
        """Ask for the list, and for the object that is meant."""
        self.query_one("#list-pane").border_title = Content(self.list_title)
        self.query_one("#list-pane").border_subtitle = Content.styled(self.NEXT, "$foreground 60%")
        self.query_one("#tree-pane").border_title = Content(self._resource.title.capitalize())
        self.notice.display = False
        self.header.show_profile(self._settings.profile)
        self._list.subscribe(self._show)
        self._unsubscribe = self._store.subscribe(self._show_place)
        self._show_place(self._store.state)
        self._show(self._list.state)
        self.lay_out()
        self._load()
        if self._wanted is not None:
            self._open(self._wanted.id, focus=True)

    @property
    def _is_going(self) -> bool:
        """Whether it is being taken down, its parts before itself: answers come too late then."""
        return self not in self.app.screen_stack or len(self.query("HeaderBar, ObjectList")) < 2

    def on_unmount(self) -> None:
        """Listen no longer."""
        if self._unsubscribe is not None:
            self._unsubscribe()

    @property
    def listed(self) -> ObjectList:
        """The list."""
        return self.objects

    @property
    def list_title(self) -> Display:
        """What the list is of."""
        plural = self._resource.plural
        return Display(plural[:1].upper() + plural[1:])

    def empty_words(self, state: ObjectsState) -> Display:
        """Return what stands in place of rows where there are none."""
        return object_words.empty(state, self._resource)

    @property
    def connected(self) -> Store | None:
        """The store."""
        return self._store

    @property
    def settings(self) -> Settings:
        """The settings in use."""
        return self._settings

    @property
    def state(self) -> ObjectsState:
        """What the list shows."""
        return self._list.state

    def counts_node(self, node: Node | None) -> bool:
        """Return whether others may use what a node is."""
        return node is not None

    # The list.

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        await self._list.load(self.filter_bar.text.strip())

    @work(exclusive=True, group="load")
    async def _load_more(self) -> None:
        await self._list.load_more()

    @work(exclusive=True, group="load")
    async def _load_all(self) -> None:
        while not self._list.state.complete and self._list.state.phase == "ready":
            await self._list.load_more()

    @on(ObjectList.NearEnd)
    def _near_end(self) -> None:
        state = self._list.state
        if state.phase == "ready" and not state.complete:
            self._load_more()

    @on(ObjectList.LoadAllRequested)
    def _load_all_requested(self) -> None:
        """Load the whole list; while it is being loaded, pause that."""
        if self.state.phase == "loading" and self.workers.cancel_group(self, "load"):
            self._say(Display(f"Paused at {len(self.state.rows):,}. L goes on."))
        else:
            self._load_all()

    @on(ObjectList.Highlighted)
    def _rest_on(self) -> None:
        if self._follow_handle is not None:
            self._follow_handle.cancel()
        loop = asyncio.get_running_loop()
        self._follow_handle = loop.call_later(FOLLOW_PAUSE, self.call_next, self._follow)

    def _follow(self) -> None:
        if self._is_going:
            return
        key = self.objects.cursor_key
        if self._pane != "list" or key is None or key == self.shown_key:
            return
        self._open(key, focus=False)

    @on(ObjectList.Opened)
    def _opened(self, event: ObjectList.Opened) -> None:
        self._open(event.key, focus=True)

    @on(FilterBar.Changed)
    def _search_changed(self) -> None:
        if self._ask_timer is not None:
            self._ask_timer.stop()
        self._ask_timer = self.set_timer(ASK_PAUSE, self._ask)

    def _ask(self) -> None:
        if self.filter_bar.text.strip() != self._list.state.search:
            self._load()

    @on(FilterBar.Left)
    def _search_left(self) -> None:
        self.go_to_pane("list")

    # Its columns.

    @work(group="dialog")
    async def action_columns(self) -> None:
        """Choose the columns of the list."""
        from tui.screens.column_choice import ColumnChoiceScreen, Offered

        kind, before = self._resource.kind, self._list.columns
        seen = await self._list.seen_metadata_keys()
        offered = Offered(names_of(kind), self._resource.columns, partial(column_of, kind))
        dialog = ColumnChoiceScreen(before, seen, self.show_columns, offered)
        columns = await self.app.push_screen_wait(dialog)
        if columns is not None and columns != before:
            self._store.object_columns[kind] = columns
            self.post_message(self.ColumnsChosen(kind, columns))

    @work(exclusive=True, group="columns")
    async def show_columns(self, columns: tuple[str, ...]) -> None:
        """Show these columns, of all rows that are loaded."""
        self.objects.columns = columns
        if not await self._list.show_columns(columns):
            self._say(LOADING_AGAIN)
            self._load()

    # One object.

    def _open(self, key: str, *, focus: bool) -> None:
        document = self._list.document(key)
        if document is not None:
            self._show_document(key, document)
            if focus:
                self.go_to_pane("tree")
        elif focus:
            self._fetch(key)

    @work(exclusive=True, group="fetch")
    async def _fetch(self, identifier: str) -> None:
        try:
            document = await self._list.fetch(identifier)
        except ApiError as error:
            self._say(error.sentence, severity="error")
        else:
            if not self._is_going:
                self._show_document(identifier, document)
                self.go_to_pane("tree")

    def _show_document(self, key: str, document: dict[str, Any]) -> None:
        self.shown_key = key
        root = outline.root(document, self._resource.kind)
        self.object_tree.show(root, key=key)
        self.query_one("#tree-pane").border_title = Content(root.label)
        self.say_place(self._settings.profile, root.label)

    # Showing.

    def _show(self, state: ObjectsState) -> None:
        if self._is_going:
            return
        self.header.facts = object_words.facts(state, self.clock())
        self.filter_bar.count = object_words.count(state)
        self.objects.empty_text = Content(self.empty_words(state))
        self.objects.dimmed = state.phase == "failed"
        if state.rows is not self.objects.rows:
            self.objects.set_rows(state.rows)
        self._show_notice()

    def _show_place(self, state: ListState) -> None:
        """Say in which environment one is, and why a request waits."""
        if self._is_going:
            return
        self.header.place = list_words.place(state)
        self.say_place(self._settings.profile)
        self.header.marks = list_words.marks(state, self._settings, follows=False)
        production = state.environment is not None and state.environment.is_production
        self.header.set_class(production, "-production")
        self._show_notice()

    def _show_notice(self) -> None:
        """Say above the list why a request waits, or why the rows are old."""
        waiting = self._store.state.waiting
        words = object_words.failure(self.state, self._resource) if self.state.rows else Display("")
        if waiting:
            words = Display(f"{waiting}.")
        self.notice.display = bool(words)
        self.notice.update(Content(words))

    # Where it leads.

    def show_on_main(self, reference: Reference, document: dict[str, Any] | None = None) -> None:
        """Leave for the main screen, through all the screens between."""
        self.dismiss(reference)

    def action_refresh(self) -> None:
        """Load the open object again."""
        key = self.objects.cursor_key if self._pane == "list" else self.shown_key
        if key is not None:
            self._fetch(key)

    def action_refresh_all(self) -> None:
        """Load the list again."""
        self._load()

    def action_back(self) -> None:
        """Leave the topmost thing: the search, the zoom, the pane, the search line, the screen."""
        if self.object_tree.close_search():
            return
        if self._zoomed:
            self.action_zoom()
        elif self._pane == "inspector" and self.app.size.width < 100:
            self.go_to_pane("tree")
        elif self._pane != "list" and self._wanted is None:
            self.go_to_pane("list")
        elif self.state.rows and self.workers.cancel_group(self, "load"):
            self._say(Display("Loading stopped. L goes on."))
        elif self.filter_bar.text:
            self.filter_bar.text = ""
        else:
            self.dismiss(None)
