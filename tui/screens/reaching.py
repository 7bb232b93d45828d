"""The main screen's part that goes from an object to what it touches, and back again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import work
from textual.content import Content

from tui import keymap
from tui.errors import ApiError, CredentialsError, NoOtherProfile, UsageError
from tui.models.row import UNNAMED
from tui.profiles import Profiles
from tui.resources import BY_KIND
from tui.screens.acting import ActingScreen
from tui.screens.history import History, Place
from tui.screens.object_screen import ObjectScreen
from tui.screens.opener import Opener
from tui.settings import Settings
from tui.text import Display, clean
from tui.times import Clock

if TYPE_CHECKING:
    from tui.models.reference import Reference
    from tui.widgets.object_tree import ObjectTree

_MOST_REACHED = 1_000
"""Rows that are loaded at once to come back to one; further ones come as they always do."""

MARK_TWO = Display("Mark two instances with Space; then = compares them.")


class ReachingScreen(ActingScreen):
    """The panes, with the ways that lead from one object to others."""

    def __init__(
        self, settings: Settings, opener: Opener, profiles: Profiles, clock: Clock
    ) -> None:
        super().__init__(settings, opener, profiles, clock)
        self._history = History()
        self._subject = ("", Display(""))

    async def leave(self) -> None:
        """Drop where one was, too."""
        self._history = History()
        self._subject = ("", Display(""))
        await self._leave_reading()
        await super().leave()

    async def _leave_reading(self) -> None:
        """Take away the screens that read with the store that is left."""
        while len(self.app.screen_stack) > 1 and isinstance(self.app.screen, ObjectScreen):
            await self.app.pop_screen()

    # Who uses what the cursor is on.

    async def meant(self, title: str) -> Reference | None:
        """Return the object that the cursor is on; of an instance, ask which part of it."""
        from tui.models.reference import reference_at
        from tui.screens.references import choose_reference

        chain = self.chain
        reference = reference_at(chain)
        is_root = reference.id == chain[0].id if reference is not None else len(chain) == 1
        if not is_root:
            return await super().meant(title)
        return await choose_reference(self.app, chain[0], title)

    def show_on_main(self, reference: Reference, document: dict[str, Any] | None = None) -> None:
        """Open an instance, or list those that use any other object: a filter like any other."""
        if reference.kind == "integration_instance":
            self.go_to(reference.id, document or self.store.document(reference.id))
            return
        from tui.store.filter import with_token

        key = BY_KIND[reference.kind].filter_key
        assert key is not None, "several may use it, and the API lists them by it"
        self._list_anew(with_token("", key, [reference.id]), reference.words)
        if reference.name == reference.id:
            self._name_subject(reference)

    @work(exclusive=True, group="names")
    async def _name_subject(self, reference: Reference) -> None:
        """Say in the list's frame what an object is called that only its ID was known of."""
        text, subject = self._subject
        try:
            choice = await self.store.lookup.name_of(reference.kind, reference.id)
        except ApiError:
            return  # An ID is a name, too.
        if choice is not None and self._subject == (text, subject):
            self._subject = (text, replace(reference, name=choice.name).words)
            self._show(self.store.state)

    def _list_anew(self, text: str, subject: Display) -> None:
        """List what a filter asks for, which is what `subject` says; one can go back."""
        if text != self.filter_bar.text.strip():
            self._history.leave(self._place)
        self._subject = (text, subject)
        self.go_to_pane("list")
        self.ask_for(text)

    # Why it cannot run.

    @work(group="dialog")
    async def action_why(self) -> None:
        """Say what keeps the instance from running; go where one wants to look at that."""
        identifier = self._target
        if self._store is None or identifier is None:
            self._say(Display("No instance here that has an ID."), severity="warning")
            return
        from tui.models.reference import Reference
        from tui.screens.why import WhyScreen

        name = self._name_of(identifier)
        screen = WhyScreen(self.store, self._settings, identifier, name, self._may_write)
        place = await self.app.push_screen_wait(screen)
        self._show_again(identifier)
        if isinstance(place, Reference):
            self.show_on_main(place)
        elif place is not None:
            self.go_to(identifier, self.store.document(identifier))
            self.object_tree.go_to_path(place)

    # Beside the handler of the base class: Textual calls both.
    def on_outline_tree_node_shown(self, event: ObjectTree.NodeShown) -> None:
        """Say in the tree's frame how to learn why the instance is a draft, where it is one."""
        root, pane = self.object_tree.root_node, self.query_one("#tree-pane")
        is_draft = root is not None and root.status == "draft"
        hint = f"{keymap.key_of('why')} says why it is a draft" if is_draft else ""
        words = Content.styled(hint, "$foreground 60%") if hint else Content("")
        if (pane.border_subtitle or "") != words.markup:
            pane.border_subtitle = words

    # Several instances.

    @work(group="dialog")
    async def action_compare(self) -> None:
        """Compare the two that are marked, or the only one that is with the one meant.

        With none marked, the one meant is compared with an instance of another profile.
        """
        if self._store is None:
            return
        meant = [row.id for row in self.store.marks.rows if row.id]
        if len(meant) < 2 and self._target not in (None, *meant):
            meant.append(self._target or "")
        from tui.screens.compare import compare, compare_elsewhere
        from tui.screens.elsewhere import Elsewhere

        elsewhere = Elsewhere(self._opener, self._profiles, self._settings)
        try:
            if len(meant) == 2:
                await compare(self.app, self.store, elsewhere, *meant)
            elif len(meant) == 1:
                await compare_elsewhere(self.app, self.store, elsewhere, *meant)
            else:
                self._say(MARK_TWO)
        except ApiError as error:
            self._say(error.sentence, severity="error")
        except NoOtherProfile:
            self._say(MARK_TWO)
        except (UsageError, CredentialsError) as error:
            self._say(clean(error), severity="warning")

    @work(group="dialog")
    async def action_summary(self) -> None:
        """Group and count what is loaded; filter by the group that is picked."""
        if self._store is None:
            return
        from tui.screens.summary import SummaryScreen

        screen = SummaryScreen(self.store.state, self.store.lookup)
        picked = await self.app.push_screen_wait(screen)
        if picked is not None:
            from tui.store.filter import with_token

            text = with_token(self.filter_bar.text.strip(), picked.key, [picked.value])
            self._list_anew(text, picked.words)

    # Where one was.

    def go_to(self, identifier: str, document: dict[str, Any] | None = None) -> None:
        """Open the instance of that ID, and remember what was open."""
        if self.object_tree.root_node is not None:
            self._history.leave(self._place)
        super().go_to(identifier, document)

    def action_history(self, step: int) -> None:
        """Go back to where one was, or forward again."""
        if self._store is None:
            return
        here = self._place
        place = self._history.back(here) if step < 0 else self._history.forward(here)
        if place is None:
            end = "You have not come from anywhere yet." if step < 0 else "There is no way forward."
            self._say(Display(end))
            return
        self._return_to(place)

    @property
    def _place(self) -> Place:
        """Where one is."""
        root, node = self.object_tree.root_node, self.object_tree.node
        text = self.filter_bar.text.strip()
        return Place(
            title=root.label if root is not None else Display("the list"),
            filter_text=text,
            subject=self._subject[1] if self._subject[0] == text else Display(""),
            row=self.instances.cursor_key,
            reach=self.instances.cursor + 1,
            pane=self._pane,
            shown=self._shown_key,
            node=node.key if node is not None else (),
        )

    def _return_to(self, place: Place) -> None:
        """Ask for a place's list, if another one is shown; open again what was open."""
        self._subject = (place.filter_text, place.subject)
        if place.filter_text != self.filter_bar.text.strip():
            self.ask_for(place.filter_text, min(place.reach, _MOST_REACHED))
        self.instances.await_key(place.row)
        self._show(self.store.state)
        self.workers.cancel_group(self, "fetch")
        if place.pane == "list" or place.shown is None:
            self.go_to_pane("list")
        elif (document := self.store.document(place.shown)) is not None:
            self._open_again(place.shown, document, place)
        else:
            self._fetch_again(place.shown, place)

    @work(exclusive=True, group="fetch")
    async def _fetch_again(self, key: str, place: Place) -> None:
        try:
            document = await self.store.fetch(key)
        except ApiError as error:
            self._say(error.sentence, severity="error")
        else:
            self._open_again(key, document, place)

    def _open_again(self, key: str, document: Any, place: Place) -> None:
        self._show_document(key, document)
        self.object_tree.go_to_key(place.node)
        self.go_to_pane(place.pane)

    def _title(self, words: Display) -> None:
        """Say in the list's frame what it is of, where it was come to from a node or by a name."""
        text, subject = self._subject
        if not subject:
            text, subject = self.first.text, clean(self.first.name)
        named = subject and self.filter_bar.text.strip() == text
        super()._title(Display(f"{words} · {subject}") if named else words)

    def _say_below(self, words: Content) -> None:
        """Where there is nothing else to say, say where one came from."""
        super()._say_below(
            words or Content.styled(self._history.crumb(self._title_of), "$foreground 60%")
        )

    def _title_of(self, place: Place) -> Display:
        """Return what a place is called by now: it may have been renamed since it was left."""
        row = self._store.row(place.shown) if self._store and place.shown else None
        return row.name if row is not None and row.name != UNNAMED else place.title
