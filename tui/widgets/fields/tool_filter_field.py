"""The field of a tool filter: what it does, and its rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Button, Select

from tui.forms.problems import FieldPath
from tui.forms.tool_filter import Mode, RuleDraft, ToolFilterDraft
from tui.models.tool import Tool
from tui.text import Display, clean
from tui.widgets.fields.field import FormField
from tui.widgets.fields.rule_row import RuleRow
from tui.widgets.fields.tool_trial import ToolTrial
from tui.widgets.fields.trial_list import TrialList

MODE_TITLES: dict[Mode, str] = {
    "inherit": "as the integration sets it",
    "allow_all": "allow all",
    "rules": "only what the rules below name",
    "unknown": "as it is; of a type not known here",
}


CHOOSE_RULES = Display("Choose that only what rules name passes, to name tools here.")
PASSES_OTHERWISE = Display("No key lets it pass but a pattern: change that to cut it.")


class ToolFilterField(FormField):
    """A choice of what the filter does; its rules while it has any; what comes of it.

    Attributes:
        trial: Shows which tools pass; whoever knows the tools tells it.
    """

    class Edited(Message):
        """The filter says something else now."""

    def __init__(self, name: str, label: str, draft: ToolFilterDraft) -> None:
        super().__init__(name, label)
        self._draft = draft
        self._tools: Sequence[Tool] = ()
        self.trial = ToolTrial()

    def compose_input(self) -> ComposeResult:
        """Yield the choice, and the rules under it."""
        modes = [mode for mode in MODE_TITLES if mode != "unknown" or self._draft.mode == mode]
        with Vertical(classes="tool-filter"):
            yield Select[Mode](
                [(MODE_TITLES[mode], mode) for mode in modes],
                value=self._draft.mode,
                allow_blank=False,
                compact=True,
                classes="filter-mode",
            )
            with Vertical(classes="rules"):
                for rule in self._draft.rules:
                    yield RuleRow(rule)
            yield Button("+ add a rule", compact=True, classes="add-rule field-pick")
            yield self.trial

    def on_mount(self) -> None:
        """Show the rules only where they count."""
        self._show_rules()

    async def on_select_changed(self, event: Select.Changed) -> None:
        """Show or hide the rules; the first rule is there to be typed at once."""
        if not event.select.has_class("filter-mode"):
            return
        event.stop()
        self._show_rules()
        if self.mode == "rules" and not self.query(RuleRow):
            await self._add_rule()
        self.post_message(self.Edited())

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Add a rule."""
        event.stop()
        row = await self._add_rule()
        row.focus_input()
        self.post_message(self.Edited())

    def on_rule_row_edited(self, event: RuleRow.Edited) -> None:
        """Tell that the filter says something else."""
        event.stop()
        self.post_message(self.Edited())

    async def on_rule_row_removed(self, event: RuleRow.Removed) -> None:
        """Take the rule out, and go where the next can be added."""
        event.stop()
        await event.row.remove()
        self.query_one(".add-rule", Button).focus()
        self.post_message(self.Edited())

    async def on_trial_list_toggling(self, event: TrialList.Toggling) -> None:
        """Take a tool's key out of the rules, or name it in the last that takes keys."""
        event.stop()
        self.note = None
        tool = next(one for one in self._tools if one.key == event.key)
        takers = [row for row in self.query(RuleRow) if row.value.kind == "tool_keys"]
        named = [(row, one) for row in takers for one in row.value.values if one in tool.names]
        if self.mode != "rules":
            self.note = CHOOSE_RULES
        elif named:
            for row, value in named:
                row.toggle(value)
        elif event.passes:
            self.note = PASSES_OTHERWISE
        else:
            row = takers[-1] if takers else await self._add_rule()
            row.toggle(tool.key)

    @property
    def mode(self) -> Mode:
        """What the filter does, as chosen."""
        value = self.query_one(".filter-mode", Select).value
        return next(mode for mode in MODE_TITLES if mode == value)

    @property
    def value(self) -> ToolFilterDraft:
        """The filter as it is typed."""
        rules = tuple(row.value for row in self.query(RuleRow)) if self.mode == "rules" else ()
        return ToolFilterDraft(self.mode, rules, self._draft.type if self.mode == "unknown" else "")

    def offer_tools(self, tools: Sequence[Tool]) -> None:
        """Complete keys to those of `tools`, and mark those that none of them has."""
        self._tools = tools
        for row in self.query(RuleRow):
            row.offer_tools(tools)

    def show_problems(
        self, problems: Mapping[FieldPath, Display], position: tuple[int, int] | None = None
    ) -> None:
        """Show what is wrong, naming the rule."""
        said = []
        for path, message in problems.items():
            number = path[0] if path else None
            words = [clean(part, 40) for part in path]
            if isinstance(number, int):
                words[0] = Display(f"rule {number + 1}")
            where = " / ".join(words)
            said.append(f"{where}: {message}" if where else message)
        self.error = Display("\n".join(said))

    def _show_rules(self) -> None:
        shown = self.mode == "rules"
        self.query_one(".rules").display = shown
        self.query_one(".add-rule").display = shown

    async def _add_rule(self) -> RuleRow:
        row = RuleRow(RuleDraft("tool_keys"), self._tools)
        await self.query_one(".rules").mount(row)
        return row
