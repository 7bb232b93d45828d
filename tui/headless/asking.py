"""Asks whoever is at the terminal; where there is nobody, the answer must be an option."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from tui.errors import ApiError, Unauthorized, UsageError
from tui.forms.archive import to_type
from tui.text import Display, clean

if TYPE_CHECKING:
    from tui.store.store import Store

_NOTHING_SENT = "Nothing was sent."


def ask_to_replace(name: str) -> None:
    """Go on if a file may be replaced.

    Raises:
        UsageError: It may not, or nobody is there to say so.
    """
    if not sys.stdin.isatty():
        raise UsageError(f"{clean(name)} is there already; --force replaces it.")
    with _interruptible():
        if not click.confirm(f"{clean(name)} is there already. Replace it?", err=True):
            raise UsageError("Nothing is changed.")


async def ask_to_send(
    store: Store, deed: str, name: str, identifier: str, *, always: bool = False
) -> None:
    """Go on if something may be changed: on production the object's name must be typed.

    Elsewhere nobody is asked, unless `always`. `deed` is what is to be done with it, as
    `archive`.

    Raises:
        UsageError: It may not, or nobody is there to say so.
        Unauthorized: The API does not take the key.
    """
    shown = clean(name.strip() or identifier)
    if await _is_production(store):
        word = to_type(name, identifier)
        _ask_for(word, f"This is production. To {deed} {shown}, type")
    elif always:
        _ask_for(None, f"{deed[:1].upper()}{deed[1:]} {shown}?")


def _ask_for(word: Display | None, question: str) -> None:
    if not sys.stdin.isatty():
        reason = "This is production, and there" if word is not None else "There"
        raise UsageError(f"{reason} is nobody to ask: --yes goes on without. {_NOTHING_SENT}")
    with _interruptible():
        if word is None:
            agreed = click.confirm(question, err=True)
        else:
            typed = click.prompt(f"{question} {word}", default="", show_default=False, err=True)
            agreed = typed.strip() == word
    if not agreed:
        raise UsageError(_NOTHING_SENT)


async def _is_production(store: Store) -> bool:
    try:
        await store.load_environment()
    except Unauthorized:
        raise
    except ApiError:
        return True  # Nobody said that it is not.
    return store.treats_as_production


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let ctrl+C end a question: the event loop would only take note of it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except click.Abort:
        raise KeyboardInterrupt from None
    finally:
        signal.signal(signal.SIGINT, before)
