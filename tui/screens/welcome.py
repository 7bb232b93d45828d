"""The first question, where no key is found or the key is refused: which key to use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, RadioButton, RadioSet, Static

from tui import keymap
from tui.children import KEY_VARIABLES
from tui.credentials.source import PREFIXES, checked_key
from tui.errors import CredentialsError
from tui.secret import Secret
from tui.stylesheets import dialog_stylesheets
from tui.text import Display
from tui.widgets.toggles import ShapedRadioButton

Keep: TypeAlias = Literal["memory", "keyring"]
"""Where a key is kept: until the explorer ends, or in the system's keyring."""


@dataclass(frozen=True, slots=True)
class UseKey:
    """Use this key.

    Attributes:
        key: The key.
        keep: Where to keep it.
    """

    key: Secret
    keep: Keep


@dataclass(frozen=True, slots=True)
class UseDemo:
    """Explore the built-in sandbox, without a key."""


_FOR_ALL = "Paste an API key of your project, or look around in the demo."
_FOR_FORM = "What you typed is kept. With a key of the same environment the form goes on."

Welcome: TypeAlias = UseKey | UseDemo


class WelcomeScreen(ModalScreen[Welcome | None]):
    """Dismissed with a key, with the demo, or with None to quit, or back to an open form.

    Esc does nothing where there is nothing behind this screen to go back to.
    """

    CSS_PATH = dialog_stylesheets("welcome")
    BINDINGS: ClassVar[list[BindingType]] = [
        *(binding for binding in keymap.bindings("app") if binding.id == "quit"),
        *keymap.bindings("dialog"),
    ]
    AUTO_FOCUS = "#key"

    def __init__(
        self,
        problem: Display | None = None,
        environment_key: Secret | None = None,
        *,
        over_form: bool = False,
    ) -> None:
        """Ask for a key.

        Args:
            problem: Why there is none, or why the one there is was refused.
            environment_key: The key that the environment holds, to offer it again.
            over_form: Whether there is an open form, which needs the key to go on.
        """
        super().__init__()
        self._problem = problem
        self._environment_key = environment_key
        self._over_form = over_form

    def compose(self) -> ComposeResult:
        """Lay out the problem, the key's field, where to keep it, and the other ways."""
        with Vertical(classes="dialog", id="welcome") as dialog:
            form = self._over_form
            leave = "Esc back to the form" if form else "ctrl+q quit"
            dialog.border_title = Content("Another key" if form else "Welcome to metorial")
            dialog.border_subtitle = Content(f"Enter use the key · Tab next · {leave}")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                if self._problem is not None:
                    yield Static(Content(self._problem), id="problem", classes="error")
                yield Static(_FOR_FORM if form else _FOR_ALL)
                with Horizontal(classes="welcome-line"):
                    yield Static("API key", classes="welcome-label")
                    yield Input(password=True, placeholder="metorial_sk_...", id="key")
                yield Static(id="key-note", classes="welcome-note")
                with Horizontal(classes="welcome-line"):
                    yield Static("Keep it", classes="welcome-label")
                    with RadioSet(id="keep", compact=True):
                        yield ShapedRadioButton("in memory only, until you quit", value=True)
                        yield ShapedRadioButton("in this system's keyring", id="in-keyring")
                yield Static(self._environment_words(), classes="muted")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Use the key", id="use", compact=True, variant="primary")
                if self._environment_key is not None:
                    yield Button(f"Use {KEY_VARIABLES[0]}", id="environment", compact=True)
                if not form:
                    yield Button("Demo", id="demo", compact=True)
                yield Button("Back" if form else "Quit", id="quit", compact=True)

    def on_mount(self) -> None:
        """Keep the cursor still: each blink would be sent down the line."""
        self.query_one(Input).cursor_blink = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Warn of what does not look like a key; it can be used all the same."""
        typed = event.value.strip()
        known = any(typed.startswith(prefix) or prefix.startswith(typed) for prefix in PREFIXES)
        self._note("" if known else f"Keys mostly begin with {PREFIXES[0]}. Is it whole?")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Use the key."""
        self._use_typed()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do as the button says."""
        event.stop()
        if event.button.id == "use":
            self._use_typed()
        elif event.button.id == "demo":
            self.dismiss(UseDemo())
        elif event.button.id == "environment" and self._environment_key is not None:
            self.dismiss(UseKey(self._environment_key, "memory"))
        else:
            self.action_quit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close only where that leads somewhere."""
        return self._over_form if action == "close" else True

    def action_close(self) -> None:
        """Go back to the form."""
        self.dismiss(None)

    def action_quit(self) -> None:
        """Leave the explorer, or go back to the form."""
        self.dismiss(None)

    def _use_typed(self) -> None:
        field = self.query_one("#key", Input)
        try:
            key = checked_key(field.value, "The field")
        except CredentialsError as error:
            self._note(str(error), wrong=True)
            field.focus()
            return
        if key is None:
            self._note("Paste or type a key here first.", wrong=True)
            field.focus()
            return
        in_keyring = self.query_one("#in-keyring", RadioButton).value
        self.dismiss(UseKey(key, "keyring" if in_keyring else "memory"))

    def _note(self, words: str, *, wrong: bool = False) -> None:
        note = self.query_one("#key-note", Static)
        note.update(Content(words))
        note.set_class(wrong, "error")
        note.set_class(not wrong, "warning")

    def _environment_words(self) -> Content:
        if self._environment_key is not None:
            return Content(f"{KEY_VARIABLES[0]} is set in your shell.")
        return Content(
            f"{KEY_VARIABLES[0]} is not set: with it in your shell you are not asked next time."
        )
