"""Runs the app so that its terminal is given back, whatever ends it.

Textual leaves the terminal raw on SIGTERM, dies without unmounting on SIGHUP, spins where
the terminal went away and SIGHUP is ignored, and waits at its end for threads that are
stuck in a name look-up.
"""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import sys
import termios
import threading
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

from tui.remote import is_remote
from tui.window import KEEP_TITLE, PUT_TITLE_BACK, takes_words

if TYPE_CHECKING:
    from textual.app import App

GRACE = 3.0
"""Seconds that the app has to end once it was told to."""

_STOPPING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_HANG_UP = 128 + signal.SIGHUP
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL
_LOOK_EVERY = 1.0
_LOOK_AGAIN = 0.05

_GIVE_BACK = (
    b"\x1b[?2026l"  # draw at once again
    b"\x1b[?2004l"  # no bracketed paste
    b"\x1b[?7h"  # wrap lines
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # no mouse
    b"\x1b[?1004l"  # no focus reports
    b"\x1b[<u"  # plain keys
    b"\x1b[?1049l\x1b[?25h\x1b[0m"  # the shell's screen, its cursor, its colours
)


_LOOK_AT = 50_000
"""Objects more than at the last look after which garbage is looked for."""

_SETTLED = 2.0
"""Seconds after which what a start makes has been made, and stays."""


def prepare(environ: MutableMapping[str, str], *, thin: bool) -> None:
    """Do what must be done before Textual is imported.

    Over SSH the escape key is made patient, which Textual reads then: a slow line tears an
    arrow key's bytes apart; 400 ms put them together again. And no garbage is looked for
    among what a start imports and makes, as all of it stays: `run` goes back to that. On a
    thin line 256 colours do, which take half the bytes.
    """
    if thin:
        environ.setdefault("TEXTUAL_COLOR_SYSTEM", "256")
    gc.disable()
    if is_remote(environ):
        environ.setdefault("ESCDELAY", "400")


def run(app: App[Any]) -> NoReturn:
    """Run `app` and end the process with its return code, or with 128 + a signal's number."""
    try:
        asyncio.run(_run(app))
    finally:
        _write(_title(PUT_TITLE_BACK))
    with suppress(OSError):  # The terminal may be gone.
        sys.stdout.flush()
        sys.stderr.flush()
    # Not `sys.exit`, which waits for threads: one may be stuck in a name look-up.
    os._exit(app.return_code or 0)


async def _run(app: App[Any]) -> None:
    loop = asyncio.get_running_loop()
    modes = _modes()
    ended = threading.Event()

    def leave(code: int) -> None:
        """End the app; not in the middle of its start, which Textual takes for a fault."""
        if app.screen_stack and app.screen.is_mounted:
            app.exit(return_code=code)
        else:
            loop.call_later(_LOOK_AGAIN, leave, code)

    def stop(code: int) -> None:
        """Ask the app to end, and end without it where it does not."""
        if ended.is_set():
            return
        last_resort = threading.Timer(GRACE, _give_up, (code, modes))
        last_resort.daemon = True
        last_resort.start()
        loop.call_soon_threadsafe(leave, code)

    def on_signal(number: int, _: FrameType | None) -> None:
        stop(128 + number)

    for number in _STOPPING:
        # Not the loop's own handlers: these run, too, while the loop waits for a terminal
        # that takes no more. What the shell has us ignore (nohup) stays ignored.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, on_signal)
    loop.call_later(_SETTLED, _collect_garbage)
    threading.Thread(target=_watch, args=(stop, ended), daemon=True).start()
    # Not before: who sees something of it may take it for started, and end it.
    _write(_title(KEEP_TITLE))
    await app.run_async()
    ended.set()


def _collect_garbage() -> None:
    """Look for garbage again, but not among what the start has left.

    And not at every 700 objects that stay, as usual: a page of a list has tens of thousands,
    none of them in a circle, and looking at them took a third of what reading it takes.
    """
    gc.freeze()
    gc.set_threshold(_LOOK_AT)
    gc.enable()


def _watch(stop: Callable[[int], None], ended: threading.Event) -> None:
    """Stop the app where its terminal went away and no signal said so."""
    terminal = select.poll()
    terminal.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
    while not ended.wait(_LOOK_EVERY):
        if any(event & _GONE for _, event in terminal.poll(0)):
            stop(_HANG_UP)
            return


def _modes() -> list[Any] | None:
    """Return the modes of the terminal's line, to put them back."""
    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None


def _title(order: str) -> bytes:
    """Return an order about the window's title, if this is a terminal that knows it."""
    return order.encode() if takes_words(os.environ) and os.isatty(2) else b""


def _write(content: bytes) -> None:
    with suppress(OSError):  # The terminal may be gone.
        os.write(2, content)


def _give_up(code: int, modes: list[Any] | None) -> NoReturn:
    """Give the terminal back and end at once; this never waits for anything."""
    with suppress(OSError):
        os.set_blocking(2, False)
        os.write(2, _GIVE_BACK + _title(PUT_TITLE_BACK))
    if modes is not None:
        with suppress(OSError, termios.error):
            termios.tcsetattr(0, termios.TCSANOW, modes)
    os._exit(code)
