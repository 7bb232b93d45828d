"""Asks before an object is archived; on production its name must be typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from tui import keymap
from tui.errors import ApiError
from tui.forms.archive import to_type
from tui.screens.grace import Grace
from tui.stylesheets import dialog_stylesheets
from tui.text import clean

Result = TypeVar("Result")


class ArchiveScreen(ModalScreen[Result | None], Generic[Result]):
    """Dismissed with what `submit` answered, or with None where nothing was archived.

    The focus is on Cancel and Enter never archives by itself: that takes `a`, or the
    button once the name is typed.
    """

    CSS_PATH = dialog_stylesheets("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("archive"),
    ]
    AUTO_FOCUS = "#cancel"

    def __init__(
        self,
        name: str,
        identifier: str,
        production: bool,
        submit: Callable[[], Awaitable[Result]],
    ) -> None:
        """Ask whether to archive the object with this true `name` and ID.

        Args:
            name: The object's name, as it is.
            identifier: Its ID.
            production: Whether the name must be typed.
            submit: Archives it; an `ApiError` is shown here and nothing is lost.
        """
        super().__init__()
        self._object_name = name
        self._identifier = identifier
        self._to_type = to_type(name, identifier) if production else None
        self._submit = submit
        self._in_flight = False

    def compose(self) -> ComposeResult:
        """Lay out what is archived, what that means, and the buttons."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Archive the instance")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(Content.styled(clean(self._object_name), "bold"))
                yield Static(Content(clean(self._identifier)), classes="muted")
                yield Static(
                    "An archived instance cannot be changed any more. It leaves the list; "
                    "status:archived still finds it.",
                    classes="archive-meaning",
                )
                if self._to_type is not None:
                    ask = Content.assemble(
                        ("This is production. ", "bold $text-warning"),
                        "To archive it, type ",
                        (self._to_type, "bold"),
                        " here:",
                    )
                    yield Static(ask, id="archive-ask")
                    yield Input(id="typed")
                yield Static(id="archive-state")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Archive", id="archive", compact=True, variant="error")
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        """Say the next step, and hold the button back until the name is typed."""
        self._grace = Grace()
        for typed in self.query(Input):
            typed.cursor_blink = False
        self._show_state()

    def on_descendant_focus(self) -> None:
        """Name the next step where the focus is now."""
        self._show_state()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Let the button be pressed once the name is typed."""
        self._show_state()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Archive, if the name is typed."""
        self._archive()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Archive or cancel."""
        event.stop()
        if event.button.id == "archive":
            self._archive()
        else:
            self.action_close()

    def action_confirm(self) -> None:
        """Archive; on production, go to where the name is typed."""
        if self._confirmed:
            if self._grace.is_over:
                self._archive()
        elif not self._in_flight:
            self.query_one(Input).focus()

    def action_close(self) -> None:
        """Leave without archiving, unless that is already under way."""
        if not self._in_flight:
            self.dismiss(None)

    @property
    def _confirmed(self) -> bool:
        """Whether what has to be typed is typed."""
        if self._to_type is None:
            return True
        return self.query_one(Input).value.strip() == self._to_type

    def _archive(self) -> None:
        if self._confirmed and not self._in_flight:
            self._in_flight = True
            self._say(Content("Archiving..."))
            self._send()

    @work(exclusive=True, group="submit")
    async def _send(self) -> None:
        try:
            result = await self._submit()
        except ApiError as error:
            self._in_flight = False
            unknown = " It may be archived all the same." if error.outcome_unknown else ""
            self._say(Content.styled(f"{error.sentence}{unknown}", "$text-error"))
            self.query_one("#cancel", Button).focus()
        else:
            self.dismiss(result)

    def _say(self, words: Content) -> None:
        state = self.query_one("#archive-state", Static)
        state.update(words)
        state.display = True
        self._show_state()
        state.scroll_visible(animate=False)

    def _show_state(self) -> None:
        """Enable what can be pressed, and name the next step."""
        self.query_one("#archive", Button).disabled = self._in_flight or not self._confirmed
        self.query_one("#cancel", Button).disabled = self._in_flight
        for typed in self.query(Input):
            typed.disabled = self._in_flight
        self.query_one(".dialog").border_subtitle = Content(self._next_step)

    @property
    def _next_step(self) -> str:
        """What the keys do now: inside the field a key is a letter of the name."""
        if self._in_flight:
            return "waiting for the server"
        if isinstance(self.focused, Input):
            step = "Enter archive" if self._confirmed else "type the name"
        else:
            go_on = "" if self._confirmed else "go on to the name"
            step = keymap.hint("archive_confirm", go_on)
        return f"{step} · {keymap.hint('dialog_close', 'cancel')}"
