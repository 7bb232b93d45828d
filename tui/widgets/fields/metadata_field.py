"""The field of metadata: JSON, or a line for each pair where it is flat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import TextArea

from tui import keymap
from tui.errors import UsageError
from tui.forms.json_text import write_json
from tui.forms.metadata import parse_metadata
from tui.forms.pairs import read_pairs, write_pairs
from tui.forms.problems import FieldPath, FieldProblem
from tui.text import Display, clean
from tui.widgets.fields.json_area import JsonArea
from tui.widgets.fields.text_field import EditorField

CHECK_PAUSE = 0.6
"""Seconds without a key until what is typed is checked: half a value is no mistake."""

_PAIRS_PLACEHOLDER = "a line for each, as team: support"


class MetadataField(EditorField):
    """Metadata as the API takes it; `value` is JSON, whichever way it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("metadata")]

    def __init__(
        self,
        value: str = "",
        *,
        label: str = "Metadata",
        placeholder: str = 'a JSON object, as {"team": "support"}',
    ) -> None:
        super().__init__("metadata", label, value, placeholder=placeholder)
        self._timer: Timer | None = None
        self._told: Display | None = None
        self._behind: tuple[str, str, str] | None = None
        """While there are pairs: what they were as made, the JSON text, and its true value."""

    def on_text_area_changed(self) -> None:
        """Check it in a moment; what was mended is said to be at once."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(CHECK_PAUSE, self._check)
        if self._told is not None and self._problem() is None:
            self._check()

    def action_format(self) -> None:
        """Write it with a line for each value; what is wrong is shown where it is."""
        if self._is_wrong():
            return
        area = self._area
        if area.as_pairs:
            text = write_json(read_pairs(area.text)) if area.text.strip() else ""
            text = self._as_pairs(text) or area.text
        else:
            text = write_json(parse_metadata(area.text)) if area.text.strip() else ""
        if text != area.text:
            # As an edit, so that it can be undone.
            area.replace(text, (0, 0), area.document.end)

    def action_pairs(self) -> None:
        """Go from JSON to pairs, or back; nothing of either is lost."""
        if self._is_wrong():
            return
        area = self._area
        if area.as_pairs:
            self._show_json()
            return
        pairs = self._as_pairs(area.text)
        if pairs is not None:
            self._behind = (pairs, area.text, self.value)
            self._switch(pairs)

    def set(self, value: str) -> None:
        """Put `value`, which is JSON, in the place of what is typed."""
        self._behind = None
        super().set(value)
        self._switch(self._area.text)

    @property
    def value(self) -> str:
        """The JSON that is typed or that pairs make; what is neither is as it is typed."""
        if self._behind is None:
            return super().value
        made, _, true = self._behind
        typed = self._area.text
        if typed == made:
            return true
        try:
            return write_json(read_pairs(typed)) if typed.strip() else ""
        except FieldProblem:
            return typed

    def show_problems(
        self, problems: Mapping[FieldPath, Display], position: tuple[int, int] | None = None
    ) -> None:
        """Show what is wrong, with the cursor where it is wrong."""
        found = self._problem()
        if found is not None:
            problems, position = {(): found.message}, _place(found)
            self._told = found.message
        super().show_problems(problems, position)
        self._area.mark_wrong(position)

    def clear_problems(self) -> None:
        """Take the error and its mark away."""
        super().clear_problems()
        self._told = None
        self._area.mark_wrong(None)

    @property
    def _area(self) -> JsonArea:
        return self.query_one(JsonArea)

    def _take(self, value: str) -> None:
        super()._take(value)
        if self.note is None:
            pairs = keymap.hint("metadata_pairs", "key: value lines, or JSON")
            others = map(keymap.hint, ("metadata_format", "form_editor"))
            self.note = Display(" · ".join([pairs, *others]))

    def _make_area(self) -> TextArea:
        return JsonArea(
            self._shown,
            tab_behavior="focus",
            show_line_numbers=True,
            highlight_cursor_line=False,
            compact=True,
            placeholder=self._placeholder,
            classes="-json",
        )

    def _show_json(self) -> None:
        assert self._behind is not None, "there are pairs"
        made, text, _ = self._behind
        if self._area.text != made:
            text = self.value
        self._behind = None
        self._switch(text)

    def _switch(self, text: str) -> None:
        """Show `text` in the way that it is by now."""
        area = self._area
        area.as_pairs = self._behind is not None
        area.set_class(not area.as_pairs, "-json")
        area.placeholder = _PAIRS_PLACEHOLDER if area.as_pairs else self._placeholder
        area.text = text
        self.clear_problems()

    def _as_pairs(self, text: str) -> str | None:
        """Return what JSON is as pairs; None, and why is said, where it is not flat."""
        try:
            return write_pairs(parse_metadata(text)) if text.strip() else ""
        except UsageError as error:
            self.notify(clean(error), severity="warning", markup=False)
            return None

    def _problem(self) -> FieldProblem | None:
        """Return what is wrong with what somebody typed."""
        text = self._area.text
        if not text.strip() or (self._behind is None and text == self._shown):
            return None
        try:
            if self._behind is not None:
                text = write_json(read_pairs(text))
            parse_metadata(text)
        except FieldProblem as problem:
            return problem
        return None

    def _is_wrong(self) -> bool:
        """Whether what is typed cannot be read; if so, show where."""
        found = self._problem()
        if found is not None:
            self.show_problems({(): found.message}, _place(found))
        return found is not None

    def _check(self) -> None:
        """Say what is wrong, or no longer, without moving the cursor."""
        found = self._problem()
        message = found.message if found is not None else None
        if message != self._told:
            # An error that the server found stays until the next try.
            if message is not None or self.error == self._told:
                self.error = message
            self._told = message
            if message is not None:
                # Its line comes below the text, which may be where the form ends.
                self.call_after_refresh(self.scroll_visible, animate=False)
        self._area.mark_wrong(_place(found) if found is not None else None)


def _place(problem: FieldProblem) -> tuple[int, int] | None:
    if problem.line is None or problem.column is None:
        return None
    return problem.line, problem.column
