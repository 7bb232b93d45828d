"""Which tools a filter lets pass: how many, then each by its name."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui import keymap
from tui.forms.tool_trial import Trial
from tui.models.tool import Tool
from tui.text import Display
from tui.widgets.fields.trial_list import TrialList


class ToolTrial(Vertical):
    """What came of trying the filter, or why it cannot be tried."""

    def __init__(self) -> None:
        super().__init__(classes="trial")

    def compose(self) -> ComposeResult:
        """Lay out the count, the doubts under it, and the tools, which scroll."""
        yield Static(classes="trial-count")
        yield Static(classes="trial-doubts muted")
        yield TrialList(classes="trial-tools")
        key = keymap.key_of("trial_toggle")
        yield Static(Content(f"{key} names a tool in the rules, or no more"), classes="trial-hint")

    def on_mount(self) -> None:
        """Show nothing before there is something to say."""
        self.say(None)
        self.query_one(".trial-hint").display = False

    def on_descendant_focus(self) -> None:
        """Say what can be done in the list, once one is there."""
        self.query_one(".trial-hint").display = True

    def on_descendant_blur(self) -> None:
        """Say it no longer."""
        self.query_one(".trial-hint").display = False

    def say(self, words: Display | None) -> None:
        """Say why nothing is tried, in place of the tools."""
        self.display = words is not None
        self.query_one(".trial-count", Static).update(Content(words or ""))
        self.query_one(".trial-doubts").display = False
        self.query_one(TrialList).display = False

    def show(self, trial: Trial, tools: Sequence[Tool]) -> None:
        """Show which of `tools` pass."""
        self.display = True
        self.query_one(".trial-count", Static).update(Content(trial.summary))
        doubts = self.query_one(".trial-doubts", Static)
        doubts.display = bool(trial.doubts)
        doubts.update(Content("\n".join(trial.doubts)))
        self.query_one(TrialList).display = bool(tools)
        self.query_one(TrialList).show(tools, trial.passes)
