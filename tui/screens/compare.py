"""Comparing two instances: what differs, with IDs and times folded away until asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Static

from tui import keymap
from tui.models import outline
from tui.models.outline import Node
from tui.models.outline_diff import differences
from tui.stylesheets import stylesheet
from tui.text import Display
from tui.widgets.difference_list import ABSENT, JOINT, DifferenceList, rows_of

if TYPE_CHECKING:
    from tui.store.store import Store


async def compare(app: App[Any], store: Store, left: str, right: str) -> None:
    """Show what differs between two instances.

    Raises:
        ApiError: One of them could not be had.
    """

    async def root(identifier: str) -> Node:
        document = store.document(identifier) or await store.fetch(identifier)
        return outline.root(document)

    await app.push_screen_wait(CompareScreen(*await asyncio.gather(root(left), root(right))))


class CompareScreen(ModalScreen[None]):
    """The differences between two objects, and under them the one under the cursor in full."""

    CSS_PATH = stylesheet("overview")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("compare"),
    ]
    AUTO_FOCUS = "DifferenceList"

    listed = query_one(DifferenceList)

    def __init__(self, left: Node, right: Node) -> None:
        """Compare two roots."""
        super().__init__()
        self._names = (left.label, right.label)
        self._found = differences(left, right)
        self._shows_all = False

    def compose(self) -> ComposeResult:
        """Lay out the differences, and room for one of them in full."""
        with Vertical(classes="dialog overview") as dialog:
            dialog.border_title = Content("What differs")
            dialog.border_subtitle = Content("i IDs and times · Esc close")
            yield Static(classes="muted overview-note")
            yield DifferenceList(*self._names, id="differences")
            yield Static(classes="overview-whole")

    def on_mount(self) -> None:
        """Show what differs."""
        self._show()

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

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)

    def _show(self) -> None:
        rows = rows_of(self._found, incidental=self._shows_all)
        folded = len(self._found) - len(rows)
        said = f"{len(rows):,} difference{'' if len(rows) == 1 else 's'}"
        if folded:
            said += f", and {folded:,} in IDs and times"
        self.query_one(".overview-note", Static).update(Content(said))
        self.listed.empty_text = Content(Display("Nothing else differs."))
        self.listed.set_rows(rows)
        self._show_whole()
