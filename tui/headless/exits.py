"""How a command ends: its exit status by what went wrong, and the words on stderr."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, NoReturn

import click

from tui.errors import (
    ApiError,
    ChangedMeanwhile,
    Conflict,
    CredentialsError,
    ExplorerError,
    Forbidden,
    Gone,
    MalformedAnswer,
    NotFound,
    RateLimited,
    ReadOnlyError,
    ServerError,
    StatusError,
    TemplateFailed,
    TlsError,
    TransportError,
    Unauthorized,
    UsageError,
)
from tui.forms.problems import FormProblems
from tui.text import clean

_LONGEST = 2_000


class OutcomeUnknown(ExplorerError):
    """A write had no answer: it may have been carried out all the same."""


@dataclass(frozen=True, slots=True)
class Exit:
    """One way to end.

    Attributes:
        status: The exit status.
        meaning: What it tells, in a few words.
        errors: What ends so; the first of the table's ways that fits an error counts.
    """

    status: int
    meaning: str
    errors: tuple[type[ExplorerError], ...] = ()


OTHER = Exit(1, "Something else failed: a file could not be written, a template was not filled")
HUNG_UP = Exit(129, "Its terminal went away")
INTERRUPTED = Exit(130, "You stopped it")
PIPE_CLOSED = Exit(141, "Whoever read the output stopped reading, as `head` does")
TERMINATED = Exit(143, "It was told to end, as by `kill` or `timeout`")

_ENDINGS = {signal.SIGHUP: HUNG_UP, signal.SIGTERM: TERMINATED}

EXITS: tuple[Exit, ...] = (
    Exit(0, "Done"),
    OTHER,
    Exit(2, "A wrong option, filter, body or setting; nothing was sent", (UsageError,)),
    Exit(
        3,
        "No key, or one that the API does not take or that may not do this",
        (CredentialsError, Unauthorized, Forbidden),
    ),
    Exit(4, "There is no such object for this key", (NotFound,)),
    Exit(
        5,
        "Its state forbids it: archived, or changed by somebody else",
        (Conflict, Gone, ChangedMeanwhile),
    ),
    Exit(6, "The rate limit is used up", (RateLimited,)),
    Exit(7, "The API failed, or what answered is not the API", (ServerError, MalformedAnswer)),
    Exit(8, "The API refused the request as it is", (StatusError,)),
    Exit(9, "No answer: network, TLS or time-out", (TransportError,)),
    Exit(10, "A change was sent and no answer came: it may have been done", (OutcomeUnknown,)),
    Exit(11, "Read-only: the change was not sent", (ReadOnlyError,)),
    HUNG_UP,
    INTERRUPTED,
    PIPE_CLOSED,
    TERMINATED,
)


def status_of(error: ExplorerError) -> int:
    """Return the exit status that an error ends with."""
    return next((one.status for one in EXITS if isinstance(error, one.errors)), OTHER.status)


def words_of(error: ExplorerError) -> str:
    """Return why it ended, without advice that only a screen's keys give."""
    if isinstance(error, FormProblems):
        named = [(".".join(map(str, path)), said) for path, said in error.problems.items()]
        return "\n".join(f"{clean(path, 120)}: {said}" if path else said for path, said in named)
    if not isinstance(error, ApiError):
        return clean(error, _LONGEST)
    if isinstance(error, (Unauthorized, Forbidden, TlsError, TemplateFailed)):
        return error.sentence
    return error.account + (f" (request {error.request_id})" if error.request_id else "")


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> int:
    """Run a command's work; return its exit status, why it failed said on stderr."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with _tidy_endings():
            asyncio.run(work())
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer would be written, and fail, once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED.status
    except KeyboardInterrupt:
        return INTERRUPTED.status
    except ExplorerError as error:
        click.echo(words_of(error), err=True)
        return status_of(error)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(clean(f"{place}{error.strerror or error}.", _LONGEST), err=True)
        return OTHER.status
    return 0


@contextmanager
def _tidy_endings() -> Iterator[None]:
    """Let what is half done be tidied up, as by ctrl+C, where signals would end it at once."""
    # What the shell has us ignore (nohup) stays ignored.
    taken = [one for one in _ENDINGS if signal.getsignal(one) is signal.SIG_DFL]
    for one in taken:
        signal.signal(one, _end)
    try:
        yield
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)


def _end(number: int, _: FrameType | None) -> NoReturn:
    sys.exit(_ENDINGS[signal.Signals(number)].status)
