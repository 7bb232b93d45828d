"""A field of rows, each edited in a form of its own: an instance's providers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui import keymap
from tui.forms.problems import FieldPath
from tui.text import Display
from tui.widgets.fields.field import MUTED, FormField


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row as it is drawn.

    Attributes:
        name: What it is called.
        detail: What else is known of it.
        mark: ``new`` or ``changed``, or nothing.
    """

    name: Display
    detail: Display
    mark: Display | None = None


class RowList(OptionList):
    """The list of rows, with keys to take one out and to put it back."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("rows")]

    class Removing(Message):
        """The row under the cursor shall go."""

    class Restoring(Message):
        """The row that went last shall come back."""

    def action_remove(self) -> None:
        """Ask to take the row out."""
        self.post_message(self.Removing())

    def action_restore(self) -> None:
        """Ask to put the last row back."""
        self.post_message(self.Restoring())


class RowsField(FormField):
    """Rows under each other, and a last line that adds one."""

    @dataclass
    class RowChosen(Message):
        """The row of this number shall be edited."""

        number: int

    @dataclass
    class RemoveRequested(Message):
        """The row of this number shall go."""

        number: int

    class RestoreRequested(Message):
        """The row that went last shall come back."""

    class AddRequested(Message):
        """A row shall be added."""

    def __init__(
        self,
        name: str,
        label: str,
        rows: Sequence[FormRow],
        *,
        add: str,
        note: Display | None = None,
    ) -> None:
        super().__init__(name, label, note=note)
        self._rows = tuple(rows)
        self._add = add
        self.problems: dict[int, dict[FieldPath, Display]] = {}
        """What is wrong with each row, at paths within the row."""

    def compose_input(self) -> ComposeResult:
        """Yield the list of rows."""
        yield RowList(*self._options(), compact=True)

    def on_row_list_removing(self, event: RowList.Removing) -> None:
        """Ask to take the row under the cursor out."""
        event.stop()
        number = self.query_one(OptionList).highlighted
        if number is not None and number < len(self._rows):
            self.post_message(self.RemoveRequested(number))

    def on_row_list_restoring(self, event: RowList.Restoring) -> None:
        """Ask to put the row that went last back."""
        event.stop()
        self.post_message(self.RestoreRequested())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for the row's form, or for a new row."""
        event.stop()
        if event.option_index < len(self._rows):
            self.post_message(self.RowChosen(event.option_index))
        else:
            self.post_message(self.AddRequested())

    def point_at(self, number: int) -> None:
        """Put the cursor on the row of that number; behind the last is the one that adds."""
        self.query_one(OptionList).highlighted = number

    def set_rows(self, rows: Sequence[FormRow]) -> None:
        """Draw `rows` in place of those there were; the cursor stays where it was."""
        self._rows = tuple(rows)
        choices = self.query_one(OptionList)
        cursor = choices.highlighted or 0
        choices.set_options(self._options())
        choices.highlighted = min(cursor, len(self._rows))

    def show_problems(
        self, problems: Mapping[FieldPath, Display], position: tuple[int, int] | None = None
    ) -> None:
        """Mark the rows at fault, and say under the list what is wrong with which."""
        said: list[str] = []
        for path, message in problems.items():
            number = path[0] if path else None
            if not isinstance(number, int) or number >= len(self._rows):
                said.append(message)
                continue
            self.problems.setdefault(number, {})[path[1:]] = message
            where = [self._rows[number].name, *(str(part) for part in path[1:])]
            said.append(f"{' / '.join(where)}: {message}")
        self.error = Display("\n".join(said))
        self.set_rows(self._rows)
        if self.problems:
            self.query_one(OptionList).highlighted = min(self.problems)

    def clear_problems(self) -> None:
        """Take the error and the marks away."""
        super().clear_problems()
        self.clear_row_problems(*self.problems)

    def clear_row_problems(self, *numbers: int) -> None:
        """Take the marks of these rows away."""
        for number in numbers:
            self.problems.pop(number, None)
        if self.is_mounted and numbers:
            self.set_rows(self._rows)

    def _options(self) -> list[Option]:
        width = min(24, max((Content(row.name).cell_length for row in self._rows), default=0))
        options = []
        for number, row in enumerate(self._rows):
            name = Content(row.name).truncate(width, ellipsis=True, pad=True)
            mark = ("  ! mend this", "$text-error") if number in self.problems else ""
            options.append(
                Option(
                    Content.assemble(
                        name,
                        (f"  {row.mark}" if row.mark else "", "$text-warning"),
                        ("  " + row.detail, MUTED),
                        mark,
                    )
                )
            )
        return [*options, Option(Content.styled(self._add, "$text-accent"))]
