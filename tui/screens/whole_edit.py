"""An instance changed as a whole: its JSON in the user's editor, then the update's review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import keymap
from tui.errors import UsageError
from tui.forms.instance import InstanceDraft, to_update
from tui.forms.problems import FieldPath, FormProblems
from tui.forms.whole import edited, whole_text
from tui.models.integration_instance import IntegrationInstance
from tui.screens.discard import DiscardScreen
from tui.screens.outside import edit_outside
from tui.stylesheets import stylesheet
from tui.text import Display, clean

if TYPE_CHECKING:
    from textual.app import App

_RED = "$text-error"

UNCHANGED = "Nothing changed: there is nothing to send."


async def edited_outside(app: App[None], base: IntegrationInstance) -> InstanceDraft | None:
    """Return the form that the user's editor made of `base`; None where nothing is to be sent.

    What cannot be sent is said, and the editor can be opened again with all that was typed.

    Raises:
        UsageError: There is no editor, it failed, or `base` cannot be edited as a whole.
    """
    text = edit_outside(app, whole_text(base), suffix=".json") or ""
    while text:
        try:
            draft = edited(base, text)
        except FormProblems as found:
            if not await app.push_screen_wait(RefusedScreen(found.problems)):
                return None
            text = _edited_again(app, text)
        else:
            if to_update(draft, base).model_fields_set:
                return draft
            break
    app.notify(UNCHANGED, markup=False)
    return None


def _edited_again(app: App[None], text: str) -> str:
    """Return what the editor makes of what it made before; if it fails, that."""
    try:
        return edit_outside(app, text, suffix=".json") or text
    except UsageError as error:
        app.notify(clean(error), severity="warning", markup=False)
        return text


class RefusedScreen(ModalScreen[bool]):
    """Says what of an edit cannot be sent; dismissed with whether to edit on."""

    CSS_PATH = stylesheet("forms")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("review"),
    ]
    AUTO_FOCUS = "#again"

    def __init__(self, problems: Mapping[FieldPath, Display]) -> None:
        """Show `problems`, by the places they are at."""
        super().__init__()
        self._problems = dict(problems)

    def compose(self) -> ComposeResult:
        """Lay out the problems over the two answers."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = Content("This cannot be sent")
            dialog.border_subtitle = Content("Enter edit again · Tab other button · Esc close")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                for path, message in self._problems.items():
                    where = clean(" / ".join(map(str, path)), 120)
                    yield Static(Content.assemble(f"{where}: " if where else "", (message, _RED)))
            with Horizontal(classes="dialog-buttons"):
                yield Button("Discard", id="discard", compact=True)
                yield Button("Edit again", id="again", compact=True, variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Edit on, or give up what was typed."""
        event.stop()
        self.dismiss(event.button.id == "again")

    @work(group="dialog")
    async def action_close(self) -> None:
        """Ask before what was typed is given up."""
        if await self.app.push_screen_wait(DiscardScreen()):
            self.dismiss(False)

    def action_scroll_body(self, lines: int) -> None:
        """Scroll what there is to read by so many lines."""
        self.query_one(".dialog-body").scroll_relative(y=lines, animate=False)
