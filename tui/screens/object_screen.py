"""The part of a screen of panes that goes from what the cursor is on to other objects."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Generic

from textual import work
from textual.content import Content
from textual.screen import ScreenResultType

from tui.errors import ApiError
from tui.remote import is_thin
from tui.resources import BY_KIND
from tui.screens.opening import is_opening
from tui.screens.pane_screen import PaneScreen
from tui.text import Display
from tui.times import Clock

if TYPE_CHECKING:
    from tui.models.outline import Node
    from tui.models.reference import Reference
    from tui.resources import Kind
    from tui.screens.copying import Subject
    from tui.screens.counting import UserCount
    from tui.settings import Settings
    from tui.store.store import Store
    from tui.widgets.object_tree import ObjectTree

_DIALOGS = frozenset({"used_by", "go_to_object", "browse", "copy", "browser", "requests"})


class ObjectScreen(PaneScreen[ScreenResultType], Generic[ScreenResultType]):
    """The panes, and the ways from an object to what it names; subclasses say where they lead."""

    def __init__(self, clock: Clock, *, writes: bool) -> None:
        super().__init__(clock, writes=writes)
        self._users: UserCount | None = None

    @property
    def connected(self) -> Store | None:
        """The store, once there is one."""
        raise NotImplementedError

    @property
    def settings(self) -> Settings:
        """The settings in use."""
        raise NotImplementedError

    def show_on_main(self, reference: Reference, document: dict[str, Any] | None = None) -> None:
        """Let the main screen open an instance, or list those that use any other object."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Start no second dialog while one is about to open: keys typed ahead do nothing."""
        if action in _DIALOGS and is_opening(self):
            return False
        return super().check_action(action, parameters)

    # What the cursor is on.

    @property
    def chain(self) -> list[Node]:
        """The nodes that lead to what is meant: in the list, to the object itself."""
        chain = self.object_tree.chain
        return chain[:1] if self._pane == "list" else chain

    @property
    def subject(self) -> Subject | None:
        """What is copied from: the tree's node, or the whole object while in the list."""
        chain, store = self.chain, self.connected
        if not chain or store is None:
            return None
        from tui.screens.copying import Subject

        return Subject(chain[-1], store.origin.url, store.scope.environment_id)

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
    async def action_browser(self) -> None:
        """Open the link under the cursor, after asking; elsewhere, say the object's API URL."""
        from tui.screens.links import open_subject

        await open_subject(self.app, self.subject)

    @work(group="dialog")
    async def action_requests(self) -> None:
        """Show what was asked of the API."""
        if self.connected is None:
            self._say(Display("Not connected yet."), severity="warning")
            return
        from tui.screens.requests import show_requests

        await show_requests(self.app, self.connected)

    # By their names, not by decorators: the tree is imported when it is first needed.

    def on_outline_tree_node_shown(self, event: ObjectTree.NodeShown) -> None:
        """Follow the tree's cursor."""
        if event.node is not self.inspector.node:
            self.inspect(event.node)

    def inspect(self, node: Node | None) -> None:
        """Show what the tree's cursor is on in the inspector."""
        from tui.models import outline

        self.inspector.show(node, self.clock)
        title = outline.title(node) if node else ""
        self.query_one("#inspector-pane").border_title = Content(title)
        if self.counts_node(node) or self.inspector.used_by:
            self._count_users()

    def counts_node(self, node: Node | None) -> bool:
        """Return whether others may use what a node is: not an instance, which is its own."""
        return node is not None and node.kind != "integration_instance"

    def _count_users(self) -> None:
        """Let the inspector say who uses what the tree's cursor is on."""
        from tui.models.reference import reference_at
        from tui.screens.counting import UserCount

        if self._users is None:
            self._users = UserCount(self, self.inspector)
        # Of what the cursor is on, not of what that is a part of.
        reference = reference_at(self.object_tree.chain[-1:])
        may_ask = not is_thin(self.settings.profile, os.environ)
        self._users.show(reference, self.connected, may_ask=may_ask)

    @property
    def counts_users(self) -> bool:
        """Whether a count is about to be asked for."""
        return self._users is not None and self._users.is_waiting

    # Where it leads.

    def on_object_tree_followed(self) -> None:
        """Go to what a leaf of the tree names."""
        from tui.models.reference import reference_at

        self._open_other(reference_at(self.chain))

    @work(group="dialog")
    async def action_go_to_object(self) -> None:
        """Go to the object that what the cursor is on names."""
        self._open_other(await self.meant("Go to"))

    @work(group="dialog")
    async def action_used_by(self) -> None:
        """List the instances that use what the cursor is on."""
        reference = await self.meant("List the instances that use")
        if reference is None:
            return
        if reference.is_shared or reference.kind == "integration_instance":
            self.show_on_main(reference)
        else:
            title = BY_KIND[reference.kind].title
            self._say(Display(f"The API lists no instances by {title}."), severity="warning")

    async def meant(self, title: str) -> Reference | None:
        """Return the object that the cursor is on or in; say why there is none.

        Subclasses may ask which one, under `title`, where it has many; None: the user left.
        """
        from tui.models.reference import reference_at

        reference = reference_at(self.chain)
        if self.connected is None or not self.chain:
            self._say(Display("Nothing is open here yet."))
        elif reference is None:
            self._say(Display("The API knows no such object by its ID."), severity="warning")
        else:
            return reference
        return None

    def _open_other(self, reference: Reference | None) -> None:
        """Go to an object, unless it is the one that is open."""
        root = self.object_tree.root_node
        if reference is not None and root is not None and reference.id != root.id:
            self.open_object(reference)

    def open_object(self, reference: Reference, document: dict[str, Any] | None = None) -> None:
        """Go to an object, of which `document` is the JSON where that is known."""
        if reference.kind == "integration_instance":
            self.show_on_main(reference, document)
        elif BY_KIND[reference.kind].path is None:
            self._say(Display(f"The API serves no {BY_KIND[reference.kind].title} by ID."))
        else:
            self._read(reference.kind, reference, document)

    def browse(self, kind: Kind) -> None:
        """Go to the list of a kind of objects."""
        self._read(kind)

    def _read(
        self,
        kind: Kind,
        wanted: Reference | None = None,
        document: dict[str, Any] | None = None,
    ) -> None:
        from tui.screens.resource_screen import ResourceScreen

        assert self.connected is not None, "who has something to go to is connected"
        screen = ResourceScreen(self.connected, self.settings, kind, wanted, document)
        self.app.push_screen(screen, self._came_back)

    def _came_back(self, reference: Reference | None) -> None:
        """Pass on what a screen over this one ended with."""
        if reference is not None:
            self.show_on_main(reference)

    @work(group="dialog")
    async def action_browse(self) -> None:
        """Choose a kind of objects, and go to its list."""
        from tui.screens.kinds import choose_kind

        if self.connected is None:
            self._say(Display("Not connected yet."), severity="warning")
            return
        kind = await choose_kind(self.app)
        if kind is not None:
            self.browse(kind)

    @work(exclusive=True, group="fetch")
    async def jump(self, text: str) -> None:
        """Go to the object whose ID, or URL, `text` is, whatever it is."""
        from tui.models.reference import reference_at
        from tui.store.finding import target_in

        store, target = self.connected, target_in(text)
        if store is None or target is None:
            self._say(Display("Not connected yet."), severity="warning")
            return
        try:
            found = await store.find(target)
        except ApiError as error:
            self._say(error.sentence, severity="error")
            return
        from tui.models import outline

        reference = reference_at([outline.root(found.document, found.kind)])
        if reference is not None:
            self.open_object(reference, found.document)
