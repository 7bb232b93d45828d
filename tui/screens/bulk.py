"""One act on many objects: who they are, then how far it is, then what became of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Input, ProgressBar, Static

from tui import keymap
from tui.screens import bulk_words
from tui.screens.bulk_words import LeftOut
from tui.screens.grace import Grace
from tui.screens.long_work import long_work
from tui.store.bulk import Act, BulkRun, Progress, Report, Result, Target
from tui.stylesheets import dialog_stylesheets
from tui.text import Display
from tui.widgets.bulk_list import BulkList

Phase: TypeAlias = Literal["reading", "asking", "running", "over"]
CarryOut: TypeAlias = Callable[[BulkRun], Awaitable[Report]]
"""Lets a run go to its end and returns its report."""

Planned: TypeAlias = Callable[[Report], "Bulk"]
"""Returns what is to be done after the objects were read."""

STOPPED = Display("You stopped it.")
_AROUND = 12
"""Lines of the dialog that are not the list's, and four more where a number is to be typed."""
_EVERY = 0.1
"""Seconds between two pictures of a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What is to be done with which objects.

    Attributes:
        title: What it is, in a few words: `Archive 3 instances`.
        verb: The word for it, on its button.
        meaning: What it means for the objects.
        targets: Those that are acted on.
        plans: What is to become of each, by ID, where that differs.
        left_out: Those that are not acted on, and why.
        is_production: Whether their number must be typed first.
        act: Acts on one; raises `ApiError`.
        carry_out: Lets the run go to its end.
    """

    title: Display
    verb: str
    meaning: Display
    targets: tuple[Target, ...]
    plans: Mapping[str, Display] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    is_production: bool
    act: Act
    carry_out: CarryOut


_CLOSING: dict[Phase, str] = {
    "reading": "Cancel",
    "asking": "Cancel",
    "running": "Stop",
    "over": "Close",
}


