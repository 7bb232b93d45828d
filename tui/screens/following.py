"""Follow mode: what changes on the server comes by itself, while someone looks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tui.text import Display

if TYPE_CHECKING:
    from tui.store.store import Store

MOST_CALLS = 1_000
"""Calls after which following ends: nobody wants to find a night's worth of them used."""


async def follow(
    store: Store,
    seconds: float,
    is_watched: Callable[[], bool],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Display:
    """Ask for changes every so many seconds; return why it ended.

    Nobody is asked while nobody watches, while the list is being loaded or could not be
    (that is tried again by itself, later and later), and where few calls are left.
    """
    began = store.calls
    while store.calls - began < MOST_CALLS:
        await sleep(seconds)
        if not is_watched() or store.state.phase != "ready" or not store.has_calls_to_spare:
            continue
        await store.refresh()
        error = store.state.error
        if error is not None and store.state.next_try is None:
            return Display(f"{error.sentence} No longer following; w follows again.")
    return Display(f"Followed for {MOST_CALLS:,} calls; w goes on.")
