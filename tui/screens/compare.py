"""Comparing two instances: what differs, with IDs and times folded away until asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Static

from tui import keymap
from tui.errors import ApiError, CredentialsError, UsageError
from tui.models import outline
from tui.models.outline import Node
from tui.models.outline_diff import differences, with_names
from tui.models.reference import unnamed_in
from tui.screens.elsewhere import Counterpart, Elsewhere
from tui.screens.names import names_of
from tui.screens.opening import is_opening
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean
from tui.widgets.difference_list import ABSENT, JOINT, DifferenceList, rows_of

if TYPE_CHECKING:
    from tui.store.lookup import Lookup
    from tui.store.store import Store


async def compare(app: App[Any], store: Store, elsewhere: Elsewhere, left: str, right: str) -> None:
    """Show what differs between two instances.

    Raises:
        ApiError: One of them could not be had.
    """
    roots = await asyncio.gather(_root(store, left), _root(store, right))
    await app.push_screen_wait(CompareScreen(*roots, store.lookup, elsewhere))


async def compare_elsewhere(
    app: App[Any], store: Store, elsewhere: Elsewhere, identifier: str
) -> None:
    """Show what differs between an instance and one of another profile, which is asked for.

    Raises:
        UsageError: There is no other profile, or it cannot be used.
        CredentialsError: The other profile has no key.
        ApiError: One of them could not be had.
    """
    root = await _root(store, identifier)
    found = await elsewhere.counterpart(app, root)
    if found is not None:
        await app.push_screen_wait(CompareScreen(root, found, store.lookup, elsewhere))


async def _root(store: Store, identifier: str) -> Node:
    return outline.root(store.document(identifier) or await store.fetch(identifier))


class CompareScreen(ModalScreen[None]):
    """The differences between two objects, and under them the one under the cursor in full."""

    CSS_PATH = dialog_stylesheets("overview")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("compare"),
    ]
    AUTO_FOCUS = "DifferenceList"

    listed = query_one(DifferenceList)

    def __init__(
        self, left: Node, right: Node | Counterpart, lookup: Lookup, elsewhere: Elsewhere
    ) -> None:
        """Compare two roots.

        Args:
            left: The one.
            right: The other, of this profile or of another.
            lookup: Knows what objects of this profile are called.
            elsewhere: Finds another one to compare the left one with.
        """
        super().__init__()
        self._left = left
        self._lookup = lookup
        self._elsewhere = elsewhere
        self._shows_all = False
        self._compare(right)

    def _compare(self, right: Node | Counterpart) -> None:
        """Find what differs; between profiles, say of which each is."""
        self._other = right.root if isinstance(right, Counterpart) else right
        self._across = isinstance(right, Counterpart)
        self._called = dict(right.names) if isinstance(right, Counterpart) else {}
        self._names = (self._left.label, self._other.label)
        if isinstance(right, Counterpart):
            here = clean(self._elsewhere.settings.profile.title, 40)
            mine, theirs = self._names
            self._names = (Display(f"{here}: {mine}"), Display(f"{right.profile}: {theirs}"))
        self._found = differences(self._left, self._other, across=self._across)

    def compose(self) -> ComposeResult:
        """Lay out the differences, and room for one of them in full."""
        with Vertical(classes="dialog overview") as dialog:
            dialog.border_title = Content("What differs")
            dialog.border_subtitle = Content("i IDs and times · p another profile · Esc close")
            yield Static(classes="muted overview-note")
            yield DifferenceList(id="differences")
            yield Static(classes="overview-whole")

    def on_mount(self) -> None:
        """Show what differs; then what is called by its name that came by its ID."""
        self._show()
        self._ask_names()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Open no second dialog while one is about to open: keys typed ahead do nothing."""
        return not (action == "compare_elsewhere" and is_opening(self))

    @on(DifferenceList.Highlighted)
    def _show_whole(self) -> None:
        """Show the difference under the cursor in full, as its line may be cut."""
        row = self.listed.cursor_row
        lines: list[Content] = []
        if row is not None:
            one = row.difference
            lines.append(Content.styled(JOINT.join(one.words), "bold"))
            for name, side in zip(self._names, (one.left, one.right), strict=True):
                said = ABSENT if side is None else side
                lines.append(Content.assemble((f"{name}: ", "$foreground 60%"), said))
        self.query_one(".overview-whole", Static).update(Content("\n").join(lines))

    def action_show_all(self) -> None:
        """Show what differs in IDs and times too, or hide it again."""
        self._shows_all = not self._shows_all
        self._show()

    @work(group="dialog")
    async def action_compare_elsewhere(self) -> None:
        """Compare the left one with an instance of another profile."""
        try:
            found = await self._elsewhere.counterpart(self.app, self._left)
        except ApiError as error:
            self.notify(error.sentence, severity="error", markup=False)
        except (UsageError, CredentialsError) as error:
            self.notify(clean(error), severity="warning", markup=False)
        else:
            if found is not None:
                self._compare(found)
                self._show()
                self._ask_names()
                self.listed.action_top()

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)

    @work(exclusive=True, group="names")
    async def _ask_names(self) -> None:
        """Ask what is called by its ID alone, where that may be what differs."""
        mine, theirs = unnamed_in(self._left), unnamed_in(self._other)
        if not self._across:
            mine = tuple(one for one in (*mine, *theirs) if (one in mine) != (one in theirs))
        self._called.update(await names_of(self._lookup, mine))
        self._show()

    def _show(self) -> None:
        self.listed.names = self._names
        found = with_names(self._found, self._called, across=self._across)
        rows = rows_of(found, incidental=self._shows_all)
        folded = len(found) - len(rows)
        said = f"{len(rows):,} difference{'' if len(rows) == 1 else 's'}"
        if folded:
            said += f", and {folded:,} in IDs and times"
        self.query_one(".overview-note", Static).update(Content(said))
        self.listed.empty_text = Content(Display("Nothing else differs."))
        self.listed.set_rows(rows)
        self._show_whole()