class BulkScreen(ModalScreen[Mapping[str, Result]]):
    """Dismissed with what became of each object, by ID; nothing where nothing was begun.

    Enter never begins it: that takes `a`, or the button once the number is typed.
    """

    CSS_PATH = dialog_stylesheets("bulk")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog"), *keymap.bindings("bulk")]
    AUTO_FOCUS = "BulkList"

    listed = query_one(BulkList)
    bar = query_one(ProgressBar)

    def __init__(
        self, bulk: Bulk, *, read: Act | None = None, planned: Planned | None = None
    ) -> None:
        """Ask whether to do `bulk`, then do it.

        With `read`, each object is read first, and what is `planned` from that is asked about.
        """
        super().__init__()
        self._bulk = bulk
        self._read = read
        self._planned = planned
        self._phase: Phase = "asking"
        self._run: BulkRun | None = None
        self._results: dict[str, Result] = {}
        self._stopped: Display | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out what it means, the objects, how far it is, and the buttons."""
        bulk = self._bulk
        with Vertical(classes="dialog bulk") as dialog:
            dialog.border_subtitle = Content(keymap.hint("dialog_close", "cancel"))
            yield Static(id="bulk-meaning")
            if bulk.is_production:
                yield Static(id="bulk-ask")
                yield Input(id="bulk-typed", type="integer")
            yield BulkList(id="bulk-list")
            yield Static(id="bulk-words")
            yield ProgressBar(total=len(bulk.targets), show_eta=False, id="bulk-bar")
            yield Static(id="bulk-state")
            with Horizontal(classes="dialog-buttons"):
                yield Button(Content(bulk.verb), id="bulk-go", compact=True, variant="error")
                yield Button("Cancel", id="bulk-close", compact=True)

    def on_mount(self) -> None:
        """List the objects; hold the button back until the number is typed."""
        self._grace = Grace()
        for typed in self.query(Input):
            typed.cursor_blink = False
        self.bar.display = False
        count = len(self._bulk.targets) + len(self._bulk.left_out)
        around = _AROUND + 4 * self._bulk.is_production
        self.query_one(".dialog").styles.max_height = count + around
        if self._read is not None:
            self._start(self._bulk.targets, self._read, "reading")
        self._show()

    def on_descendant_focus(self) -> None:
        """Name the next step where the focus is now."""
        self._show_steps()

    def on_virtual_list_highlighted(self) -> None:
        """Show in full what is said of the one under the cursor."""
        self._show_words()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Let the button be pressed once the number is typed."""
        self._show_steps()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Begin, if the number is typed."""
        self._begin()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Begin, or leave."""
        event.stop()
        if event.button.id == "bulk-go":
            self._begin()
        else:
            self.action_close()

    def action_confirm(self) -> None:
        """Begin; on production, go to where the number is typed."""
        if self._confirmed:
            if self._grace.is_over:
                self._begin()
        elif self._phase == "asking" and self._bulk.targets:
            self.query_one(Input).focus()

    def action_again(self) -> None:
        """Try those again that failed or were not tried; never what may be done already."""
        if self._phase == "over" and (again := self._unfinished):
            self._start(again, self._bulk.act)

    def action_copy(self) -> None:
        """Copy what became of each."""
        if self._phase == "over":
            self._copy()

    def action_close(self) -> None:
        """Leave; while it runs, begin no more first, then wait for no answer."""
        if self._run is None:
            self.dismiss(self._results)
        elif self._phase == "reading":
            self._run.abandon(STOPPED)
            self.dismiss({})
        elif not self._run.progress.stopping:
            self._run.stop(STOPPED)
        else:
            self._run.abandon(STOPPED)

    @property
    def _confirmed(self) -> bool:
        """Whether it may begin: what has to be typed is typed."""
        if self._phase != "asking" or not self._bulk.targets:
            return False
        typed = self.query("#bulk-typed").results(Input)
        return all(one.value.strip() == str(len(self._bulk.targets)) for one in typed)

    @property
    def _unfinished(self) -> tuple[Target, ...]:
        found = (self._results.get(one.id) for one in self._bulk.targets)
        return tuple(one.target for one in found if one and one.outcome in ("failed", "left"))

    def _begin(self) -> None:
        if self._confirmed:
            self._start(self._bulk.targets, self._bulk.act)

    def _start(self, targets: Sequence[Target], act: Act, phase: Phase = "running") -> None:
        self._phase = phase
        for one in targets:
            self._results.pop(one.id, None)
        self._run = BulkRun(targets, act, self._told)
        self.bar.update(total=len(targets), progress=0)
        self.bar.display = True
        self.listed.focus()
        self._carry_out(self._run)

    @work(group="write")
    async def _carry_out(self, run: BulkRun) -> None:
        with long_work(self, lambda: Display(f"{self._bulk.title}: it has ended.")):
            report = await self._bulk.carry_out(run)
        self._run = None
        if self._phase == "reading" and self._planned is not None:
            self._bulk = self._planned(report)
            self._phase = "asking"
        else:
            self._results.update((one.target.id, one) for one in report.results)
            self._stopped = report.stopped
            self._phase = "over"
        if self.is_attached:
            self._show()

    def _told(self, progress: Progress) -> None:
        """Draw it in a moment: a run may tell more often than anybody can read."""
        if self._timer is None and self.is_mounted:
            self._timer = self.set_timer(_EVERY, self._show)

    def _show(self) -> None:
        """Show each object as it stands, and how far it is."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        bulk, run = self._bulk, self._run
        so_far = {one.target.id: one for one in run.results} if run else {}
        results = {**self._results, **so_far}
        found = bulk_words.rows(bulk.targets, bulk.plans, bulk.left_out, results)
        self.listed.set_rows(found)
        # Its room is there all the while: the list is not to jump where one fails.
        self.query_one("#bulk-words").display = run is not None or any(one.words for one in found)
        self._show_words()
        self.bar.display = run is not None
        self._show_question()
        if run is not None:
            progress = run.progress
            self.bar.update(progress=progress.ended)
            words = bulk_words.how_far(progress)
        elif self._phase == "over":
            stopped = f" {self._stopped}" if self._stopped else ""
            words = Display(f"{bulk_words.counts(found)}.{stopped}")
        else:
            words = Display("" if bulk.targets else "There is nothing to do here.")
        state = self.query_one("#bulk-state", Static)
        state.update(Content(words))
        state.display = bool(words)
        self._show_steps()

    def _show_words(self) -> None:
        row = self.listed.cursor_row
        words = f"{row.name}: {row.words}" if row is not None and row.words else ""
        self.query_one("#bulk-words", Static).update(Content(words))

    def _show_question(self) -> None:
        """Say what it means; on production, ask for the number while it is asked about."""
        bulk = self._bulk
        self.query_one(".dialog").border_title = Content(bulk.title)
        self.query_one("#bulk-meaning", Static).update(Content(bulk.meaning))
        number = (str(len(bulk.targets)), "bold")
        for ask in self.query("#bulk-ask").results(Static):
            warning = ("This is production. ", "bold $text-warning")
            words = "To go on, type the number of instances, "
            ask.update(Content.assemble(warning, words, number, ":"))
        for shown in self.query("#bulk-ask, #bulk-typed"):
            shown.display = self._phase == "asking" and bool(bulk.targets)

    def _show_steps(self) -> None:
        """Enable what can be pressed, and name the next step."""
        go, close = self.query_one("#bulk-go", Button), self.query_one("#bulk-close", Button)
        go.display = self._phase == "asking"
        go.disabled = not self._confirmed
        close.label = Content(_CLOSING[self._phase])
        self.query_one(".dialog").border_subtitle = Content(self._steps)

    @property
    def _steps(self) -> str:
        verb = self._bulk.verb.lower()
        cancel, close = (keymap.hint("dialog_close", words) for words in ("cancel", "close"))
        if self._phase == "reading":
            return cancel
        if self._phase == "running":
            stopping = self._run is not None and self._run.progress.stopping
            return keymap.hint("dialog_close", "waits for no answer" if stopping else "stops")
        if self._phase == "over":
            again = [keymap.hint("bulk_again", "try the failed again")] if self._unfinished else []
            return " · ".join([*again, keymap.hint("bulk_copy", "copy the report"), close])
        if not self._bulk.targets:
            return close
        if isinstance(self.focused, Input):
            return f"{f'Enter {verb}' if self._confirmed else 'type the number'} · {cancel}"
        go_on = verb if self._confirmed else "go on to the number"
        return f"{keymap.hint('bulk_confirm', go_on)} · {cancel}"

    @work(group="copy")
    async def _copy(self) -> None:
        from tui.screens.clipboard import copy_text

        bulk = self._bulk
        found = bulk_words.rows(bulk.targets, bulk.plans, bulk.left_out, self._results)
        request_ids = {
            one.target.id: one.request_id for one in self._results.values() if one.request_id
        }
        text = bulk_words.report(bulk.title, found, request_ids)
        await copy_text(self.app, text, Display("The report"))
