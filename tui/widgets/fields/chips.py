"""Several values typed one after the other, each kept as a chip: keys, URIs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Input, Static

from tui import keymap
from tui.text import clean
from tui.widgets.completion_list import CompletionItem, CompletionList

Split: TypeAlias = Callable[[str], tuple[list[str], str]]
"""From what was typed or pasted to the values that are whole, and the rest."""

Completer: TypeAlias = Callable[[str, Sequence[str]], Sequence[CompletionItem]]
"""From what is typed, and the values there are, to what it may become."""

_INSTEAD = "instead of"
_LONGEST = 120
_NO_BREAK = "\N{NO-BREAK SPACE}"


class ChipInput(Input):
    """The line in which the next value is typed."""

    def __init__(self, chips: Chips, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, compact=True)
        self.cursor_blink = False
        self._chips = chips

    def on_key(self, event: Key) -> None:
        """Take the chips' keys in their turn.

        As bindings they would be taken after what is typed right behind them.
        """
        if event.key == "enter":
            taken = self._chips.take_typed()
        else:
            taken = any(
                self._chips.run(command.id)
                for command in keymap.in_scope("chips")
                if event.key in command.taken_keys
            )
        if taken:
            event.stop()
            event.prevent_default()

    def on_paste(self, event: Paste) -> None:
        """Take a list whole, where the line would cut it."""
        if "\n" in event.text.strip():
            event.stop()
            event.prevent_default()
            self._chips.add_list(event.text)

    def action_delete_left(self) -> None:
        """Delete a character; where there is none, the last chip goes."""
        if self.value:
            super().action_delete_left()
        else:
            self._chips.remove_last()


class Chips(Vertical):
    """Chips over the line that adds one.

    Enter makes a chip of what is typed, or of the only completion there is; a comma always of
    what is typed. Backspace in the empty line takes the last one, Tab takes a completion.
    Values are kept as they came; only what is drawn is made safe.
    """

    class Edited(Message):
        """A chip came or went, or the line was typed in."""

    def __init__(
        self, values: Sequence[str], *, placeholder: str, split: Split, completer: Completer
    ) -> None:
        super().__init__(classes="chips")
        self._values = list(values)
        self._split = split
        self._completer = completer
        self._wrong: Mapping[str, str | None] = {}
        self._completions = CompletionList()
        self._line = ChipInput(self, placeholder)
        self._chosen = False
        self._completed = ""

    def compose(self) -> ComposeResult:
        """Lay out the chips, the line under them, and its completions."""
        yield Static(classes="chip-list")
        yield self._line
        yield self._completions

    def on_mount(self) -> None:
        """Draw what came."""
        self._draw()

    def on_input_changed(self) -> None:
        """Make chips of the values that are whole; complete the one that is not."""
        self._split_off()
        if self._line.has_focus:
            self._offer()
        self.post_message(self.Edited())

    def on_input_blurred(self) -> None:
        """Close the completions."""
        self._close()

    @property
    def whole(self) -> tuple[str, ...]:
        """The chips' values."""
        return tuple(self._values)

    @property
    def values(self) -> tuple[str, ...]:
        """The chips' values, and that which is still being typed."""
        typed = self._typed
        return (*self._values, *([typed] if typed and typed not in self._values else []))

    def mark(self, wrong: Mapping[str, str | None]) -> None:
        """Mark the values that are wrong; each may bear the one it should be."""
        if wrong != self._wrong:
            self._wrong = dict(wrong)
            self._draw()

    def focus_line(self) -> None:
        """Give the focus to the line."""
        self._line.focus()

    # What the line asks for.

    def run(self, command: str) -> bool:
        """Do what a command of the key table is for; return whether there was anything to do."""
        is_open = self._completions.is_open
        if command == "chip_complete":
            return self._take_completion()
        if command == "chip_close":
            self._close()
            return is_open
        if not is_open:
            self._show_completions()
        elif self._chosen:
            self._completions.move(1 if command == "chip_next" else -1)
        # The first is highlighted by itself, and gone to by the first key.
        self._chosen = True
        return True

    def take_typed(self) -> bool:
        """Make a chip of the completion one went to, of the only one, or of what is typed.

        Returns whether there was anything to make one of.
        """
        item = self._completions.highlighted if self._chosen else None
        if item is not None and self._completed == self._typed:
            self._take(item)
        elif self._typed:
            self._split_off()
            if (only := self._only_completion()) is not None:
                self._take(only)
                return True
            typed, self._line.value = self._typed, ""
            self._close()
            self._add(*([typed] if typed else []))
        else:
            return False
        return True

    def toggle(self, value: str) -> None:
        """Make a chip of a value, or take out the one that there is."""
        if value in self._values:
            self._values.remove(value)
            self._change()
        else:
            self._add(value)

    def add_list(self, text: str) -> None:
        """Make a chip of each value of a list."""
        values, _ = self._split(f"{text}\n")
        self._add(*values)

    def remove_last(self) -> None:
        """Take the last chip out."""
        if self._values:
            self._values.pop()
            self._change()

    # Within.

    @property
    def _typed(self) -> str:
        return self._line.value.strip()

    def _split_off(self) -> None:
        """Make chips of the values that are whole, as the line is now."""
        values, rest = self._split(self._line.value)
        if values:
            self._line.value = rest
            self._add(*values)

    def _take_completion(self) -> bool:
        """Make a chip of the highlighted completion, else of the first, if there is one."""
        self._split_off()
        if not self._completions.is_open or self._completed != self._typed:
            self._offer()
        if (item := self._completions.highlighted) is None:
            return False
        self._take(item)
        return True

    def _only_completion(self) -> CompletionItem | None:
        """Return what is typed may become, where that is one thing and it is none by itself."""
        if not self._typed or self._typed in self._values:
            return None
        items = self._completer(self._typed, self._values)
        return items[0] if len(items) == 1 else None

    def _close(self) -> None:
        self._completions.close()
        self._chosen = False

    def _offer(self) -> None:
        """Show what may complete the line, while there is something in it."""
        self._close()
        if self._typed:
            self._show_completions()

    def _show_completions(self) -> None:
        self._completed = self._typed
        self._completions.show(self._items(), 1, self._line.region.bottom - self.region.y)

    def _items(self) -> list[CompletionItem]:
        """Return what may complete the line; before anything is typed, corrections first."""
        items = list(self._completer(self._typed, self._values))
        if self._typed:
            return items
        instead = {
            right: CompletionItem(right, clean(right, 40), clean(f"{_INSTEAD} {wrong}", 60))
            for wrong, right in self._wrong.items()
            if right is not None and wrong in self._values
        }
        return [*instead.values(), *(one for one in items if one.insert not in instead)]

    def _take(self, item: CompletionItem) -> None:
        typed, self._line.value = self._typed, ""
        self._close()
        wrong = next((one for one, right in self._wrong.items() if right == item.insert), None)
        if not typed and wrong in self._values and item.note.startswith(_INSTEAD):
            self._values[self._values.index(wrong)] = item.insert
            self._change()
        else:
            self._add(item.insert)

    def _add(self, *values: str) -> None:
        self._values += [one for one in dict.fromkeys(values) if one not in self._values]
        self._change()

    def _change(self) -> None:
        self._draw()
        self.post_message(self.Edited())

    def _draw(self) -> None:
        chips = self.query_one(".chip-list", Static)
        chips.display = bool(self._values)
        chips.update(Content(" ").join(map(self._chip, self._values)))

    def _chip(self, value: str) -> Content:
        shown = clean(value, _LONGEST).replace(" ", _NO_BREAK)
        if value in self._wrong:
            return Content.styled(f"[{shown}{_NO_BREAK}?]", "$text-warning")
        return Content(f"[{shown}]")
