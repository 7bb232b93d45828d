"""Writing the requests of this run to a HAR file: asks where to."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui.screens.line_screen import ACCEPT, LineScreen
from tui.screens.typed_path import typed_path
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean
from tui.whole_file import write_whole

if TYPE_CHECKING:
    from tui.store.store import Store


async def export_har(app: App[Any], store: Store) -> None:
    """Ask for a file, write the requests to it, and say so; only to be called in a worker."""
    if not any(one.seconds is not None for one in store.ledger.exchanges):
        app.notify("No request is over yet.", markup=False)
        return
    suggested = Path.cwd() / f"metorial-requests-{_stamp(store.now())}.har"
    path = await app.push_screen_wait(HarScreen(suggested))
    if path is None:
        return
    try:
        count = await asyncio.to_thread(write_har, store, path)
    except OSError as error:
        reason = clean(error.strerror or error)
        app.notify(f"The file was not written: {reason}.", severity="error", markup=False)
    else:
        app.notify(f"{_requests(count)} written to {clean(path)}.", markup=False)


def write_har(store: Store, path: Path) -> int:
    """Write the requests that are over to `path`; return how many these are.

    Raises:
        OSError: It could not be written.
    """
    from tui.api.redacted import transcript
    from tui.call_text.har import har

    ledger = store.ledger
    over = [one for one in reversed(ledger.exchanges) if one.seconds is not None]
    write_whole(path, har(transcript(one, store.origin, ledger.timer()) for one in over))
    return len(over)


def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%d-%H%M%S}"


def _requests(count: int) -> str:
    return "1 request was" if count == 1 else f"{count:,} requests were"


class HarScreen(LineScreen[Path]):
    """Dismissed with the file to write, or with None."""

    CSS_PATH = dialog_stylesheets("dialogs")

    def __init__(self, suggested: Path) -> None:
        """Ask for the file; `suggested` is the one that stands there at first."""
        super().__init__()
        self._suggested = suggested

    def compose(self) -> ComposeResult:
        """Lay out the file's name, and what comes into it."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Export the requests")
            dialog.border_subtitle = Content("Enter export · Esc close")
            words = "As a HAR file, for browsers' tools. The key and secrets are masked in it."
            yield Static(Content(words), classes="muted filter-line")
            name = Input(clean(self._suggested), placeholder="a file")
            name.cursor_blink = False
            yield name
            yield Static(Content("Only you can read it."), id="name-state")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Export", id=ACCEPT, compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def accept(self) -> None:
        """Export to that file, if it is a new one."""
        typed = self.typed
        if not typed:
            self._warn(Display("Type a file's name first."))
            return
        path = typed_path(typed)
        # Not `Path.exists`: that raises for a name that is too long, or a closed folder.
        if os.path.exists(path):
            self._warn(Display("That is there already, and is not overwritten: use another name."))
        elif not os.path.isdir(path.parent):
            self._warn(Display(f"There is no folder {clean(path.parent)}."))
        else:
            self.dismiss(path)

    def _warn(self, words: Display) -> None:
        state = self.query_one("#name-state", Static)
        state.set_class(True, "warning")
        state.update(Content(words))
