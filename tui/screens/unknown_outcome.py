"""A request without an answer, beside what it may have made: the user tells which it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, Generic, Literal, TypeAlias, TypeVar

from rich.cells import set_cell_size
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui import keymap
from tui.forms.diff import Names, shown
from tui.forms.outcome import Candidate
from tui.forms.values import MISSING, same
from tui.stylesheets import dialog_stylesheets
from tui.text import clean
from tui.widgets.compared import Compared, Value

ResultT = TypeVar("ResultT")

AGAIN: Final = "again"
Verdict: TypeAlias = Candidate[ResultT] | Literal["again"] | None
"""It is that one; send it again; or None: neither, the draft is kept."""

_WHY = (
    "No answer came to what you sent, so it may have been made. This was made within the last "
    "minutes, by the name and in the place that you sent:"
)
_NAME_WIDTH = 30
_SENT, _THERE = "sent", "there"


class UnknownOutcomeScreen(ModalScreen["Verdict[ResultT]"], Generic[ResultT]):
    """Dismissed with what the user says that it is."""

    CSS_PATH = dialog_stylesheets("forms")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("outcome"),
    ]
    AUTO_FOCUS = "OptionList"

    def __init__(
        self, sent: Mapping[str, Any], candidates: Sequence[Candidate[ResultT]], names: Names
    ) -> None:
        """Show `candidates`, of which there is one at least, beside the body that was sent."""
        super().__init__()
        self._sent = sent
        self._candidates = tuple(candidates)
        self._names = names

    def compose(self) -> ComposeResult:
        """Lay out the candidates over the one under the cursor, held beside what was sent."""
        with Vertical(classes="dialog form outcome") as dialog:
            dialog.border_title = Content("Is it this one?")
            dialog.border_subtitle = Content(
                f"Enter it is this one · {keymap.hint('outcome_again')} · "
                f"{keymap.hint('dialog_close', 'keep draft')}"
            )
            yield Static(Content(_WHY), classes="outcome-why")
            yield OptionList(*map(_line, self._candidates), compact=True, markup=False)
            yield VerticalScroll(classes="dialog-body", can_focus=False)

    async def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Hold that candidate beside what was sent."""
        body = self.query_one(".dialog-body")
        candidate = self._candidates[event.option_index]
        async with self.batch():
            await body.remove_children()
            await body.mount_all(self._compared(candidate.values))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """It is this one."""
        event.stop()
        self.dismiss(self._candidates[event.option_index])

    def action_try_again(self) -> None:
        """It is none of them: go on to send it once more."""
        self.dismiss(AGAIN)

    def action_scroll_body(self, lines: int) -> None:
        """Scroll what is held beside what was sent by so many lines."""
        self.query_one(".dialog-body").scroll_relative(y=lines, animate=False)

    def action_close(self) -> None:
        """Decide nothing: back to the form, where all is kept."""
        self.dismiss(None)

    def _compared(self, there: Mapping[str, Any]) -> list[Compared]:
        rows = []
        for field in dict.fromkeys((*self._sent, *there)):
            sent, found = self._sent.get(field, MISSING), there.get(field, MISSING)
            if sent is MISSING and found in (None, MISSING, {}, []):
                continue
            values = [Value(_THERE, shown(found, self._names), "muted")]
            if same(sent, found):
                values = [Value("both", shown(found, self._names), "muted")]
            elif sent is not MISSING:
                values = [
                    Value(_SENT, shown(sent, self._names)),
                    Value(_THERE, shown(found, self._names), "warning"),
                ]
            rows.append(Compared(clean(field, 80), values))
        return rows


def _line(candidate: Candidate[Any]) -> Option:
    values = candidate.values
    name = set_cell_size(clean(values.get("name") or "(no name)"), _NAME_WIDTH)
    return Option(Content(f"{name}  {clean(values.get('id') or '(no ID)', 40)}"))
