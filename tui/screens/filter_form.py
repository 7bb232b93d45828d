"""The filter as a form: a field for each key, and below them the line and what it sends."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from tui import keymap
from tui.errors import ApiError
from tui.profile import DEFAULT, Profile
from tui.resources import BY_FILTER_KEY, Resource
from tui.screens.clipboard import copy_text
from tui.screens.field_screen import FieldScreen
from tui.screens.picker import PickerScreen
from tui.store.filter import KEYS, Filter, Key, Problem, parse, resolve
from tui.store.filter.form import (
    TEXT,
    command_line,
    field_text,
    field_values,
    names_something,
    problems_by_key,
    query_string,
    unresolved,
    with_field,
)
from tui.store.lookup import Choice, Lookup
from tui.text import Display, clean
from tui.times import Clock
from tui.widgets.fields.field import FormField
from tui.widgets.fields.text_field import TextField

PAUSE = 0.4
"""Seconds without typing before names are looked up."""

LOOKED_UP = Display("<...> is a name that is being looked up.")
_LONGEST = 2_000


class FilterFormScreen(FieldScreen[str]):
    """Dismissed with the filter line to apply, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("filter_form")]
    PROCEED = "Apply"

    def __init__(self, line: str, lookup: Lookup, profile: Profile, clock: Clock) -> None:
        """Make the form of `line`.

        Args:
            line: The filter line that it begins with.
            lookup: Who knows what names mean.
            profile: The profile in use, which the command line names.
            clock: What ages are counted back from.
        """
        super().__init__(Display("Filter"), lookup=lookup)
        self._line = line
        self._names = lookup
        self._profile = profile
        self._clock = clock
        self._query = ""
        self._is_sure = False
        self._timer: Timer | None = None

    def compose_fields(self) -> ComposeResult:
        """Yield the free text, then a field for each key."""
        yield TextField("text", "text", field_text(self._line, TEXT), placeholder="e.g. ada")
        for key in KEYS:
            text = field_text(self._line, key.name)
            yield TextField(key.name, key.name, text, placeholder=_example(key))

    def compose_below(self) -> ComposeResult:
        """Yield the line, the query and the command."""
        with VerticalScroll(id="filter-sends"):
            for name in ("line", "query", "command"):
                with Horizontal(classes="sent-line"):
                    yield Static(Content(name), classes="sent-label muted")
                    yield Static(id=f"sent-{name}", classes="sent-words")

    def on_mount(self) -> None:
        """Name the keys of this form, and show what the line sends."""
        super().on_mount()
        dialog = self.query_one(".dialog")
        dialog.add_class("filter-form")
        steps = map(keymap.hint, ("form_pick", "copy_query", "copy_line", "form_close"))
        dialog.border_subtitle = Content(" · ".join([keymap.hint("form_next", "apply"), *steps]))
        self._show()
        self._look_up()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the line in step with the field."""
        event.stop()
        field = _field_of(event.input)
        if field is None:
            return
        line = with_field(self._line, _key_of(field), field.value)
        if line == self._line:
            return
        self._line = line
        field.note = self._named_in(field)
        self._show()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._look_up)

    def action_proceed(self) -> None:
        """Apply the line."""
        self.dismiss(self._line)

    def draft(self) -> str:
        """Return the line."""
        return self._line

    # What it sends.

    def _show(self) -> None:
        """Show the line and what is known of the query without asking."""
        filter = parse(self._line, self._clock())
        self._is_sure = not names_something(filter)
        self._query = query_string(unresolved(filter), self._profile.page_size)
        self._show_problems(filter, filter.problems)
        self._show_sent(None if self._is_sure else LOOKED_UP)

    def _show_sent(self, status: Display | None) -> None:
        line = clean(self._line, _LONGEST) or "all that is not archived"
        self.query_one("#sent-line", Static).update(Content(line))
        self.query_one("#sent-query", Static).update(Content(clean(self._query, _LONGEST)))
        self.query_one("#sent-command", Static).update(Content(clean(self._command, _LONGEST)))
        self.tell(status)

    def _show_problems(self, filter: Filter, problems: tuple[Problem, ...]) -> None:
        found = problems_by_key(filter, problems)
        for field in self.fields:
            field.error = found.get(_key_of(field))

    @property
    def _command(self) -> str:
        name = self._profile.name
        return command_line(self._line, name if name != DEFAULT else None)

    @work(exclusive=True, group="resolve")
    async def _look_up(self) -> None:
        """Put IDs in the place of names; say at the fields which there are not."""
        line, filter = self._line, parse(self._line, self._clock())
        if not names_something(filter):
            return
        try:
            resolved = await resolve(filter, self._names)
        except ApiError as error:
            self.tell(error.message)
            return
        if line != self._line:
            return
        self._show_problems(filter, resolved.problems)
        if resolved.impossible:
            self._show_sent(Display("Nothing is asked for until that is mended."))
        else:
            self._is_sure = True
            self._query = query_string(resolved.query, self._profile.page_size)
            self._show_sent(None)

    @work(group="dialog")
    async def action_copy_query(self) -> None:
        """Copy the query, as it is sent."""
        if self._is_sure:
            await copy_text(self.app, self._query, Display("The query"))
        else:
            self.notify("Not yet: a name in it is not found, or is being looked up.")

    @work(group="dialog")
    async def action_copy_command(self) -> None:
        """Copy the command line."""
        await copy_text(self.app, self._command, Display("The command"))

    # Picking by name.

    def action_pick_name(self) -> None:
        """Pick an object for the field that has the focus."""
        field = _field_of(self.focused)
        if field is None or self._picking:
            return
        resource = BY_FILTER_KEY.get(_key_of(field))
        if resource is None or resource.path is None or resource.kind == "integration_instance":
            self.notify(f"{field.label}: there is no list to pick from.", markup=False)
            return
        self._picking = True
        self._pick_into(field, resource)

    @work(group="dialog")
    async def _pick_into(self, field: TextField, resource: Resource) -> None:
        screen = PickerScreen(f"Choose the {resource.title}", resource.kind, self._names)
        choice: Choice | None = await self.app.push_screen_wait(screen)
        self._picking = False
        if choice is None:
            return
        line = field.query_one(Input)
        self.names[choice.id] = choice.name
        typed = line.value.rstrip(" ,")
        line.value = f"{typed}, {choice.id}" if typed else choice.id
        line.cursor_position = len(line.value)

    def _named_in(self, field: TextField) -> Display | None:
        """Return what the IDs in a field are called, of those that were picked."""
        picked = [one for one in field_values(field.value) if one in self.names]
        words = "; ".join(f"{clean(one, 80)}: {self.names[one]}" for one in picked)
        return Display(words) if words else None


def _field_of(widget: object) -> TextField | None:
    """Return the field that an input is part of."""
    parents = widget.ancestors if isinstance(widget, Input) else ()
    return next((one for one in parents if isinstance(one, TextField)), None)


def _key_of(field: FormField) -> str:
    name = str(field.path[0])
    return TEXT if name == "text" else name


def _example(key: Key) -> str:
    """Return what may be typed; said to be an example, as not every terminal draws it paler."""
    return f"e.g. {field_text(key.example, key.name)}"
