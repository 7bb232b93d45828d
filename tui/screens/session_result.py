"""A session: what it is, and how to connect, masked until it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from pydantic import SecretStr
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import keymap
from tui.models.session_facts import Fact, details, headline
from tui.snippets import BY_ID, MASK, SNIPPETS, Snippet, server_name
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean_lines
from tui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from tui.models.session import Session

CREATED = Display("Session created")

_NOTE = (
    "Whoever has these can use the session. They are kept nowhere: copy what you need before "
    "you close."
)


class SessionResultScreen(ModalScreen[None]):
    """Shows a session; its secrets leave by `SecretField.CopyRequested` only."""

    CSS_PATH = dialog_stylesheets("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("review"),
        *keymap.bindings("secret"),
        *keymap.bindings("connect"),
    ]
    AUTO_FOCUS = "SecretField"

    def __init__(self, session: Session, title: Display = CREATED) -> None:
        """Show `session` under `title`."""
        super().__init__()
        self._session = session
        self._heading = title
        self._snippet = SNIPPETS[0]

    def compose(self) -> ComposeResult:
        """Lay out what the session is, its secrets, how to connect, and the way out."""
        session = self._session
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._heading)
            dialog.border_subtitle = Content("Tab next · x show for 10 s · y copy · Esc close")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(_lines(headline(session)), classes="result-facts")
                yield SecretField(Display("connection URL"), session.connection_url, id="url")
                yield SecretField(Display("client secret"), session.client_secret, id="secret")
                if session.connection_url is not None:
                    yield Static(_choices(self._snippet), id="snippets")
                    yield SecretField(
                        self._snippet.label,
                        self._pasted(self._snippet),
                        masked=self._masked(self._snippet),
                        id="snippet",
                    )
                yield Static(_NOTE, classes="muted result-note")
                yield Static(_lines(details(session)), classes="result-details")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Close", id="close", compact=True)

    def on_mount(self) -> None:
        """Begin at the top: what has the focus need not be there."""
        body = self.query_one(".dialog-body")
        self.call_after_refresh(body.scroll_home, animate=False)

    def on_screen_suspend(self) -> None:
        """Mask the secrets while another screen is on top."""
        self._mask()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close."""
        event.stop()
        self.action_close()

    def action_snippet(self, name: str) -> None:
        """Show another way to connect, and go there."""
        if self._session.connection_url is None:
            return
        self._snippet = BY_ID[name]
        field = self.query_one("#snippet", SecretField)
        field.hold(self._snippet.label, self._pasted(self._snippet), self._masked(self._snippet))
        self.query_one("#snippets", Static).update(_choices(self._snippet))
        field.focus()

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

    def action_scroll_body(self, lines: int) -> None:
        """Scroll what there is to read by so many lines."""
        self.query_one(".dialog-body").scroll_relative(y=lines, animate=False)

    def action_close(self) -> None:
        """Close; the secrets are gone from here."""
        self.dismiss(None)

    def _mask(self) -> None:
        for field in self.query(SecretField):
            field.mask()

    def _pasted(self, snippet: Snippet) -> SecretStr:
        """Return a snippet with the secrets in it, as one."""
        url, secret = self._session.connection_url, self._session.client_secret
        assert url is not None, "nothing connects to a session without a URL"
        name = server_name(self._session.name)
        return SecretStr(
            snippet.text(
                name, url.get_secret_value(), secret.get_secret_value() if secret else None
            )
        )

    def _masked(self, snippet: Snippet) -> Display:
        """Return a snippet as it is shown."""
        secret = self._session.client_secret
        name = server_name(self._session.name)
        return clean_lines(snippet.text(name, MASK, MASK if secret else None))


def _choices(chosen: Snippet) -> Content:
    """Return the line that names the ways to connect by their keys, and where one is used."""
    words: list[tuple[str, str]] = [("connect by  ", "$foreground 60%")]
    for command in keymap.in_scope("connect"):
        is_chosen = command.id == f"snippet_{chosen.id}"
        words += [
            (f"{command.first_key} ", "bold $text-accent"),
            (command.title, "underline" if is_chosen else ""),
            ("  ", ""),
        ]
    use = Content.styled(chosen.use, "$foreground 60%")
    return Content("\n").join([Content.assemble(*words).rstrip(), use])


def _lines(facts: Iterable[Fact]) -> Content:
    return Content("\n").join(
        Content.assemble((f"{name:<16}", "$foreground 60%"), value) for name, value in facts
    )
