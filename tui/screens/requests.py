"""The requests of this run: what was asked of the API, what it answered, and how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input

from tui import keymap
from tui.api.ledger import MOST_CALLS
from tui.api.redacted import call_of, transcript
from tui.models.call import Call, Transcript
from tui.models.call_sections import sections
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, fold
from tui.widgets.call_list import CallList, status_of
from tui.widgets.call_view import CallView

if TYPE_CHECKING:
    from tui.store.store import Store

PAUSE = 0.25
"""Seconds in which new requests are gathered before they are shown: it is to be read."""
REST = 0.1
"""Seconds the cursor rests before its request is read: that may have a large body."""

_LISTED = "Enter read · / filter · y copy · x export · Esc close"
_READ = "y copy · Tab, Esc the list"


async def show_requests(app: App[Any], store: Store) -> None:
    """Show the requests of a store until the user leaves."""
    await app.push_screen_wait(RequestsScreen(store))


class RequestsScreen(ModalScreen[None]):
    """The requests, the newest first, over the one under the cursor in full."""

    CSS_PATH = dialog_stylesheets("overview")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("requests"),
    ]
    AUTO_FOCUS = "CallList"

    dialog = query_one(".requests", Vertical)
    typed = query_one(Input)
    listed = query_one(CallList)
    view = query_one(CallView)

    def __init__(self, store: Store) -> None:
        """Show what `store` asked."""
        super().__init__()
        self._store = store
        self._calls: dict[int, Call] = {}
        self._whole: Transcript | None = None
        self._soon: Timer | None = None
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the filter, the list, and room for one request in full."""
        with Vertical(classes="dialog overview requests") as dialog:
            dialog.border_title = Content("Requests")
            dialog.border_subtitle = Content(_LISTED)
            typed = Input(placeholder="/ filter: a word of the path, a status, a request ID")
            typed.cursor_blink = False
            yield typed
            yield CallList(id="calls")
            yield CallView(id="call")

    def on_mount(self) -> None:
        """Show what was asked so far, and what is asked from now on."""
        self._store.ledger.listen(self._changed)
        self._show()

    def on_unmount(self) -> None:
        """Listen no longer."""
        self._store.ledger.listen(None)

    # What there is.

    def _changed(self) -> None:
        if self._soon is None:
            self._soon = self.set_timer(PAUSE, self._show)

    def _show(self) -> None:
        self._soon = None
        words = fold(self.typed.value).split()
        calls = self._read_calls()
        rows = [one for one in calls if all(word in _folded(one) for word in words)]
        self.listed.empty_text = Content("No such request." if words else "Nothing was asked yet.")
        # At the top one watches them come; elsewhere nothing moves under the eyes.
        self.listed.set_rows(rows, anchor=self.listed.scroll_offset.y > 0)
        self.dialog.border_title = Content(self._title(len(rows), len(calls)))
        self._show_whole()

    def _read_calls(self) -> list[Call]:
        """Return the requests; those that are over stay as they were read."""
        ledger = self._store.ledger
        now, before, self._calls = ledger.timer(), self._calls, {}
        for one in ledger.exchanges:
            known = before.get(one.number)
            if known is None or not known.is_over:
                known = call_of(one, self._store.origin, now)
            self._calls[one.number] = known
        return list(self._calls.values())

    def _title(self, shown: int, kept: int) -> Display:
        count = self._store.ledger.count
        said = f"Requests · {shown:,} of {kept:,}" if shown < kept else f"Requests · {kept:,}"
        more = f", the last {MOST_CALLS:,} of {count:,}" if count > kept else ""
        return Display(said + more)

    # The one under the cursor.

    @on(CallList.Highlighted)
    def _rest_on(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._show_whole)

    def _show_whole(self) -> None:
        asked = self._asked
        self.view.show(() if asked is None else sections(asked))

    @property
    def _asked(self) -> Transcript | None:
        """The request under the cursor; what is over is read once."""
        ledger, key = self._store.ledger, self.listed.cursor_key
        if self._whole is not None and self._whole.call.key == key and self._whole.call.is_over:
            return self._whole
        one = next((one for one in ledger.exchanges if str(one.number) == key), None)
        origin = self._store.origin
        self._whole = None if one is None else transcript(one, origin, ledger.timer())
        return self._whole

    # Between list, filter and request.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the slash to the filter's line while one types there."""
        if action == "filter" and self.typed.has_focus:
            return False
        return super().check_action(action, parameters)

    @on(CallList.Opened)
    def _read(self) -> None:
        """Give the request all the room."""
        self._show_whole()
        self._set_reading(True)

    def action_next_pane(self) -> None:
        """Go to the request, or back to the list."""
        if self.view.has_focus:
            self._set_reading(False)
        else:
            self.view.focus()

    def _set_reading(self, is_reading: bool) -> None:
        self.dialog.set_class(is_reading, "-reading")
        self.dialog.border_subtitle = Content(_READ if is_reading else _LISTED)
        (self.view if is_reading else self.listed).focus()

    def action_filter(self) -> None:
        """Go to the filter."""
        if self.dialog.has_class("-reading"):
            self._set_reading(False)
            self.typed.focus()
        else:
            # At once, so that what is typed right behind the slash goes there.
            self.set_focus(self.typed)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(Input.Submitted)
    def _keep_filter(self, event: Input.Submitted) -> None:
        event.stop()
        self.listed.focus()

    def action_close(self) -> None:
        """Leave the topmost thing: the request, the filter's line, its text, then this."""
        if self.view.has_focus:
            self._set_reading(False)
        elif self.typed.has_focus or self.typed.value:
            self.typed.value = ""
            self.listed.focus()
        else:
            self.dismiss(None)

    # What is done with them.

    @work(group="dialog", exclusive=True)
    async def action_copy(self) -> None:
        """Copy the request under the cursor."""
        asked = self._asked
        if asked is not None:
            from tui.screens.request_copy import copy_request

            await copy_request(self.app, asked)

    @work(group="dialog", exclusive=True)
    async def action_export(self) -> None:
        """Write all requests to a file."""
        from tui.screens.har_export import export_har

        await export_har(self.app, self._store)


def _folded(call: Call) -> str:
    """Return what a request is found by."""
    words = (call.method, call.target, status_of(call), call.request_id or "", call.error or "")
    return fold(" ".join(words))
