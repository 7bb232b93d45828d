"""Counts, once the cursor rests, the instances that use what it is on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from tui.errors import ApiError
from tui.text import Display
from tui.widgets.inspector import Inspector

if TYPE_CHECKING:
    from tui.models.reference import Reference
    from tui.store.store import Store

REST = 0.4
"""Seconds the cursor rests on a node before its users are counted."""

_GROUP = "users"
_HOW_TO = "f lists them"


class UserCount:
    """Tells an inspector who uses what it shows; asks for it where that costs nobody much."""

    def __init__(self, screen: Screen[Any], inspector: Inspector) -> None:
        self._screen = screen
        self._inspector = inspector
        self._handle: asyncio.TimerHandle | None = None
        self._asking = False

    @property
    def is_waiting(self) -> bool:
        """Whether a count is about to be asked for."""
        return self._handle is not None

    def show(self, reference: Reference | None, store: Store | None, *, may_ask: bool) -> None:
        """Say what is known of who uses `reference`; ask for it after a rest, if that may be."""
        self._drop()
        if reference is None or store is None or not reference.is_shared:
            self._inspector.used_by = Display("")
            return
        known = store.users.known(reference.kind, reference.id)
        if known is not None:
            self._inspector.used_by = Display(f"{known.words} · {_HOW_TO}")
            return
        self._inspector.used_by = Display(_HOW_TO)
        if may_ask and store.has_calls_to_spare:
            loop = asyncio.get_running_loop()
            self._handle = loop.call_later(REST, self._ask, reference, store)

    def _drop(self) -> None:
        """Ask no longer for what the cursor is no longer on."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._asking:
            self._asking = False
            self._screen.workers.cancel_group(self._screen, _GROUP)

    def _ask(self, reference: Reference, store: Store) -> None:
        self._handle = None
        self._asking = True
        count = self._count(reference, store)
        self._screen.run_worker(count, group=_GROUP, exclusive=True)

    async def _count(self, reference: Reference, store: Store) -> None:
        try:
            usage = await store.users.count(reference.kind, reference.id)
        except ApiError:
            return  # Nobody asked for it; what is asked for by f says what is wrong.
        finally:
            self._asking = False
        self._inspector.used_by = Display(f"{usage.words} · {_HOW_TO}")
