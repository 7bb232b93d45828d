"""A form that writes: it checks, has the request reviewed, sends it, looks what became of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Generic, TypeAlias, TypeVar

from textual import work
from textual.events import ScreenResume
from textual.widgets import Button
from textual.worker import Worker

from tui.drafts import Draft
from tui.errors import ApiError, InvalidData, Unauthorized
from tui.forms.diff import Change
from tui.forms.outcome import Candidate, Found
from tui.forms.problems import FormProblems
from tui.forms.server_errors import field_problems, form_sentence
from tui.models.requests import RequestBody
from tui.screens.discard import DiscardScreen
from tui.screens.keeping import KeyRefused
from tui.screens.keeping_form import KeepingForm
from tui.screens.review import ReviewScreen
from tui.store.lookup import Lookup
from tui.text import Display

BodyT = TypeVar("BodyT", bound=RequestBody)
ResultT = TypeVar("ResultT")

Submit: TypeAlias = Callable[[BodyT], Awaitable[ResultT]]
"""Sends a body; raises `ApiError`."""

SENDING = Display("Sending … Esc stops waiting.")
LOOKING = Display("Looking whether it changed meanwhile …")
LOOKING_FOR = Display("Looking whether it was carried out … Esc stops looking.")
NOTHING_CHANGED = Display("Nothing changed: there is nothing to send.")
CARRIED_OUT = Display(
    "There is nothing left to send: it is as you typed it, so the earlier try was carried out."
)
STOP_WAITING = Display("It is being sent. Stop waiting for the answer? It may be carried out.")
CREATION_UNKNOWN = Display(
    "It is not known whether it was created; look in the list before sending again."
)

DONE = Display("No answer came, but it has what was sent: it is done.")


class FormScreen(KeepingForm[ResultT], Generic[BodyT, ResultT]):
    """A form whose draft becomes a request; dismissed with the answer, or None.

    Subclasses say how the draft becomes the body (`build`) and, for an update, what that
    changes (`changes`).
    """

    SENDS_EMPTY: ClassVar[bool] = True
    """Whether a body without any field is worth sending."""

    def __init__(
        self,
        title: Display,
        *,
        path: str,
        submit: Submit[BodyT, ResultT],
        method: str = "POST",
        unknown: Display = CREATION_UNKNOWN,
        lookup: Lookup | None = None,
        restored: bool = False,
        keeper: Draft | None = None,
        uncertain: bool = False,
    ) -> None:
        """Make the form.

        Args:
            title: What the form is for.
            path: Where the request goes, for the review.
            submit: Sends the body.
            method: How the request goes there, for the review.
            unknown: What is said of a write whose answer never came.
            lookup: Names the objects that its fields hold the IDs of.
            restored: Whether it begins with what was typed before, so that Esc asks.
            keeper: Keeps what is typed until it is sent or given up.
            uncertain: Whether an earlier try had no answer.
        """
        super().__init__(
            title, lookup=lookup, restored=restored, keeper=keeper, uncertain=uncertain
        )
        self._method = method
        self._path = path
        self._submit = submit
        self._unknown = unknown
        self._flight: Worker[None] | None = None
        self._sending = False
        self._sent: BodyT | None = None
        self._answer: ResultT | None = None

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Leave with an answer that came while something lay over the form."""
        self._leave()

    def action_proceed(self) -> None:
        """Check what was typed, then have the request reviewed and send it."""
        if self._flight is not None:
            return
        self.clear_problems()
        try:
            body = self.build()
        except FormProblems as found:
            self.show_problems(found)
            return
        if masked := self.masked():
            self.show_problems(FormProblems(masked))
            return
        if not self.SENDS_EMPTY and not body.model_fields_set:
            self.tell(CARRIED_OUT if self._uncertain else NOTHING_CHANGED)
            return
        self._flight = self._review_and_send(body)

    def action_close(self) -> None:
        """Leave, asking first if anything was typed; while sending, ask to stop waiting."""
        if self._flight is None:
            super().action_close()
        elif self._sending:
            self._ask_to_stop()
        else:
            self._abandon()

    def build(self) -> BodyT:
        """Return the body of what was typed.

        Raises:
            FormProblems: It cannot be sent as it stands.
        """
        raise NotImplementedError

    async def look_again(self) -> Sequence[Display]:
        """Look at the object anew; return what the user should know before sending.

        Raises:
            ApiError: It could not be had.
        """
        return ()

    async def reconciled(self, body: BodyT) -> BodyT | None:
        """Return the body to send, given what others changed meanwhile; None goes back."""
        return body

    def others(self) -> Sequence[Change]:
        """Return what others changed meanwhile and the body does not, for the review."""
        return ()

    async def find_made(self, body: BodyT) -> Found[ResultT] | None:
        """Return what `body` may have done though no answer came; None where none can tell.

        Raises:
            ApiError: It could not be looked for.
        """
        return None

    def changes(self, body: BodyT) -> Sequence[Change]:
        """Return what `body` changes, for the review; nothing where it creates."""
        return ()

    def sent_rows(self, body: BodyT) -> Sequence[int]:
        """Return the form's numbers of the rows that `body` lists."""
        return ()

    @work(group="write")
    async def _review_and_send(self, body: BodyT, *, looked: bool = False) -> None:
        found = await self._look_for_it(body) if self._uncertain and not looked else None
        known = found.account if found is not None and found.is_nothing else self._unknown
        # Where nothing is found it may be there all the same: the review says so.
        wanted = found is None or found.is_nothing or await self._is_wanted_beside(found, body)
        while wanted and (agreed := await self._reviewed(body, known)) is not None:
            wanted = await self._send(agreed)
        self._flight = None

    @work(group="write")
    async def _settle_stopped(self, body: BodyT) -> None:
        """Say what became of a request whose answer is waited for no longer."""
        wanted = await self._settle(body, None)
        self._flight = self._review_and_send(body, looked=True) if wanted else None

    async def _reviewed(self, body: BodyT, known: Display) -> BodyT | None:
        """Look again and have the request reviewed; return what to send, None for nothing.

        `known` is what is known of an earlier try, where that had no answer.
        """
        warnings = [Display(f"An earlier try had no answer. {known}")] * self._uncertain
        self._hold(LOOKING)
        try:
            warnings += await self.look_again()
        except Unauthorized as error:
            self._release()
            self._ask_for_key(error)
            return None
        except ApiError as error:
            warnings.append(Display(f"It was not possible to look at it again: {error.message}"))
        self._release()
        agreed = await self.reconciled(body)
        if agreed is None:
            return None
        review = ReviewScreen(
            self._method,
            self._path,
            agreed.as_json(),
            self.changes(agreed),
            warnings,
            self.others(),
        )
        return agreed if await self.app.push_screen_wait(review) else None

    async def _send(self, body: BodyT) -> bool:
        """Send what was agreed to; return whether the user wants to try again."""
        self._sending = True
        self._sent = body
        self._hold(SENDING)
        unanswered: Display | None = None
        # Should this end before an answer comes, the next start is to know.
        was_uncertain, self._uncertain = self._uncertain, True
        self.keep()
        try:
            answer = await self._submit(body)
        except InvalidData as error:
            self._uncertain = was_uncertain
            self._release()
            found = field_problems(error, self.sent_rows(body))
            self.show_problems(found if found.problems else FormProblems({(): error.sentence}))
        except ApiError as error:
            self._release()
            self._uncertain = was_uncertain or error.outcome_unknown
            said = form_sentence(error)
            unanswered = said if error.outcome_unknown else None
            self.say(Display(f"{said} {self._unknown}") if unanswered else said)
            if isinstance(error, Unauthorized):
                self._ask_for_key(error)
        else:
            self._take(answer)
        self.keep()
        self._sending = False
        return unanswered is not None and await self._settle(body, unanswered)

    async def _settle(self, body: BodyT, why: Display | None) -> bool:
        """Look for what a request without an answer may have done, and say what there is.

        `why` is why none came; None: it is waited for no longer. Returns whether the user
        wants to send it again.
        """
        found = await self._look_for_it(body)
        if found is None:
            return False  # What is said already stands: it is not known.
        if found.is_nothing:
            self.say(found.words(why))
            return False
        return await self._is_wanted_beside(found, body)

    async def _look_for_it(self, body: BodyT) -> Found[ResultT] | None:
        """Return what a request without an answer may have done; None where none can tell."""
        self._hold(LOOKING_FOR)
        try:
            found = await self.find_made(body)
        except ApiError:
            found = None
        self._release()
        return found

    async def _is_wanted_beside(self, found: Found[ResultT], body: BodyT) -> bool:
        """Take what was found where it is the one; return whether to send again beside it."""
        if found.done is not None:
            self.notify(DONE, markup=False)
            self._take(found.done)
            return False
        from tui.screens.unknown_outcome import AGAIN, UnknownOutcomeScreen, Verdict

        screen = UnknownOutcomeScreen(body.as_json(), found.candidates, self.names)
        verdict: Verdict[ResultT] = await self.app.push_screen_wait(screen)
        if isinstance(verdict, Candidate):
            self._take(verdict.value)
        return verdict == AGAIN

    def _ask_for_key(self, error: Unauthorized) -> None:
        """Let another key be asked for; the form stays, and goes on with that."""
        self.say(form_sentence(error))
        self.post_message(KeyRefused(error.sentence))

    def _take(self, answer: ResultT) -> None:
        """Take what was made, and leave with it."""
        self.given_up()
        self._answer = answer
        self._leave()

    def _leave(self) -> None:
        """Hand the answer over, once: as soon as nothing lies over the form any more."""
        if self._answer is not None and self.is_active:
            answer, self._answer = self._answer, None
            self.dismiss(answer)

    @work(group="dialog")
    async def _ask_to_stop(self) -> None:
        question = DiscardScreen(STOP_WAITING, keep="Keep waiting", discard="Stop waiting")
        if await self.app.push_screen_wait(question) and self._sending:
            self._abandon()
            self.say(self._unknown)
            if self._sent is not None:
                self._flight = self._settle_stopped(self._sent)

    def _abandon(self) -> None:
        """Give up what is under way; all that was typed stays."""
        if self._flight is not None:
            self._flight.cancel()
        self._flight = None
        self._sending = False
        self._release()

    def _hold(self, words: Display) -> None:
        """Take no typing while a request is under way: an answer would lose it."""
        self._held_focus = self.focused
        self._enable(False)
        self.tell(words)

    def _release(self) -> None:
        self._enable(True)
        self.tell(None)
        if self._held_focus is not None and self.is_active:
            self._held_focus.focus()

    def _enable(self, enabled: bool) -> None:
        self.query_one(".dialog-body").disabled = not enabled
        for button in self.query(".dialog-buttons Button").results(Button):
            button.disabled = not enabled
