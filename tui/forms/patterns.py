"""Tries regular expressions of strangers, without ever waiting for them."""

from __future__ import annotations

import gc
import re
import signal
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from tui.forms.problems import FieldProblem
from tui.text import Display, clean

SECONDS = 0.05
"""Of the processor's time, how long patterns are tried; an honest one takes a thousandth."""


class _TookTooLong(Exception):
    """The time was up."""


def found_in(pattern: str, texts: Sequence[str], seconds: float = SECONDS) -> tuple[bool, ...]:
    """Return for each text whether the pattern is found in it, upper and lower case alike.

    It is given up after so many `seconds` of the processor's time.

    Raises:
        FieldProblem: It cannot be tried here: it is none in Python's dialect, or takes
            too long, as `(a+)+$` may.
    """
    try:
        with warnings.catch_warnings(), _time_limit(seconds):
            warnings.simplefilter("ignore")
            found = re.compile(pattern, re.IGNORECASE)
            return tuple(found.search(text) is not None for text in texts)
    except (re.error, OverflowError, RecursionError) as error:
        raise FieldProblem(f"no valid pattern here ({error})") from None
    except _TookTooLong:
        raise FieldProblem("a pattern that takes too long") from None


def pattern_warning(pattern: str) -> Display | None:
    """Return what looks wrong with `pattern`, or None.

    It is a warning and no problem, as the server's dialect is not Python's.
    """
    try:
        found_in(pattern, ())
    except FieldProblem as problem:
        return clean(f"{problem.message}; the server decides")
    return None


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Let the block run so long: nothing else ends a match that is under way.

    Raises:
        _TookTooLong: It took longer.
    """
    if seconds <= 0 or threading.current_thread() is not threading.main_thread():
        raise _TookTooLong  # Only in the main thread can it be stopped.
    before, collects = signal.signal(signal.SIGVTALRM, _stop), gc.isenabled()
    # What is raised while garbage is collected is lost: nothing collects meanwhile, and what
    # was lost elsewhere is raised again.
    gc.disable()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, SECONDS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        if collects:
            gc.enable()
        signal.signal(signal.SIGVTALRM, before)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise _TookTooLong
