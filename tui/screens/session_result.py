"""A session that was made: what it is, and how to connect, masked until it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import keymap
from tui.stylesheets import stylesheet
from tui.text import Display, clean
from tui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from tui.models.session import Session


class SessionResultScreen(ModalScreen[None]):
    """Shows a session; its secrets leave by `SecretField.CopyRequested` only."""

    CSS_PATH = stylesheet("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("secret"),
    ]
    AUTO_FOCUS = "SecretField"

    def __init__(self, session: Session) -> None:
        """Show `session`."""
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """Lay out what the session is, its secrets, and the way out."""
        session = self._session
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Session created")
            dialog.border_subtitle = Content("Tab next · x show for 10 s · y copy · Esc close")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                facts = {
                    "id": session.id,
                    "name": session.name,
                    "status": session.status,
                    "connection": session.connection_state,
                }
                lines = [
                    Content.assemble((f"{name:<16}", "$foreground 60%"), clean(value))
                    for name, value in facts.items()
                    if value is not None
                ]
                yield Static(Content("\n").join(lines), classes="result-facts")
                yield SecretField(Display("connection URL"), session.connection_url, id="url")
                yield SecretField(Display("client secret"), session.client_secret, id="secret")
                yield Static(
                    "Whoever has these can use the session. They are kept nowhere: copy what "
                    "you need before you close.",
                    classes="muted result-note",
                )
            with Horizontal(classes="dialog-buttons"):
                yield Button("Close", id="close", compact=True)

    def on_screen_suspend(self) -> None:
        """Mask the secrets while another screen is on top."""
        self._mask()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close."""
        event.stop()
        self.action_close()

    def action_reveal(self) -> None:
        """Show all secrets for ten seconds, where none has the focus; again masks them."""
        fields = list(self.query(SecretField))
        if any(field.revealed for field in fields):
            self._mask()
        else:
            for field in fields:
                field.action_reveal()

    def action_copy(self) -> None:
        """Go to the secrets, where none has the focus: which one is meant is not known."""
        self.query_one("#url", SecretField).focus()

    def action_close(self) -> None:
        """Close; the secrets are gone from here."""
        self.dismiss(None)

    def _mask(self) -> None:
        for field in self.query(SecretField):
            field.mask()
