"""Several values typed one after the other, each kept as a chip: keys, URIs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste
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

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("chips")]

    class Asked(Message):
        """A key for the chips was pressed: ``remove``, ``complete``, ``close``, ``move``.

        Attributes:
            key: Which.
            by: How far to move.
        """

        def __init__(self, key: str, by: int = 0) -> None:
            super().__init__()
            self.key = key
            self.by = by

    class ListPasted(Message):
        """A list was pasted, which the line would cut."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, placeholder: str, completions: CompletionList) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, compact=True)
        self.cursor_blink = False
        self._completions = completions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Tab and Esc to the form while there is nothing to complete."""
        if action in ("complete", "close"):
            return self._completions.is_open
        return super().check_action(action, parameters)

    def on_paste(self, event: Paste) -> None:
        """Hand a list over whole."""
        if "\n" in event.text.strip():
            event.stop()
            event.prevent_default()
            self.post_message(self.ListPasted(event.text))

    def action_delete_left(self) -> None:
        """Delete a character; where there is none, the last chip goes."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.Asked("remove"))

    def action_complete(self) -> None:
        """Take the highlighted completion."""
        self.post_message(self.Asked("complete"))

    def action_move(self, by: int) -> None:
        """Highlight another completion, or open them."""
        self.post_message(self.Asked("move", by))

    def action_close(self) -> None:
        """Close the completions."""
        self.post_message(self.Asked("close"))


class Chips(Vertical):
    """Chips over the line that adds one.

    Enter or a comma makes a chip of what is typed, Backspace in the empty line takes the
    last one, Tab takes a completion. Values are kept as they came; only what is drawn is
    made safe.
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
        self._line = ChipInput(placeholder, self._completions)
        self._chosen = False

    def compose(self) -> ComposeResult:
        """Lay out the chips, the line under them, and its completions."""
        yield Static(classes="chip-list")
        yield self._line
        yield self._completions

    def on_mount(self) -> None:
        """Draw what came."""
        self._draw()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Make chips of the values that are whole; complete the one that is not."""
        values, rest = self._split(event.value)
        if values:
            self._add(*values)
            self._line.value = rest
        if self._line.has_focus:
            self._offer()
        self.post_message(self.Edited())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Make a chip of what is typed, or of the completion one went to."""
        chosen = self._completions.highlighted if self._chosen else None
        if chosen is None and not event.value.strip():
            return  # Done with these: the form goes on to its next field.
        event.stop()
        if chosen is not None:
            self._take(chosen)
        else:
            self._add(event.value.strip())
            self._line.value = ""
            self._completions.close()

    def on_input_blurred(self) -> None:
        """Close the completions."""
        self._completions.close()

    def on_chip_input_list_pasted(self, event: ChipInput.ListPasted) -> None:
        """Make a chip of each of the list's values."""
        event.stop()
        values, _ = self._split(f"{event.text}\n")
        self._add(*values)

    def on_chip_input_asked(self, event: ChipInput.Asked) -> None:
        """Do what the key is for."""
        event.stop()
        chosen = self._completions.highlighted
        if event.key == "remove" and self._values:
            self._values.pop()
            self._change()
        elif event.key == "close":
            self._completions.close()
        elif event.key == "complete" and chosen is not None:
            self._take(chosen)
        elif event.key == "move" and chosen is not None:
            # The first one is highlighted by itself, and gone to by the first key.
            self._completions.move(event.by if self._chosen else 0)
            self._chosen = True
        elif event.key == "move":
            self._show_completions()
            self._chosen = True

    @property
    def whole(self) -> tuple[str, ...]:
        """The chips' values."""
        return tuple(self._values)

    @property
    def values(self) -> tuple[str, ...]:
        """The chips' values, and that which is still being typed."""
        typed = self._line.value.strip()
        return (*self._values, *([typed] if typed and typed not in self._values else []))

    def mark(self, wrong: Mapping[str, str | None]) -> None:
        """Mark the values that are wrong; each may bear the one it should be."""
        if wrong != self._wrong:
            self._wrong = dict(wrong)
            self._draw()

    def focus_line(self) -> None:
        """Give the focus to the line."""
        self._line.focus()

    def _offer(self) -> None:
        """Show what may complete the line, while there is something in it."""
        self._chosen = False
        if self._line.value.strip():
            self._show_completions()
        else:
            self._completions.close()

    def _show_completions(self) -> None:
        typed = self._line.value.strip()
        items = list(self._completer(typed, self._values))
        if not typed:
            instead = {
                right: CompletionItem(right, clean(right, 40), clean(f"{_INSTEAD} {wrong}", 60))
                for wrong, right in self._wrong.items()
                if right is not None and wrong in self._values
            }
            items = [*instead.values(), *(one for one in items if one.insert not in instead)]
        self._completions.show(items, 1, self._line.region.bottom - self.region.y)

    def _take(self, item: CompletionItem) -> None:
        typed = self._line.value.strip()
        self._line.value = ""
        self._completions.close()
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
