"""Keeps frames from queueing up on a thin line.

What a program writes faster than the line takes waits in the buffers of terminal, SSH and
network, which may hold many seconds of it: the cursor goes on long after its key was let go.
So each frame ends with a question, whose answer tells that the terminal has drawn it, and
while frames are unanswered no further one is drawn: what changes meanwhile comes in one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from textual.app import App
from textual.timer import Timer

QUESTION = "\x1b[?2026$p"
"""Asks for a mode that Textual asks for at the start, too, and reads the answer of."""

WINDOW = 2
"""Frames that may be unanswered: with one, a quick line would wait for its own delay."""

PATIENCE = 3.0
"""Seconds after which a terminal that once answered is no longer waited for."""


class Pacer:
    """Holds an app's frames back while the terminal has not drawn those before."""

    def __init__(self, app: App[Any], ask: Callable[[], None]) -> None:
        """Pace the frames of `app`; `ask` writes the question behind the last of them."""
        self._app = app
        self._ask = ask
        self._wanted = False
        self._answers = False
        self._unanswered = 0
        self._held: ExitStack | None = None
        self._timer: Timer | None = None
        self._missed = False

    def set_wanted(self, wanted: bool) -> None:
        """Pace frames from now on, if the terminal answers, or no longer."""
        if wanted and not self._wanted:
            self._ask()
        elif not wanted:
            self._give_up()
        self._wanted = wanted

    def frame_sent(self) -> None:
        """Take note of a frame; to be called after each."""
        if not self._answers:
            return
        if self._held is not None:
            # It was thrown away: Textual does not draw what it lays out meanwhile.
            self._missed = True
            return
        self._ask()
        self._unanswered += 1
        if self._unanswered >= WINDOW:
            self._held = ExitStack()
            self._held.enter_context(self._app.batch_update())
            self._timer = self._app.set_timer(PATIENCE, self._give_up)

    def answered(self) -> None:
        """Take note of an answer: the terminal gives them, and has drawn one more frame."""
        self._answers = self._wanted
        self._unanswered = max(0, self._unanswered - 1)
        self._go_on()

    def _give_up(self) -> None:
        """Pace no longer, until the terminal answers again."""
        self._answers = False
        self._unanswered = 0
        self._go_on()

    def _go_on(self) -> None:
        if self._held is None:
            return
        if self._timer is not None:
            self._timer.stop()
        held, self._held = self._held, None
        held.close()
        if self._missed:
            self._missed = False
            self._app.screen.refresh()
        self._app.screen.check_idle()
