"""The bottom line: the keys of whatever has the focus, read from the keymap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.key_command import Command

LAST = "help"
"""The command that always stays: it leads to all others."""

_GAP = 2


class Hint(NamedTuple):
    """A command's key and title, and the columns they take.

    Attributes:
        command: The command.
        start: Its first column.
        end: The column after its last.
    """

    command: Command
    start: int
    end: int


def fitting(commands: Sequence[Command], width: int) -> tuple[Hint, ...]:
    """Return what of `commands` fits into `width` columns, in order.

    Those that do not fit are dropped from the right, except `LAST`.
    """
    last = [command for command in commands if command.id == LAST]
    room = width - sum(_size(command) + _GAP for command in last)
    hints: list[Hint] = []
    start = 0
    for command in (command for command in commands if command.id != LAST):
        end = start + _size(command)
        if end > room:
            break
        hints.append(Hint(command, start, end))
        start = end + _GAP
    hints += [Hint(command, start, start + _size(command)) for command in last]
    return tuple(hints)


def _size(command: Command) -> int:
    return cell_len(f"{command.first_key} {command.title}")


class KeyFooter(Widget):
    """One line of keys and words; a click on one does the same as its key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-footer--key", "key-footer--word"}

    DEFAULT_CSS = """
    KeyFooter {
        height: 1;
        padding: 0 1;
        & > .key-footer--key { text-style: bold; color: $text-accent; }
        & > .key-footer--word { color: $text-muted; }
    }
    """

    hints: reactive[tuple[Hint, ...]] = reactive(())
    """What is drawn."""

    class Picked(Message):
        """A hint was clicked.

        Attributes:
            command: Its command.
        """

        def __init__(self, command: Command) -> None:
            self.command = command
            super().__init__()

    def __init__(self, commands: Sequence[Command] = (), *, id: str | None = None) -> None:
        """Show `commands`, in their order."""
        super().__init__(id=id)
        self._commands = tuple(commands)

    def render(self) -> Content:
        """Draw the hints that fit."""
        key = self.get_visual_style("key-footer--key", partial=True)
        word = self.get_visual_style("key-footer--word", partial=True)
        line = Content("")
        for hint in self.hints:
            gap = " " * (hint.start - line.cell_length)
            keyed = (hint.command.first_key, key)
            line += Content.assemble(gap, keyed, " ", (hint.command.title, word))
        return line

    def on_resize(self, event: events.Resize) -> None:
        """Fit the hints to the new width."""
        self._fit()

    def on_click(self, event: events.Click) -> None:
        """Pick the hint under the mouse."""
        offset = event.get_content_offset(self)
        for hint in self.hints:
            if offset is not None and hint.start <= offset.x < hint.end:
                self.post_message(self.Picked(hint.command))

    def set_commands(self, commands: Sequence[Command]) -> None:
        """Show `commands`, in their order, as far as they fit; `LAST` always stays."""
        self._commands = tuple(commands)
        self._fit()

    def _fit(self) -> None:
        self.hints = fitting(self._commands, self.content_size.width)
