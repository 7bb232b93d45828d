"""A secret with its label: masked, shown for ten seconds on demand, copied unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Static

from tui import keymap
from tui.text import Display, clean, clean_lines

if TYPE_CHECKING:
    from pydantic import SecretStr

SHOWN_SECONDS = 10.0
"""How long a secret stays on the screen."""

_LONGEST = 16_384


class SecretField(Horizontal, can_focus=True):
    """One secret. Masked again after ten seconds, and when the focus or the screen goes."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("secret")]

    DEFAULT_CSS = """
    SecretField {
        height: auto;
        & > .secret-label { width: 16; color: $text-muted; }
        & > .secret-value { width: 1fr; height: auto; }
        &:focus { background: $primary 20%; }
    }
    """

    revealed: reactive[bool] = reactive(False)
    """Whether the secret itself is on the screen."""

    class CopyRequested(Message):
        """The user asks for a secret to be copied.

        Attributes:
            secret_value: What to copy.
            label: What it is, to say what was sent.
        """

        def __init__(self, secret_value: SecretStr, label: Display) -> None:
            self.secret_value = secret_value
            self.label = label
            super().__init__()

    def __init__(
        self,
        label: Display,
        secret: SecretStr | None,
        *,
        masked: Display | None = None,
        id: str | None = None,
    ) -> None:
        """Hold a secret.

        Args:
            label: What it is.
            secret: The secret; None is said to be absent and takes no focus.
            masked: What is shown of a secret that only is one in parts, as lines with masks.
            id: The widget's ID.
        """
        super().__init__(id=id)
        self.label = label
        self.can_focus = secret is not None
        self._secret = secret
        self._masked = masked
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the label and, beside it, the mask or the secret."""
        yield Static(Content(self.label), classes="secret-label")
        yield Static(self._shown(), classes="secret-value")

    def on_mount(self) -> None:
        """Mask the secret before the program is suspended, as the terminal keeps the picture."""
        self.app.app_suspend_signal.subscribe(self, lambda _: self.mask(), immediate=True)

    def on_blur(self, event: events.Blur) -> None:
        """Mask the secret when the focus goes elsewhere."""
        self.mask()

    def watch_revealed(self) -> None:
        """Draw the secret or its mask, and start or stop its time."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.revealed:
            self._timer = self.set_timer(SHOWN_SECONDS, self.mask)
        if self.is_mounted:
            self.query_one(".secret-value", Static).update(self._shown())

    def action_reveal(self) -> None:
        """Show the secret for ten seconds, or mask it where it is shown."""
        self.revealed = not self.revealed and self._secret is not None

    def action_copy(self) -> None:
        """Ask for the secret to be copied; it stays masked."""
        if self._secret is not None:
            self.post_message(self.CopyRequested(self._secret, self.label))

    def hold(self, label: Display, secret: SecretStr, masked: Display) -> None:
        """Hold another secret in place of the one before, masked."""
        self.label, self._secret, self._masked = label, secret, masked
        self.mask()
        if self.is_mounted:
            self.query_one(".secret-label", Static).update(Content(label))
            self.query_one(".secret-value", Static).update(self._shown())

    def mask(self) -> None:
        """Take the secret off the screen."""
        self.revealed = False

    def _shown(self) -> Content:
        if self._secret is None:
            return Content.styled("none", "$foreground 60%")
        value = self._secret.get_secret_value()
        if self._masked is not None:
            return Content(clean_lines(value, _LONGEST) if self.revealed else self._masked)
        if self.revealed:
            return Content(clean(value, _LONGEST))
        return Content(f"•••••••• {len(value):,} characters")
