"""What both sides changed since a form was opened: field by field, the user chooses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import keymap
from tui.forms.diff import Names, shown, title
from tui.forms.merge import Difference, Merge, Place, Side
from tui.stylesheets import dialog_stylesheets
from tui.widgets.compared import Compared, Value

WAS, THEIRS, YOURS = _WORDS = ("was", "theirs", "yours")


class _Conflict(Compared, can_focus=True):
    """A field that both changed; a mark and its brightness say whose value is taken."""

    def __init__(self, difference: Difference, names: Names, side: Side | None) -> None:
        self.place = difference.place
        self.side = side
        values = (difference.base, difference.theirs, difference.yours)
        words = [shown(value, names, difference.place) for value in values]
        super().__init__(
            title(difference.place, names),
            [Value(word, value) for word, value in zip(_WORDS, words, strict=True)],
        )

    def on_mount(self) -> None:
        """Show what was chosen before."""
        self.take(self.side)

    def take(self, side: Side | None) -> None:
        """Take that side's value; None has yet to be chosen."""
        self.side = side
        lines = self.query(".compared-value")
        for word, line in zip(_WORDS, lines, strict=True):
            line.set_class(word == side, "-taken")
            line.set_class(word == WAS or side not in (None, word), "muted")
            mark = "  " if word == WAS else "● " if word == side else "○ "
            line.query_one(".compared-word", Static).update(Content(mark + word))


class ConflictScreen(ModalScreen[Mapping[Place, Side] | None]):
    """Dismissed with whose value each conflict takes, or with None: back to the form."""

    CSS_PATH = dialog_stylesheets("forms")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("form"),
        *keymap.bindings("conflict"),
    ]
    AUTO_FOCUS = "_Conflict"

    def __init__(self, merge: Merge, names: Names, chosen: Mapping[Place, Side]) -> None:
        """Show the differences of `merge`; `chosen` was answered before."""
        super().__init__()
        self._merge = merge
        self._names = names
        self._chosen = dict(chosen)

    def compose(self) -> ComposeResult:
        """Lay out what is to be chosen, then what needs no choice."""
        with Vertical(classes="dialog form conflict") as dialog:
            dialog.border_title = Content("Changed by somebody else meanwhile")
            theirs, yours = map(keymap.key_of, ("conflict_all_theirs", "conflict_all_yours"))
            steps = (
                keymap.hint("conflict_theirs"),
                keymap.hint("conflict_yours"),
                f"{theirs} {yours} all",
                keymap.hint("form_next"),
                keymap.hint("form_close", "back to the form"),
            )
            dialog.border_subtitle = Content(" · ".join(steps))
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static("Both changed it: choose what stands", classes="review-title")
                for one in self._merge.conflicts:
                    yield _Conflict(one, self._names, self._chosen.get(one.place))
                yield from self._settled()
            with Horizontal(classes="dialog-buttons"):
                yield Static(classes="form-status muted")
                yield Button("Back", id="back", compact=True)
                yield Button("Review", id="proceed", compact=True, variant="primary")

    def on_mount(self) -> None:
        """Say how many are to be chosen."""
        self._tell()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go on, or back."""
        event.stop()
        if event.button.id == "proceed":
            self.action_proceed()
        else:
            self.action_close()

    def action_move(self, by: int) -> None:
        """Go to the conflict before or after; at the ends, on to what else there is to read."""
        conflicts = list(self.query(_Conflict))
        focused = self.focused
        number = conflicts.index(focused) + by if isinstance(focused, _Conflict) else 0
        if 0 <= number < len(conflicts):
            conflicts[number].focus()
        else:
            self.query_one(".dialog-body").scroll_relative(y=by * 3, animate=False)

    def action_take(self, side: Side) -> None:
        """Take that side's value of the focused field, and go to the next that has none."""
        focused = self.focused
        if not isinstance(focused, _Conflict):
            return
        self._take(focused, side)
        conflicts = list(self.query(_Conflict))
        number = conflicts.index(focused)
        following = conflicts[number + 1 :] + conflicts[:number]
        if (open_one := next((one for one in following if one.side is None), None)) is not None:
            open_one.focus()

    def action_take_all(self, side: Side) -> None:
        """Take that side's value of every field."""
        for one in self.query(_Conflict):
            self._take(one, side)

    def action_proceed(self) -> None:
        """Go on with what is chosen, once all is; else to what is not."""
        for one in self.query(_Conflict):
            if one.side is None:
                one.focus()
                return
        self.dismiss({one.place: one.side for one in self.query(_Conflict) if one.side})

    def action_close(self) -> None:
        """Go back to the form, where all is kept."""
        self.dismiss(None)

    def _take(self, conflict: _Conflict, side: Side) -> None:
        conflict.take(side)
        self._tell()

    def _tell(self) -> None:
        conflicts = list(self.query(_Conflict))
        left = sum(one.side is None for one in conflicts)
        words = f"All chosen: {keymap.hint('form_next', 'goes on')}"
        if left:
            words = f"{left} of {len(conflicts)} to choose"
        self.query_one(".form-status", Static).update(Content(words))

    def _settled(self) -> Iterator[Static | Compared]:
        """Yield the places that only one side changed."""
        names, merge = self._names, self._merge
        if merge.others:
            yield Static("Changed by others alone: stays as it is now", classes="review-title")
        for one in merge.others:
            yield Compared(
                title(one.place, names),
                [
                    Value(WAS, shown(one.base, names, one.place), "muted"),
                    Value(THEIRS, shown(one.theirs, names, one.place)),
                ],
            )
        yours = [one for one in merge.differences if one.is_yours and not one.is_theirs]
        if yours:
            yield Static("Changed by you alone: is sent", classes="review-title")
        for one in yours:
            yield Compared(
                title(one.place, names),
                [
                    Value(WAS, shown(one.base, names, one.place), "muted"),
                    Value(YOURS, shown(one.yours, names, one.place)),
                ],
            )
