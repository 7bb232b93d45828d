"""The filter line: an input whose wrong tokens are underlined, and its count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.widgets import Input, Static

from tui import keymap
from tui.text import Display
from tui.widgets.completion_list import CompletionItem, CompletionList

Completer = Callable[[str, int], tuple[int, int, Sequence[CompletionItem]]]
"""From the line and the cursor's place to the span to replace and what may replace it."""

Liner = Callable[[], Sequence[CompletionItem]]
"""Returns the whole lines that an empty one may become."""


def _no_lines() -> Sequence[CompletionItem]:
    return ()


class _Underline(Highlighter):
    """Underlines the spans that are wrong."""

    spans: Sequence[tuple[int, int]] = ()

    def highlight(self, text: Text) -> None:
        for start, end in self.spans:
            text.stylize("underline red", start, end)


class FilterInput(Input):
    """The input; its completion keys win over the editing ones of the same name."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("filter")]

    # Textual lays the screen out at each character; the line is as wide as its bar leaves it.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    class CompletionKey(Message):
        """A key for the completions was pressed: ``accept``, ``next`` or ``previous``."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def action_accept(self) -> None:
        """Leave the line for the list."""
        self.post_message(self.Submitted(self, self.value))

    def action_complete(self) -> None:
        """Take the highlighted completion."""
        self.post_message(self.CompletionKey("accept"))

    def action_next_completion(self) -> None:
        """Highlight the next completion."""
        self.post_message(self.CompletionKey("next"))

    def action_previous_completion(self) -> None:
        """Highlight the completion before."""
        self.post_message(self.CompletionKey("previous"))

    def action_clear(self) -> None:
        """Close the completions, else clear the line, else leave it."""
        self.post_message(self.CompletionKey("clear"))


class FilterBar(Horizontal):
    """The filter line with its count beside and its completions below."""

    count: reactive[Display] = reactive(Display(""))
    """How many rows are shown, of how many."""
    spans: reactive[tuple[tuple[int, int], ...]] = reactive(())
    """The places of the line that are wrong."""

    class Changed(Message):
        """The line was edited."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    leaves_by: reactive[str] = reactive("leave")
    """What the key that clears the line does now: `close`, `clear` or `leave`."""

    class WayOutChanged(Message):
        """That key does something else now."""

    class Left(Message):
        """The user is done with the line, and wants the list."""

    class LineTaken(Message):
        """A whole line was picked, to be applied.

        Attributes:
            text: The line.
            name: The name that it is saved by, or None.
        """

        def __init__(self, text: str, name: str | None) -> None:
            super().__init__()
            self.text = text
            self.name = name

    def __init__(
        self,
        text: str,
        completer: Completer,
        *,
        liner: Liner = _no_lines,
        placeholder: str = "status:active provider:github text",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._placeholder = placeholder
        self._text = text
        self._completer = completer
        self._liner = liner
        self._span = (0, 0)
        self._underline = _Underline()

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield Static(Content("/"), id="filter-mark")
        line = FilterInput(
            self._text,
            placeholder=self._placeholder,
            highlighter=self._underline,
            select_on_focus=False,
            compact=True,
            id="filter-input",
        )
        line.cursor_blink = False
        yield line
        yield Static(id="filter-count")
        yield CompletionList(id="completions")

    def watch_count(self, before: Display, count: Display) -> None:
        """Show the count; the screen is laid out anew only where it takes more or less room."""
        if self.is_mounted:
            shown = self.query_one("#filter-count", Static)
            shown.update(Content(count), layout=len(before) != len(count))

    def watch_spans(self, spans: tuple[tuple[int, int], ...]) -> None:
        """Underline what is wrong."""
        self._underline.spans = spans
        if self.is_mounted:
            self._input.refresh()

    def watch_leaves_by(self) -> None:
        """Tell whoever names the keys."""
        self.post_message(self.WayOutChanged())

    @property
    def text(self) -> str:
        """What the line holds; setting it counts as editing it."""
        return self._input.value

    @text.setter
    def text(self, text: str) -> None:
        self._input.value = text
        self._input.cursor_position = len(text)

    def focus_line(self) -> None:
        """Go to the line's end, ready for the next word."""
        if self.text and not self.text.endswith(" "):
            self.text += " "
        # At once, not by `focus()`, which waits: the next key is for the line already.
        self.screen.set_focus(self._input)

    def offer_again(self) -> None:
        """Ask for completions again: there may be more to offer by now."""
        if self._input.has_focus and self.text:
            self._offer()

    @property
    def _input(self) -> FilterInput:
        return self.query_one(FilterInput)

    @property
    def _completions(self) -> CompletionList:
        return self.query_one(CompletionList)

    def _look_for_way_out(self) -> None:
        if self._completions.is_open:
            self.leaves_by = "close"
        else:
            self.leaves_by = "clear" if self.text else "leave"

    def _offer(self) -> None:
        start, end, items = self._completer(self.text, self._input.cursor_position)
        if not self.text:
            items = [*self._liner(), *items]
        self._span = (start, end)
        self._completions.show(items, self._input.region.x - self.region.x + start)
        self._look_for_way_out()

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))
        if not event.value:
            # What an empty line may become is offered when it is asked for: Enter takes it.
            self._close()
        elif self._input.has_focus:
            self._offer()
        else:
            self._look_for_way_out()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        item = self._completions.highlighted
        self._close()
        if item is not None and item.line:
            self.post_message(self.LineTaken(item.insert, item.name))
        else:
            self.post_message(self.Left())

    @on(Input.Blurred)
    def _blurred(self) -> None:
        self._close()

    @on(FilterInput.CompletionKey)
    def _completion_key(self, event: FilterInput.CompletionKey) -> None:
        event.stop()
        completions = self._completions
        if event.key == "clear":
            self._clear()
        elif event.key == "next" and not completions.is_open:
            if self.text:
                self.post_message(self.Left())
            else:
                self._offer()
        elif event.key in ("next", "previous"):
            completions.move(1 if event.key == "next" else -1)
        elif (item := completions.highlighted) is not None:
            start, end = self._span
            before, after = self.text[:start] + item.insert, self.text[end:]
            self._input.value = before + after
            self._input.cursor_position = len(before)
            if item.line:
                self._close()
            else:
                self._offer()
        elif not completions.is_open:
            self._offer()

    def _clear(self) -> None:
        if self._completions.is_open:
            self._close()
        elif self.text:
            self.text = ""
        else:
            self.post_message(self.Left())

    def _close(self) -> None:
        self._completions.close()
        self._look_for_way_out()
