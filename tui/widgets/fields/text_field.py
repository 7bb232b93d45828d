"""Fields that are typed: one line, or an editor of several."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.widgets import Input, TextArea

from tui.forms.problems import FieldPath
from tui.text import Display, clean, clean_lines
from tui.widgets.fields.field import FormField

DISGUISED = Display("Holds characters that cannot be shown; kept as they are unless you type here.")


class TextField(FormField):
    """A value of one line.

    What is drawn is safe to draw, yet as long as nobody types, `value` stays the true
    one to the letter.
    """

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        required: bool = False,
        placeholder: str = "",
    ) -> None:
        super().__init__(name, label, required=required)
        self._take(value)
        self._placeholder = placeholder

    def compose_input(self) -> ComposeResult:
        """Yield the line to type in."""
        line = Input(self._shown, placeholder=self._placeholder, select_on_focus=False)
        line.cursor_blink = False
        yield line

    def set(self, value: str) -> None:
        """Put `value` in the place of what is typed."""
        self._take(value)
        self.query_one(Input).value = self._shown

    def _take(self, value: str) -> None:
        self._true = value
        self._shown = clean(value, limit=max(len(value), 1))
        self.note = DISGUISED if self._shown != value else None

    @property
    def value(self) -> str:
        """What is typed, or the true value it began with."""
        typed = self.query_one(Input).value if self.is_mounted else self._shown
        return self._true if typed == self._shown else typed


class EditorField(FormField):
    """A value of several lines; `value` stays the true one as long as nobody types."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        placeholder: str = "",
    ) -> None:
        super().__init__(name, label)
        self._take(value)
        self._placeholder = placeholder

    def compose_input(self) -> ComposeResult:
        """Yield the editor."""
        editor = self._make_area()
        editor.cursor_blink = False
        yield editor

    def _make_area(self) -> TextArea:
        return TextArea(
            self._shown,
            tab_behavior="focus",
            highlight_cursor_line=False,
            compact=True,
            placeholder=self._placeholder,
        )

    def set(self, value: str) -> None:
        """Put `value` in the place of what is typed."""
        self._take(value)
        self.query_one(TextArea).text = self._shown

    def _take(self, value: str) -> None:
        self._true = value
        self._shown = clean_lines(value, limit=max(len(value), 1))
        disguised = self._shown.replace("\n", "") != value.replace("\r\n", "").replace("\n", "")
        self.note = DISGUISED if disguised else None

    @property
    def value(self) -> str:
        """What is typed, or the true value it began with."""
        typed = self.query_one(TextArea).text if self.is_mounted else self._shown
        return self._true if typed == self._shown else typed

    def show_problems(
        self, problems: Mapping[FieldPath, Display], position: tuple[int, int] | None = None
    ) -> None:
        """Show what is wrong, with the cursor where it is wrong."""
        super().show_problems(problems, position)
        if position is not None:
            line, column = position
            self.query_one(TextArea).move_cursor((line - 1, column - 1))
