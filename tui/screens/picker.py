"""Picking an object from one of the API's lists by name, or by pasting its ID."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from tui import keymap
from tui.errors import ApiError, Forbidden, NotFound
from tui.resources import Kind
from tui.store.lookup import Choice, Lookup
from tui.stylesheets import stylesheet
from tui.text import Display, clean
from tui.widgets.fields.field import MUTED

NONE = Choice(id="", name=Display("none"))
"""What is picked to leave a nullable field empty."""

PAUSE = 0.25
"""Seconds without typing before the server is asked."""

_NAME_WIDTH = 32


class PickerScreen(ModalScreen["Choice | None"]):
    """A search line over a list; dismissed with the choice, or None where none was made.

    What is typed narrows the choices at once, and after a pause is asked of the server,
    whose answer takes their place. Where the key may not read the list, an ID does.
    """

    CSS_PATH = stylesheet("forms")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog"), *keymap.bindings("picker")]
    AUTO_FOCUS = "Input"

    def __init__(
        self,
        title: str,
        kind: Kind,
        lookup: Lookup,
        *,
        text: str = "",
        nullable: bool = False,
        none: Choice = NONE,
        without: frozenset[str] = frozenset(),
        filters: Mapping[str, str] | None = None,
    ) -> None:
        """Make a picker of objects of `kind`.

        Args:
            title: What is picked, for the border.
            kind: Which list to search.
            lookup: Who searches it.
            text: What to begin the search with.
            nullable: Whether choosing nothing is a choice.
            none: What that choice is called.
            without: IDs that are not offered.
            filters: Query parameters of the list, as `provider_id`.
        """
        super().__init__()
        self._title = title
        self._kind = kind
        self._lookup = lookup
        self._begin_with = text
        self._none = none if nullable else None
        self._without = without
        self._filters = dict(filters or {})
        self._answered: tuple[Choice, ...] = ()
        self._offered: tuple[Choice, ...] = ()
        self._asked: str | None = None
        self._id_only = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the search line, the list, and a line that says how things stand."""
        with Vertical(classes="dialog form picker") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("type or paste an ID · Enter pick · Esc")
            search = Input(self._begin_with, placeholder="name or ID", select_on_focus=False)
            search.cursor_blink = False
            yield search
            yield Static(classes="picker-status muted")
            yield OptionList(compact=True)
            yield Static(classes="picker-chosen")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        """Ask for the first page."""
        self.query_one(OptionList).can_focus = False
        self._offer()
        self._ask(self._begin_with.strip())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow what is known at once; ask the server after a pause."""
        event.stop()
        self._offer()
        if self._timer is not None:
            self._timer.stop()
        if not self._id_only and self._text != self._asked:
            self._say("searching …")
            self._timer = self.set_timer(PAUSE, self._ask_typed)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick what the cursor is on."""
        event.stop()
        number = self.query_one(OptionList).highlighted
        if number is not None:
            self.dismiss(self._offered[number])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the choice in full, as its line may be cut."""
        event.stop()
        self._show_chosen()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pick what was clicked."""
        event.stop()
        self.dismiss(self._offered[event.option_index])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave without a choice."""
        event.stop()
        self.dismiss(None)

    def action_close(self) -> None:
        """Leave without a choice."""
        self.dismiss(None)

    def action_move(self, lines: int) -> None:
        """Move the cursor so many choices on."""
        choices = self.query_one(OptionList)
        if self._offered:
            at = -1 if choices.highlighted is None else choices.highlighted
            choices.highlighted = max(0, min(len(self._offered) - 1, at + lines))

    @property
    def _text(self) -> str:
        return self.query_one(Input).value.strip()

    def _ask_typed(self) -> None:
        self._ask(self._text)

    def _ask(self, text: str) -> None:
        self._asked = text
        self._say("searching …")
        self._search(text)

    @work(exclusive=True, group="search")
    async def _search(self, text: str) -> None:
        try:
            found = await self._lookup.search(self._kind, text, **self._filters)
        except (Forbidden, NotFound):
            self._id_only = True
            self._answered = ()
            self._offer()
            self._say("This key may not read that list: type or paste the ID.")
            return
        except ApiError as error:
            if text == self._asked:
                self._asked = None
                self._say(f"{error.message} Type to search again, or paste the ID.", failed=True)
            return
        if text != self._asked or text != self._text:
            return
        self._answered = tuple(one for one in found if one.id not in self._without)
        self._offer(answered=True)
        if self._answered:
            self._say(f"{len(self._answered)} found")
        else:
            self._say("Nothing found; an ID can be pasted." if text else "There is none.")

    def _offer(self, *, answered: bool = False) -> None:
        """List the choices, the cursor on the one it was on if that is still there."""
        choices = self.query_one(OptionList)
        at = choices.highlighted
        current = self._offered[at] if at is not None and at < len(self._offered) else None
        text = self._text
        rows = [one for one in self._answered if answered or _matches(one, text)]
        offered = [self._none] if self._none is not None and not text else []
        offered += rows
        if text and not any(character.isspace() for character in text):
            exact = [one for one in self._answered if one.id == text]
            if not exact:
                offered.append(Choice(text, clean(text, 80), note=Display("use this ID")))
        self._offered = tuple(offered)
        choices.set_options(Option(_line(one)) for one in offered)
        choices.highlighted = self._cursor(current)
        self._show_chosen()

    def _cursor(self, current: Choice | None) -> int | None:
        """Where the cursor goes: never by itself on the ID of a half-typed name."""
        ids = [one.id for one in self._offered]
        if current is not None and current.id in ids:
            return ids.index(current.id)
        known = {one.id for one in self._answered}
        for number, one in enumerate(self._offered):
            if one.id in known or one.id == "" or self._id_only or _looks_like_id(one.id):
                return number
        return None

    def _show_chosen(self) -> None:
        number = self.query_one(OptionList).highlighted
        line = self.query_one(".picker-chosen", Static)
        if number is None or number >= len(self._offered):
            line.update("")
            return
        one = self._offered[number]
        parts = [one.name, one.status, clean(one.id, 80) if one.id != one.name else None, one.note]
        line.update(Content(" · ".join(part for part in parts if part)))

    def _say(self, words: str, *, failed: bool = False) -> None:
        status = self.query_one(".picker-status", Static)
        status.set_class(failed, "error")
        status.update(Content(words))


def _matches(choice: Choice, text: str) -> bool:
    wanted = text.casefold()
    return any(wanted in part.casefold() for part in (choice.name, choice.id, choice.slug or ""))


def _looks_like_id(text: str) -> bool:
    prefix, separator, rest = text.partition("_")
    return bool(separator) and prefix.isalnum() and len(rest) >= 6


def _line(choice: Choice) -> Content:
    name = Content(choice.name).truncate(_NAME_WIDTH, ellipsis=True, pad=True)
    detail = choice.note if choice.note == "use this ID" else clean(choice.id, 80)
    return Content.assemble(name, "  ", (f"{choice.status or '':<9}", MUTED), " ", (detail, MUTED))
