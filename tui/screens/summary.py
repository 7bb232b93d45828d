"""What is loaded, grouped and counted, as far as it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Static

from tui import keymap
from tui.errors import ApiError
from tui.store.groups import GROUPINGS, KINDS, Group, GroupBy, groups, title
from tui.stylesheets import dialog_stylesheets
from tui.text import Display
from tui.widgets.group_list import GroupList, GroupRow

if TYPE_CHECKING:
    from tui.store.lookup import Lookup
    from tui.store.state import ListState


class PickedGroup(NamedTuple):
    """The group that was picked, as the filter takes it, and in words."""

    key: GroupBy
    value: str
    words: Display


def extent(state: ListState) -> Display:
    """Return what was counted, and what was not."""
    counted = f"{len(state.rows):,} instance{'' if len(state.rows) == 1 else 's'} counted"
    if state.guess:
        return Display(f"{counted}: those known so far, the server has not answered")
    if not state.complete:
        return Display(f"{counted}; more on the server: L in the list loads it")
    return Display(f"{counted}: all that the filter asks for")


class SummaryScreen(ModalScreen[PickedGroup | None]):
    """Dismissed with the group that was picked, or with None."""

    CSS_PATH = dialog_stylesheets("overview")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("summary"),
    ]
    AUTO_FOCUS = "GroupList"

    listed = query_one(GroupList)

    def __init__(self, state: ListState, lookup: Lookup) -> None:
        """Count what `state` shows; `lookup` knows the names that rows do not bear."""
        super().__init__()
        self._state = state
        self._lookup = lookup
        self._by: GroupBy = GROUPINGS[0]
        self._groups: dict[str, Group] = {}
        self._names: dict[str, Display] = {}
        self._named: set[GroupBy] = set()

    def compose(self) -> ComposeResult:
        """Lay out the groupings there are, the groups, and what they are of."""
        with Vertical(classes="dialog overview") as dialog:
            dialog.border_title = Content("Summary")
            dialog.border_subtitle = Content("Tab next grouping · Enter filter by it · Esc close")
            yield Static(id="groupings", classes="overview-note")
            yield GroupList(id="groups")
            yield Static(Content(extent(self._state)), classes="muted overview-whole")

    def on_mount(self) -> None:
        """Group by the first."""
        self.listed.empty_text = Content("Nothing is loaded.")
        self._group()

    @on(GroupList.Opened)
    def _picked(self, event: GroupList.Opened) -> None:
        group = self._groups[event.key]
        if group.value is None:
            sentence = f"The API cannot list those without {_an(self._by)}."
            self.notify(sentence, severity="warning", markup=False)
            return
        words = Display(f"{self._by}: {title(group, self._names)}")
        self.dismiss(PickedGroup(self._by, group.value, words))

    def action_group(self, step: int) -> None:
        """Group by the next, or by the one before."""
        at = GROUPINGS.index(self._by) + step
        self._by = GROUPINGS[at % len(GROUPINGS)]
        self._group()
        self.listed.action_top()

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)

    def _group(self) -> None:
        found = groups(self._state.rows, self._by)
        self._groups = {one.value or "": one for one in found}
        parts = [(f" {one} ", "reverse" if one == self._by else "") for one in GROUPINGS]
        self.query_one("#groupings", Static).update(Content.assemble("by ", *parts))
        self._show()
        if self._by in KINDS and self._by not in self._named:
            self._ask_names(self._by)

    def _show(self) -> None:
        found = self._groups
        largest = max((one.count for one in found.values()), default=1)
        self.listed.set_rows(
            [
                GroupRow(key, title(one, self._names), one.count, one.count / largest)
                for key, one in found.items()
            ]
        )

    @work(exclusive=True, group="names")
    async def _ask_names(self, by: GroupBy) -> None:
        """Ask once for names, as many as a page has; the others stay IDs."""
        try:
            choices = await self._lookup.search(KINDS[by], "")
        except ApiError:
            return  # An ID is a name, too.
        self._named.add(by)
        self._names.update((one.id, one.name) for one in choices)
        self._show()


def _an(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"
