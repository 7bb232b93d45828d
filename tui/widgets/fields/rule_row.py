"""One rule of a tool filter: its kind, and its keys, URIs or pattern."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Select, Static, TextArea

from tui.forms.tool_filter import RULE_TITLES, RuleDraft, pattern_warning
from tui.text import clean, clean_lines

LIST_HINT = "one a line, or with commas"
PATTERN_HINT = "a regular expression"


class RuleRow(Vertical):
    """A rule to type; one of an unknown kind is shown as it came, and kept."""

    @dataclass
    class Removed(Message):
        """The rule shall go."""

        row: RuleRow

    def __init__(self, draft: RuleDraft) -> None:
        super().__init__(classes="rule")
        self._draft = draft
        text = draft.text if draft.is_known else draft.original
        self._shown = clean_lines(text)

    def compose(self) -> ComposeResult:
        """Lay out the kind with its remove button, and the value under them."""
        kinds = [(Text(title), kind) for kind, title in RULE_TITLES.items()]
        if not self._draft.is_known:
            kinds.append((Text(clean(self._draft.kind, 40)), self._draft.kind))
        with Horizontal(classes="rule-line"):
            yield Select[str](
                kinds, value=self._draft.kind, allow_blank=False, compact=True, classes="rule-kind"
            )
            yield Button("remove", compact=True, classes="rule-remove")
        editor = TextArea(
            self._shown,
            tab_behavior="focus",
            highlight_cursor_line=False,
            compact=True,
            read_only=not self._draft.is_known,
            placeholder=self._hint(self._draft),
            classes="rule-value",
        )
        editor.cursor_blink = False
        yield editor
        yield Static(classes="rule-warning warning")

    def on_mount(self) -> None:
        """Warn of a pattern that came so."""
        self._warn()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Take what the new kind takes; what was typed stays."""
        event.stop()
        editor = self.query_one(TextArea)
        draft = self.value
        editor.read_only = not draft.is_known
        editor.placeholder = self._hint(draft)
        if draft.is_known and not self._draft.is_known and editor.text == self._shown:
            editor.text = ""
        self._warn()

    def on_text_area_changed(self) -> None:
        """Warn of a pattern that looks wrong, as it is typed."""
        self._warn()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask to be removed."""
        event.stop()
        self.post_message(self.Removed(self))

    @property
    def value(self) -> RuleDraft:
        """The rule as it is typed; its true text as long as nobody types."""
        kind = str(self.query_one(".rule-kind", Select).value)
        typed = self.query_one(TextArea).text
        if kind == self._draft.kind and typed == self._shown:
            return self._draft
        true = self._draft.text if typed == self._shown and self._draft.is_known else typed
        return RuleDraft(kind, true, self._draft.original)

    def focus_input(self) -> None:
        """Give the focus to the rule's kind, and bring the rule into view."""
        self.query_one(".rule-kind", Select).focus()
        self.scroll_visible(animate=False)

    def _hint(self, draft: RuleDraft) -> str:
        return PATTERN_HINT if draft.takes_pattern else LIST_HINT

    def _warn(self) -> None:
        draft = self.value
        warning = pattern_warning(draft.text) if draft.takes_pattern and draft.text else None
        line = self.query_one(".rule-warning", Static)
        line.update(Content(warning or ""))
        line.display = warning is not None
