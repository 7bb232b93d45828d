"""Which tools a filter lets pass: how many, then each by its name."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.forms.tool_trial import Trial
from tui.models.tool import Tool
from tui.text import Display, clean
from tui.widgets.fields.field import MUTED

_KEY_WIDTH = 32


class ToolTrial(Vertical):
    """What came of trying the filter, or why it cannot be tried."""

    def __init__(self) -> None:
        super().__init__(classes="trial")

    def compose(self) -> ComposeResult:
        """Lay out the count, the doubts under it, and the tools, which scroll."""
        yield Static(classes="trial-count")
        yield Static(classes="trial-doubts muted")
        with VerticalScroll(classes="trial-tools"):
            yield Static()

    def on_mount(self) -> None:
        """Show nothing before there is something to say."""
        self.say(None)

    def say(self, words: Display | None) -> None:
        """Say why nothing is tried, in place of the tools."""
        self.display = words is not None
        self.query_one(".trial-count", Static).update(Content(words or ""))
        self.query_one(".trial-doubts").display = False
        self.query_one(".trial-tools").display = False

    def show(self, trial: Trial, tools: Sequence[Tool]) -> None:
        """Show which of `tools` pass."""
        self.display = True
        self.query_one(".trial-count", Static).update(Content(trial.summary))
        doubts = self.query_one(".trial-doubts", Static)
        doubts.display = bool(trial.doubts)
        doubts.update(Content("\n".join(trial.doubts)))
        listed = self.query_one(".trial-tools", VerticalScroll)
        listed.display = bool(tools)
        width = min(_KEY_WIDTH, max((len(tool.key) for tool in tools), default=0))
        lines = map(_line, tools, trial.passes, [width] * len(tools))
        listed.query_one(Static).update(Content("\n").join(lines))


def _line(tool: Tool, passes: bool, width: int) -> Content:
    key = Content(clean(tool.key, 80)).truncate(width, ellipsis=True, pad=True)
    if passes:
        return Content.assemble(("passes  ", "$text-success"), key, ("  " + tool.words, MUTED))
    return Content.assemble(
        ("cut     ", "$text-warning"), key.stylize(MUTED), ("  " + tool.words, MUTED)
    )
