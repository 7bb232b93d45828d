"""The last look before a write: exactly what will be sent, and what it changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import keymap
from tui.forms.diff import Change
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean, clean_lines
from tui.widgets.compared import Compared, Value

OTHERS = "What somebody else changed meanwhile, and stays"
MOST_SHOWN = 100
"""Changes that are shown one by one; the request below them has all."""


class ReviewScreen(ModalScreen[bool]):
    """Method, path and body of a request; dismissed with whether to send it."""

    CSS_PATH = dialog_stylesheets("forms")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("form"), *keymap.bindings("review")]
    AUTO_FOCUS = "#send"

    def __init__(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any],
        changes: Sequence[Change] = (),
        warnings: Sequence[Display] = (),
        others: Sequence[Change] = (),
    ) -> None:
        """Show a request.

        Args:
            method: How it is sent.
            path: Where it is sent.
            body: What is sent.
            changes: What that changes.
            warnings: What to know before.
            others: What somebody else changed meanwhile, which stays.
        """
        super().__init__()
        self._request = clean(f"{method} {path}")
        self._json = clean_lines(json.dumps(body, indent=2, ensure_ascii=False))
        self._changes = tuple(changes)
        self._warnings = tuple(warnings)
        self._others = tuple(others)

    def compose(self) -> ComposeResult:
        """Lay out warnings, changes and the request over the two answers."""
        with Vertical(classes="dialog form review") as dialog:
            dialog.border_title = Content("Review")
            send = keymap.hint("form_next", "send")
            back = keymap.hint("form_close", "back to the form")
            dialog.border_subtitle = Content(f"{send} · {back}")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                for warning in self._warnings:
                    yield Static(Content(warning), classes="review-warning warning")
                yield from _compose_changes("What changes", self._changes)
                yield from _compose_changes(OTHERS, self._others)
                yield Static("What is sent", classes="review-title")
                yield Static(Content(self._request), classes="review-request")
                yield Static(Content(self._json), classes="review-json")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Back", id="back", compact=True)
                yield Button("Send", id="send", compact=True, variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Send, or go back."""
        event.stop()
        self.dismiss(event.button.id == "send")

    def action_proceed(self) -> None:
        """Send it."""
        self.dismiss(True)

    def action_close(self) -> None:
        """Go back to the form, where all is kept."""
        self.dismiss(False)

    def action_scroll_body(self, lines: int) -> None:
        """Scroll what there is to read by so many lines."""
        self.query_one(".dialog-body").scroll_relative(y=lines, animate=False)


def _compose_changes(title: str, changes: Sequence[Change]) -> ComposeResult:
    if changes:
        yield Static(title, classes="review-title")
    for change in changes[:MOST_SHOWN]:
        before = Value("-", change.before, "-before muted")
        yield Compared(change.field, [before, Value("+", change.after, "-after")])
    if len(changes) > MOST_SHOWN:
        yield Static(f"and {len(changes) - MOST_SHOWN} more", classes="review-more muted")
