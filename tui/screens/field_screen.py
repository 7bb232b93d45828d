"""What all forms share: fields over buttons, errors at their fields, Esc that asks."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static, TextArea

from tui import keymap
from tui.errors import ApiError, UsageError
from tui.forms.json_text import escaped
from tui.forms.problems import FieldPath, FormProblems
from tui.resources import Kind
from tui.screens.discard import DiscardScreen
from tui.screens.keeping import Keeping
from tui.screens.outside import edit_outside
from tui.screens.picker import PickerScreen
from tui.store.lookup import Choice, Lookup
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean, clean_lines
from tui.widgets.fields.field import FormField
from tui.widgets.fields.pick_field import PickField

ResultT = TypeVar("ResultT")


class FieldScreen(ModalScreen["ResultT | None"], Generic[ResultT]):
    """A form: its fields scroll, its buttons and its message stay.

    Subclasses yield the fields, say what stands in them (`draft`) and what to do with it
    (`action_proceed`). Whoever holds a draft can tell whether anything was typed, or keep
    it for another day.
    """

    CSS_PATH = dialog_stylesheets("forms")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("form")]
    AUTO_FOCUS = ".dialog-body Input, .dialog-body TextArea, .dialog-body Button"

    PROCEED: ClassVar[str] = "Review"
    HINTS: ClassVar[tuple[str, ...]] = ()
    """Further commands that the frame names."""

    KINDS: ClassVar[dict[str, Kind]] = {}
    """What each field that is picked holds the ID of."""

    def __init__(
        self, title: Display, *, lookup: Lookup | None = None, restored: bool = False
    ) -> None:
        """Make the form.

        Args:
            title: What the form is for.
            lookup: Names the objects that its fields hold the IDs of.
            restored: Whether it begins with what was typed before, so that Esc asks.
        """
        super().__init__()
        self._title = title
        self._lookup = lookup
        self._restored = restored
        self._untouched: object = None
        self._picking = False
        self.names: dict[str, Display] = {}
        """What objects are called, by ID; what is picked is added."""

    def compose(self) -> ComposeResult:
        """Lay out the message, the fields and the buttons."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content(self.next_steps)
            with VerticalScroll(id="form-message", can_focus=False):
                yield Static(classes="error")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield from self.compose_fields()
            yield from self.compose_below()
            with Horizontal(classes="dialog-buttons"):
                yield Static(classes="form-status muted")
                yield from self.compose_buttons()

    def compose_fields(self) -> ComposeResult:
        """Yield the fields; subclasses say which."""
        yield from ()

    def compose_below(self) -> ComposeResult:
        """Yield what stays below the fields; nothing, unless subclasses do."""
        yield from ()

    def compose_buttons(self) -> ComposeResult:
        """Yield the buttons, the one that goes on last."""
        yield Button("Cancel", id="cancel", compact=True)
        yield Button(Content(self.PROCEED), id="proceed", compact=True, variant="primary")

    def on_mount(self) -> None:
        """Remember how the form stands before anybody types; learn the names it lacks."""
        self._untouched = None if self._restored else self.draft()
        for field in self.query(PickField):
            self.name_value(field)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go on, or leave."""
        event.stop()
        if event.button.id == "proceed":
            self.action_proceed()
        elif event.button.id == "cancel":
            self.action_close()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field, as Enter in a line means that it is done."""
        event.stop()
        self.focus_next()

    def on_pick_field_requested(self, event: PickField.Requested) -> None:
        """Open the list of what the field holds."""
        event.stop()
        if not self._picking:
            self._picking = True
            self._pick(event.field, event.text)

    def action_proceed(self) -> None:
        """Go on to what the form is for; subclasses say what."""
        raise NotImplementedError

    def action_edit_outside(self) -> None:
        """Open the text that has the focus in the user's own editor, and take what it leaves."""
        editor = self.focused
        if not isinstance(editor, TextArea) or editor.read_only:
            key = keymap.key_of("form_editor")
            self.notify(f"{key} opens a text of several lines in $EDITOR: go to one first.")
            return
        is_json = editor.has_class("-json")
        # The editor has the terminal for long; should this end meanwhile, nothing is lost.
        if isinstance(self, Keeping):
            self.keep()
        try:
            left = edit_outside(self.app, editor.text, suffix=".json" if is_json else ".txt")
        except UsageError as error:
            self.notify(clean(error), severity="warning", markup=False)
            return
        if left is None:
            return
        shown = escaped(left) if is_json else clean_lines(left, limit=max(len(left), 1))
        if shown != left and not is_json:
            self.notify("Characters that cannot be shown were replaced.", severity="warning")
        editor.text = shown

    def action_close(self) -> None:
        """Leave; ask first if anything was typed."""
        if self.is_touched:
            self._ask_to_discard()
        else:
            self.given_up()
            self.dismiss(None)

    @property
    def next_steps(self) -> str:
        """What the frame says can be done."""
        proceed = keymap.hint("form_next", self.PROCEED.lower())
        further = map(keymap.hint, self.HINTS)
        return " · ".join([proceed, "Tab next", *further, keymap.hint("form_close")])

    @property
    def gives_way(self) -> bool:
        """Whether a list to pick from is about to open, so that what is typed is for that."""
        return self._picking

    @property
    def is_touched(self) -> bool:
        """Whether anything differs from how the form was opened."""
        return self.draft() != self._untouched

    @property
    def fields(self) -> list[FormField]:
        """The form's fields, from the top."""
        return list(self.query(FormField))

    def draft(self) -> object:
        """Return what stands in the form, as a dataclass that can be compared and kept."""
        raise NotImplementedError

    def typed(self) -> None:
        """Take note that something changed; nothing, unless subclasses do."""

    def given_up(self) -> None:
        """Take note that what was typed is not wanted; nothing, unless subclasses do."""

    def picker_for(self, field: PickField, text: str) -> PickerScreen:
        """Return the list to choose the field's value from, searched for `text`."""
        raise NotImplementedError

    def picked(self, field: PickField) -> None:
        """Do what follows from the field's new value; nothing, unless subclasses do."""

    def say(self, words: Display | None) -> None:
        """Show what went wrong above the fields, or nothing for None."""
        self.query_one("#form-message .error", Static).update(Content(words or ""))
        self.query_one(".dialog").set_class(words is not None, "-told")

    def tell(self, words: Display | None) -> None:
        """Show how things stand beside the buttons, or nothing for None."""
        self.query_one(".form-status", Static).update(Content(words or ""))

    def clear_problems(self) -> None:
        """Take all errors away."""
        self.say(None)
        self.tell(None)
        for field in self.fields:
            field.clear_problems()

    def show_problems(self, found: FormProblems) -> None:
        """Show each problem at its field, those of none at the top; go to the first."""
        at_fields: dict[FormField, dict[FieldPath, Display]] = {}
        positions: dict[FormField, tuple[int, int]] = {}
        homeless: list[Display] = []
        for path, message in found.problems.items():
            field = self._field_at(path)
            if field is None:
                where = f"{clean('.'.join(map(str, path)), 80)}: " if path else ""
                homeless.append(Display(where + message))
                continue
            at_fields.setdefault(field, {})[path[len(field.path) :]] = message
            if path in found.positions:
                positions[field] = found.positions[path]
        self.say(Display("; ".join(homeless)) if homeless else None)
        for field, problems in at_fields.items():
            field.show_problems(problems, positions.get(field))
        first = next((field for field in self.fields if field in at_fields), None)
        if first is not None:
            first.focus_input()

    @work(group="dialog")
    async def _ask_to_discard(self) -> None:
        if await self.app.push_screen_wait(DiscardScreen()):
            self.given_up()
            self.dismiss(None)

    @work(group="dialog")
    async def _pick(self, field: PickField, text: str) -> None:
        choice: Choice | None = await self.app.push_screen_wait(self.picker_for(field, text))
        self._picking = False
        if choice is None:
            return
        if choice.id and choice.name != clean(choice.id, 80):
            self.names[choice.id] = choice.name
        field.clear_problems()
        field.choose(choice.id, self.names.get(choice.id))
        self.name_value(field)
        self.picked(field)
        self.typed()

    @work(group="names")
    async def name_value(self, field: PickField) -> None:
        """Show the name of the field's ID, where it is not known and can be learnt."""
        identifier = field.value
        kind = self.KINDS.get(str(field.path[0]))
        if not identifier or identifier in self.names or kind is None or self._lookup is None:
            return
        try:
            choice = await self._lookup.name_of(kind, identifier)
        except ApiError:
            return  # the ID stands for itself
        if choice is not None:
            self.names[identifier] = choice.name
            if field.value == identifier:
                field.choose(identifier, choice.name)

    def _field_at(self, path: FieldPath) -> FormField | None:
        """The field whose place `path` lies in."""
        return next((one for one in self.fields if path[: len(one.path)] == one.path), None)
