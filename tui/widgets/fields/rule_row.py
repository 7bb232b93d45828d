"""One rule of a tool filter: its kind, and its keys and URIs as chips, or its pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Select, Static

from tui.forms.patterns import pattern_warning
from tui.forms.tool_filter import RULE_TITLES, RuleDraft, split_values
from tui.forms.tool_trial import completions, misspelt
from tui.models.tool import Tool
from tui.text import Display, clean
from tui.widgets.completion_list import CompletionItem
from tui.widgets.fields.chips import Chips

KEYS_HINT = "a key; Enter adds it, Tab completes it, Down lists all"
URIS_HINT = "a URI; Enter adds it, Backspace takes the last"
PATTERN_HINT = "a regular expression, as ^(get|list)_"


class RuleRow(Vertical):
    """A rule to type; one of an unknown kind is shown as it came, and kept."""

    @dataclass
    class Removed(Message):
        """The rule shall go."""

        row: RuleRow

    class Edited(Message):
        """The rule says something else now."""

    def __init__(self, draft: RuleDraft, tools: Sequence[Tool] = ()) -> None:
        super().__init__(classes="rule")
        self._draft = draft
        self._tools = tools
        self._shown = clean(draft.pattern, max(len(draft.pattern), 1))

    def compose(self) -> ComposeResult:
        """Lay out the kind with its remove button, and the value under them."""
        draft = self._draft
        kinds = [(Text(title), kind) for kind, title in RULE_TITLES.items()]
        if not draft.is_known:
            kinds.append((Text(clean(draft.kind, 40)), draft.kind))
        with Horizontal(classes="rule-line"):
            yield Select[str](
                kinds, value=draft.kind, allow_blank=False, compact=True, classes="rule-kind"
            )
            yield Button("remove", compact=True, classes="rule-remove")
        yield Chips(
            draft.values,
            placeholder=URIS_HINT if draft.kind == "resource_uris" else KEYS_HINT,
            split=self._split,
            completer=self._complete,
        )
        pattern = Input(
            self._shown,
            placeholder=PATTERN_HINT,
            select_on_focus=False,
            compact=True,
            classes="rule-pattern",
        )
        pattern.cursor_blink = False
        yield pattern
        yield Static(Content(clean(draft.original, 2_000)), classes="rule-original muted")
        yield Static(classes="rule-warning warning")

    def on_mount(self) -> None:
        """Show what the rule's kind takes."""
        self._lay_out()
        self._warn()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Take what the new kind takes; what was typed for another stays."""
        event.stop()
        self._lay_out()
        self._edited()

    def on_chips_edited(self, event: Chips.Edited) -> None:
        """Tell that the rule says something else."""
        event.stop()
        self._edited()

    def on_input_changed(self) -> None:
        """Tell that the rule says something else."""
        self._edited()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask to be removed."""
        event.stop()
        self.post_message(self.Removed(self))

    @property
    def value(self) -> RuleDraft:
        """The rule as it is typed; its true text as long as nobody types."""
        pattern = self.query_one(".rule-pattern", Input).value
        return replace(
            self._draft,
            kind=str(self.query_one(".rule-kind", Select).value),
            values=self.query_one(Chips).values,
            pattern=self._draft.pattern if pattern == self._shown else pattern,
        )

    def offer_tools(self, tools: Sequence[Tool]) -> None:
        """Complete keys to those of `tools`, and mark those that none of them has."""
        self._tools = tools
        self._warn()

    def toggle(self, value: str) -> None:
        """Name a key, or name it no longer."""
        self.query_one(Chips).toggle(value)

    def focus_input(self) -> None:
        """Give the focus to where the rule is typed, and bring the rule into view."""
        if self.value.takes_pattern:
            self.query_one(".rule-pattern", Input).focus()
        elif self.value.is_known:
            self.query_one(Chips).focus_line()
        else:
            self.query_one(".rule-kind", Select).focus()
        self.scroll_visible(animate=False)

    def _split(self, text: str) -> tuple[list[str], str]:
        return split_values(self.value.kind, text)

    def _complete(self, typed: str, values: Sequence[str]) -> list[CompletionItem]:
        if self.value.kind != "tool_keys":
            return []
        return [
            CompletionItem(tool.key, clean(tool.key, 40), tool.words)
            for tool in completions(typed, values, self._tools)
        ]

    def _lay_out(self) -> None:
        rule = self.value
        self.query_one(Chips).display = rule.is_known and not rule.takes_pattern
        self.query_one(".rule-pattern").display = rule.takes_pattern
        self.query_one(".rule-original").display = not rule.is_known

    def _edited(self) -> None:
        self._warn()
        self.post_message(self.Edited())

    def _warn(self) -> None:
        """Say what looks wrong: a pattern that is none, keys that no tool has."""
        rule = self.value
        warning = None
        wrong: dict[str, str | None] = {}
        if rule.takes_pattern:
            warning = pattern_warning(rule.pattern) if rule.pattern else None
        elif self._tools:
            # What is still being typed is no mistake yet.
            wrong = misspelt(replace(rule, values=self.query_one(Chips).whole), self._tools)
            warning = _about(wrong) if wrong else None
        self.query_one(Chips).mark(wrong)
        line = self.query_one(".rule-warning", Static)
        line.update(Content(warning or ""))
        line.display = warning is not None


def _about(wrong: dict[str, str | None]) -> Display:
    said = [
        f"{value} is no tool here" + (f": did you mean {right}?" if right else "")
        for value, right in wrong.items()
    ]
    down = " Down offers it." if any(wrong.values()) else ""
    return clean("; ".join(said) + (down if down else "."), 400)
