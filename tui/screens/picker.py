"""Picking an object from one of the API's lists by name, or by pasting its ID."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Input, OptionList, Static

from tui import keymap
from tui.errors import ApiError, Forbidden, NotFound
from tui.resources import BY_KIND, Kind
from tui.screens.picker_list import (
    USE_ID,
    Lines,
    lines,
    looks_like_id,
    matches,
    options,
    place_for,
    refusal,
    still_there,
)
from tui.store.lookup import Choice, Lookup
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean

NONE = Choice(id="", name=Display("none"))
"""What is picked to leave a nullable field empty."""

PAUSE = 0.25
"""Seconds without typing before the server is asked."""

_NEAR_END = 6


class PickerScreen(ModalScreen["Choice | None"]):
    """A search line over a list; dismissed with the choice, or None where none was made.

    What is typed narrows the choices at once, and after a pause is asked of the server,
    whose answer takes their place; further pages come as the cursor nears the end. What was
    picked lately comes first. Where the key may not read the list, an ID does.
    """

    CSS_PATH = dialog_stylesheets("forms")
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
        only_listed: bool = False,
        current: str = "",
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
            only_listed: Whether the API takes nothing that the list does not have, so that an
                ID counts only where the list may not be read.
            current: The ID that is set now, which the cursor starts on, so that Enter keeps it;
                until the list has it, the cursor is on nothing.
        """
        super().__init__()
        self._title = title
        self._kind = kind
        self._word = BY_KIND[kind].title
        self._lookup = lookup
        self._begin_with = text
        self._none = none if nullable else None
        self._without = without
        self._filters = dict(filters or {})
        self._only_listed = only_listed
        self._start_at = "" if text else current
        self._answered: tuple[Choice, ...] = ()
        self._after: str | None = None
        self._loading_after: str | None = None
        self._offered: Lines = ()
        self._asked: str | None = None
        self._looked_up: dict[str, Choice | None] = {}
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
        if self._text:
            self._start_at = ""
        self._offer()
        if self._timer is not None:
            self._timer.stop()
        if self._text != self._asked:
            if not self._id_only:
                self._say("searching …")
            self._timer = self.set_timer(PAUSE, self._ask_typed)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick what the cursor is on."""
        event.stop()
        if (choice := self._choice) is not None:
            self._pick(choice)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the choice in full, as its line may be cut; near the end, load more."""
        event.stop()
        self._show_chosen()
        near_end = event.option_index >= len(self._offered) - _NEAR_END
        if near_end and self._after is not None and self._after != self._loading_after:
            self._loading_after = self._after
            self._load_more(self._asked or "", self._after)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pick what was clicked."""
        event.stop()
        if (choice := self._offered[event.option_index]) is not None:
            self._pick(choice)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave without a choice."""
        event.stop()
        self.dismiss(None)

    def action_close(self) -> None:
        """Leave without a choice."""
        self.dismiss(None)

    def dismiss(self, result: Choice | None = None) -> AwaitComplete:
        """Leave; an answer that comes now has no place to be shown in."""
        self.workers.cancel_node(self)
        return super().dismiss(result)

    def action_move(self, lines: int) -> None:
        """Move the cursor so many choices on, past the headings."""
        self._start_at = ""
        choices = self.query_one(OptionList)
        places = [at for at, one in enumerate(self._offered) if one is not None]
        if places:
            at = choices.highlighted
            now = places.index(at) if at in places else -1
            choices.highlighted = places[max(0, min(len(places) - 1, now + lines))]

    @property
    def _text(self) -> str:
        return self.query_one(Input).value.strip()

    @property
    def _choice(self) -> Choice | None:
        """What the cursor is on."""
        number = self.query_one(OptionList).highlighted
        in_list = number is not None and number < len(self._offered)
        return self._offered[number] if in_list and number is not None else None

    def _pick(self, choice: Choice) -> None:
        if choice.id and choice.note != USE_ID:
            self._lookup.picked(self._kind, choice, **self._filters)
        self.dismiss(choice)

    # Asking.

    def _ask_typed(self) -> None:
        self._ask(self._text)

    def _ask(self, text: str) -> None:
        self._asked = text
        self._loading_after = None
        if not self._id_only:
            self._say("searching …")
        self._search(text)

    @work(exclusive=True, group="search")
    async def _search(self, text: str) -> None:
        if not self._id_only:
            try:
                page = await self._lookup.page(self._kind, text, **self._filters)
            except (Forbidden, NotFound) as error:
                self._id_only = True
                self._answered, self._after = (), None
                self._offer()
                self._say(refusal(self._word, error.status))
            except ApiError as error:
                if text == self._asked:
                    self._asked = None
                    more = "Type to search again, or paste the ID."
                    self._say(f"{error.message} {more}", failed=True)
                return
            else:
                if text != self._asked or text != self._text:
                    return
                self._answered, self._after = self._new(page.items), page.after
                self._offer(answered=True)
                self._say_found(text)
        await self._look_up(text)

    @work(exclusive=True, group="search")
    async def _load_more(self, text: str, after: str) -> None:
        self._say(f"{len(self._answered)} found, loading more …")
        try:
            page = await self._lookup.page(self._kind, text, after, **self._filters)
        except ApiError as error:
            self._loading_after = None  # The next key tries again.
            self._say(f"{len(self._answered)} found, more on the server: {error.message}")
            return
        if text == self._asked == self._text and after == self._after:
            self._answered += self._new(page.items)
            self._after = page.after
            self._offer(answered=True)
            self._say_found(text)

    async def _look_up(self, text: str) -> None:
        """Name the object of an ID that was typed or pasted, where the list did not."""
        known = any(one.id == text for one in self._answered) or text in self._looked_up
        if known or not looks_like_id(text) or (self._only_listed and not self._id_only):
            return
        try:
            found = await self._lookup.name_of(self._kind, text)
        except ApiError as error:
            if text == self._text:
                self._say(f"The ID could not be looked up: {error.message} It can be used.")
            return
        self._looked_up[text] = found
        if text != self._text:
            return
        self._offer(answered=True)
        if found is None:
            self._say(f"No {self._word} of that ID is known to this key. It can be used as it is.")
        else:
            self._say(f"That is {found.name}.")

    def _new(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return the choices that may be offered."""
        return tuple(one for one in choices if one.id not in self._without)

    # Showing.

    def _offer(self, *, answered: bool = False) -> None:
        """List the choices, the cursor on the one it was on if that is still there."""
        current, text = self._choice, self._text
        recent: Sequence[Choice] = ()
        if not text:
            lately = self._new(self._lookup.recent(self._kind, **self._filters))
            is_whole = bool(self._answered) and self._after is None and self._asked == ""
            recent = still_there(lately, self._answered, is_whole=is_whole)
        self._offered = lines(
            text,
            [one for one in self._answered if answered or matches(one, text)],
            none=self._none,
            recent=recent,
            own=self._own(text),
        )
        choices = self.query_one(OptionList)
        choices.set_options(options(self._offered))
        if self._start_at:
            places = (
                at for at, one in enumerate(self._offered) if one and one.id == self._start_at
            )
            choices.highlighted = next(places, None)
        else:
            choices.highlighted = place_for(self._offered, current, any_id=self._id_only)
        self._show_chosen()

    def _own(self, text: str) -> Choice | None:
        """Return the typed text as a choice, where it may be an ID that the list lacks."""
        if any(character.isspace() for character in text):
            return None
        if any(one.id == text for one in self._answered) or (
            self._only_listed and not self._id_only
        ):
            return None
        named = self._looked_up.get(text)
        return named or Choice(text, clean(text, 80), note=USE_ID)

    def _show_chosen(self) -> None:
        line = self.query_one(".picker-chosen", Static)
        if (one := self._choice) is None:
            line.update("")
            return
        parts = [one.name, one.status, clean(one.id, 80) if one.id != one.name else None, one.note]
        line.update(Content(" · ".join(part for part in parts if part)))

    def _say_found(self, text: str) -> None:
        if not self._answered:
            again = "" if self._only_listed else " An ID can be pasted."
            none = "There are no others than those chosen." if self._without else "There is none."
            self._say(f"Nothing found.{again}" if text else none)
        elif self._after is not None:
            self._say(f"{len(self._answered)} found, more on the server")
        else:
            self._say(f"{len(self._answered)} found")

    def _say(self, words: str, *, failed: bool = False) -> None:
        status = self.query_one(".picker-status", Static)
        status.set_class(failed, "error")
        status.update(Content(words))
