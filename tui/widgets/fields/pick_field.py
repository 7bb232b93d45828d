"""A field whose value is picked from a list elsewhere: it shows the name and the ID."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Button

from tui.text import Display, clean
from tui.widgets.fields.field import MUTED, FormField


class PickButton(Button):
    """A button of one line that Enter and Space press alike."""

    @dataclass
    class Searched(Message):
        """An ID was pasted on the button, or a name is being typed."""

        text: str

    def key_space(self) -> None:
        """Press it, as Enter does."""
        self.press()

    def on_key(self, event: Key) -> None:
        """Begin the search with a letter or a digit; other keys keep their meaning."""
        if event.character is not None and event.character.isalnum():
            event.stop()
            self.post_message(self.Searched(event.character))

    def on_paste(self, event: Paste) -> None:
        """Hand what was pasted to whoever picks."""
        event.stop()
        self.post_message(self.Searched(event.text))


class PickField(FormField):
    """The ID of another object, under its name.

    Attributes:
        value: The ID; empty for none.
    """

    @dataclass
    class Requested(Message):
        """The user wants to choose.

        Attributes:
            field: Which field asks.
            text: What to begin the search with.
        """

        field: PickField
        text: str = ""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        shown: Display | None = None,
        *,
        required: bool = False,
        empty: str = "choose",
    ) -> None:
        super().__init__(name, label, required=required)
        self.value = value
        self._shown = shown
        self._empty = empty
        # Made at once: the value's name may be learnt before this is composed.
        self._button = PickButton(self._content(), compact=True, classes="field-pick")

    def compose_input(self) -> ComposeResult:
        """Yield the button that opens the list."""
        yield self._button

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask whoever owns the form for the list."""
        event.stop()
        self.post_message(self.Requested(self))

    def on_pick_button_searched(self, event: PickButton.Searched) -> None:
        """Ask for the list, searched for that."""
        event.stop()
        self.post_message(self.Requested(self, event.text.strip()))

    def choose(self, value: str, shown: Display | None) -> None:
        """Take `value`, whose name is `shown`, as the field's own."""
        self.value = value
        self._shown = shown
        self._button.label = self._content()

    def _content(self) -> Content:
        if not self.value:
            return Content.assemble((self._empty, MUTED), ("  ▾", MUTED))
        identifier = clean(self.value, 80)
        if self._shown is None or self._shown == identifier:
            return Content.assemble(identifier, ("  ▾", MUTED))
        return Content.assemble(self._shown, "  ", (identifier, MUTED), ("  ▾", MUTED))
