"""What every field of a form shares: its place, its label, its error line."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Label, Static

from tui.forms.problems import FieldPath
from tui.text import Display

MUTED = "$foreground 60%"
"""The style of what stands beside a value, as its ID."""


class FormField(Vertical):
    """One field: label, input, and a line for the error where there is one.

    Attributes:
        path: Where its value lies in what is sent.
    """

    error: reactive[Display | None] = reactive[Display | None](None)
    """What is wrong with the value, as shown below it."""

    note: reactive[Display | None] = reactive[Display | None](None)
    """What is worth knowing about the value, as shown below it."""

    def __init__(
        self, name: str, label: str, *, required: bool = False, note: Display | None = None
    ) -> None:
        super().__init__(id=f"field-{name}", classes="form-field")
        self.path: FieldPath = (name,)
        self.label = label
        self.required = required
        self.set_reactive(FormField.note, note)

    def compose(self) -> ComposeResult:
        """Lay out label and input on a line, note and error under the input."""
        with Horizontal(classes="field-line"):
            mark = Content.styled(" *", "$text-warning") if self.required else Content("")
            yield Label(Content(self.label) + mark, classes="field-label")
            yield from self.compose_input()
        yield Static(classes="field-note muted")
        yield Static(classes="field-error error")

    def compose_input(self) -> ComposeResult:
        """Yield what the value is typed or chosen in; subclasses say what."""
        yield from ()

    def on_mount(self) -> None:
        """Show what was set before there was a line to show it in."""
        self._show_line(".field-note", self.note)
        self._show_line(".field-error", self.error)

    def watch_error(self, error: Display | None) -> None:
        """Show the error, or take its line away."""
        self.set_class(error is not None, "-invalid")
        self._show_line(".field-error", error)

    def watch_note(self, note: Display | None) -> None:
        """Show the note, or take its line away."""
        self._show_line(".field-note", note)

    @property
    def input(self) -> Widget:
        """The widget that takes the focus for this field."""
        for widget in self.query("*"):
            if widget.can_focus:
                return widget
        return self

    def focus_input(self) -> None:
        """Give the focus to the field's input, and bring all of the field into view."""
        self.input.focus()
        self.scroll_visible(animate=False)

    def show_problems(
        self, problems: Mapping[FieldPath, Display], position: tuple[int, int] | None = None
    ) -> None:
        """Show what is wrong with the value; the paths go on from the field's own.

        `position` is the line and column at fault, where the field is an editor.
        """
        self.error = Display("; ".join(problems.values()))

    def clear_problems(self) -> None:
        """Take the error away."""
        self.error = None

    def _show_line(self, selector: str, text: Display | None) -> None:
        try:
            line = self.query_one(selector, Static)
        except NoMatches:
            return  # not composed yet: on_mount shows it
        line.update(Content(text or ""))
        line.display = text is not None


class FixedField(FormField):
    """A value that is shown and cannot be changed here."""

    def __init__(self, name: str, label: str, shown: Content) -> None:
        super().__init__(name, label)
        # Made at once: the value's name may be learnt before this is composed.
        self._line = Static(shown, classes="field-fixed")

    def compose_input(self) -> ComposeResult:
        """Yield the value as words."""
        yield self._line

    def show(self, shown: Content) -> None:
        """Draw the value anew, as when its name has been learnt."""
        self._line.update(shown)
