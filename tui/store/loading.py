"""Loads the list: its first page, further ones, and what changed since.

The newest command wins: a late answer to an older one is dropped.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import Any, NamedTuple

from tui.api.api import Api
from tui.api.pages import instance_pages
from tui.errors import ApiError, BadRequest
from tui.models.page import Page
from tui.models.query import ListQuery
from tui.store.board import Board
from tui.store.changed import (
    CannotMergeError,
    changed_since,
    is_mergeable,
    is_unfiltered,
    listed_now,
    next_since,
)
from tui.store.circuit import Circuit
from tui.store.filter import Filter, Problem, Resolved, parse, resolve
from tui.store.instances import Instances
from tui.store.listing import Listing
from tui.store.lookup import Lookup
from tui.times import Clock

MOST_ROWS = 1_000_000
"""Rows that are loaded at most: a server that never ends its list must not fill the memory."""

KEPT_CALLS = 0.2
"""The share of the rate limit's calls that what nobody asked for leaves to the user."""

_SETTLED_ROWS = 5_000
"""Rows after which those before are no longer looked at as new."""

_SHOW_EVERY = 0.1
"""Seconds between what is shown of a list that grows."""


class _Left(NamedTuple):
    """A list, as it was when another one took its place."""

    query: ListQuery
    listing: Listing
    since: datetime
    complete: bool


class Loading:
    """The commands that load the list, one of which is the newest."""

    def __init__(
        self,
        api: Api,
        lookup: Lookup,
        instances: Instances,
        board: Board,
        *,
        page_size: int,
        clock: Clock,
    ) -> None:
        self._api = api
        self._lookup = lookup
        self._instances = instances
        self._board = board
        self._page_size = page_size
        self._clock = clock
        self._circuit = Circuit()
        self._command = 0
        self._query: ListQuery | None = None
        self._loaded_text: str | None = None
        self._since: datetime | None = None
        self._left: _Left | None = None
        self._asked = 0
        self._packing: asyncio.Task[None] | None = None
        self._nothing_asked = asyncio.Event()
        self._nothing_asked.set()

    @property
    def has_loaded(self) -> bool:
        """Whether the server has given a list yet."""
        return self._query is not None

    @property
    def has_calls_to_spare(self) -> bool:
        """Whether so many calls of the rate limit are left that some may be made unasked."""
        limit = self._api.client.rate_limit
        return limit is None or limit.remaining > limit.limit * KEPT_CALLS

    def supersede(self) -> None:
        """Drop the answers to all commands so far: something else is asked for."""
        self._command += 1
        self._circuit.close()

    @contextmanager
    def first(self) -> Iterator[None]:
        """While this is open, further pages wait: the user asks for something else."""
        self._asked += 1
        self._nothing_asked.clear()
        try:
            yield
        finally:
            self._asked -= 1
            if not self._asked:
                self._nothing_asked.set()

    async def load(self, enough: int = 1, *, first: int | None = None) -> None:
        """Ask the server for the filter's list, until there are `enough` rows.

        That is its first page at least or, where the same list is loaded already, as many
        pages as there were, so that nothing shown is lost. Ages in the filter are counted
        from now. With `first`, the first page has no more than so many rows.
        """
        with self._commanded() as is_newest:
            wanted = parse(self._board.state.filter.text, self._clock())
            resolved = await resolve(wanted, self._lookup)
            if not is_newest():
                return
            if resolved.impossible:
                # What was asked for changes nothing: the list of before stands, no guess.
                problems = self._still(wanted, resolved)
                self._board.show(phase="ready", guess=False, error=None, problems=problems)
                return
            query = replace(resolved.query, limit=self._page_size)
            left = self._left_for(query, enough)
            if left is not None and await self._take_up(left, wanted.text, is_newest):
                return
            again = query == self._query or wanted.text == self._loaded_text
            listing = self._instances.begin_list()
            since: datetime | None = None
            complete = False
            if again:
                enough = max(enough, len(self._instances.listing))
            pages = instance_pages(self._api, query, enough=enough, first=first)
            async with aclosing(pages):
                async for page in pages:
                    # What changes while further pages come is younger than the first.
                    since = since or next_since(page)
                    # Of many pages it is the first ones that are looked at.
                    self._instances.take(page, listing, displaces=not listing.rows)
                    complete = not page.has_more_after
                    self._pack()
            if not is_newest():
                return
            self._leave(query)
            self._query, self._loaded_text, self._since = query, wanted.text, since
            self._instances.replace_list(listing)
            self._succeed(
                guess=False,
                complete=complete,
                stuck=False,
                cached_at=None,
                problems=self._still(wanted, resolved),
                refreshed_at=self._clock(),
            )

    async def load_more(self, enough: int = 0, *, politely: bool = False) -> bool:
        """Ask the server for the list's next pages, until `enough` rows are listed.

        That is one page at least. `politely` leaves a part of the rate limit unused.
        Returns whether there is yet more.
        """
        state, listing = self._board.state, self._instances.listing
        if self._query is None or state.complete or state.guess:
            return False
        last = next((row.id for row in reversed(listing.rows) if row.id), None)
        if last is None:
            return False
        complete = stuck = False
        with self._commanded() as is_newest:
            wanted = max(1, min(enough, MOST_ROWS) - len(listing))
            query = replace(self._query, after=last)
            shown_at, settled = monotonic(), len(listing)
            async with aclosing(instance_pages(self._api, query, enough=wanted)) as pages:
                async for page in pages:
                    if not is_newest():
                        return False
                    before = len(listing)
                    # Where one has scrolled to a single page, it is that one.
                    self._instances.take(page, listing, displaces=not enough)
                    complete = not page.has_more_after
                    stuck = not complete and len(listing) == before
                    if politely and not self.has_calls_to_spare:
                        break
                    if len(listing) - settled >= _SETTLED_ROWS:
                        # They stay. To look through all of them for garbage, again and
                        # again while more come, would make every key wait.
                        settled = len(listing)
                        gc.freeze()
                    if monotonic() - shown_at >= _SHOW_EVERY:
                        shown_at = monotonic()
                        self._board.show(growing=True)
                    del page  # Two pages' objects at once take twice the memory.
                    self._pack()
                    await self._nothing_asked.wait()
            if not is_newest():
                return False
            self._succeed(complete=complete, stuck=stuck)
            return not (complete or stuck)
        return False

    async def refresh(self) -> None:
        """Ask the server for what changed since its last answer, and merge that by ID.

        What the list has of it is the server's word. The whole list is loaded instead where
        that cannot be trusted: for an age in the filter, for too many changes, and where
        nothing is loaded yet.
        """
        query, since = self._query, self._since
        if query is None or since is None or self._board.state.guess or not is_mergeable(query):
            await self.load()
            return
        try:
            with self._commanded() as is_newest:
                wanted = parse(self._board.state.filter.text, self._clock())
                resolved = await resolve(wanted, self._lookup)
                if is_newest() and replace(resolved.query, limit=self._page_size) != query:
                    raise CannotMergeError
                pages = await changed_since(self._api, since)
                listed = await listed_now(self._api, query, pages)
                if not is_newest():
                    return
                complete = self._board.state.complete
                fresh = self._merge(pages, listed, query, complete=complete)
                self._since = next_since(pages[0], since)
                self._succeed(fresh=fresh, refreshed_at=self._clock())
        except CannotMergeError:
            await self.load()

    # Within.

    def _leave(self, query: ListQuery) -> None:
        """Remember the list without a filter where one takes its place: it may be long."""
        before, since = self._query, self._since
        if before is not None and since is not None and before != query and is_unfiltered(before):
            listing = self._instances.leave_list()
            self._left = _Left(before, listing, since, self._board.state.complete)

    def _left_for(self, query: ListQuery, enough: int) -> _Left | None:
        """Return the list that has been loaded for `query` already, where it is not shown."""
        state, left = self._board.state, self._left
        if query == self._query:
            left = None
            if state.guess and self._since is not None and is_mergeable(query):
                listing = self._instances.listing
                left = _Left(query, listing, self._since, state.complete)
        if left is None or left.query != query:
            return None
        return left if left.complete or len(left.listing) >= enough else None

    async def _take_up(self, left: _Left, text: str, is_newest: Callable[[], bool]) -> bool:
        """Show a list again as it was left; return whether that is all there is to do.

        What changed since is merged into it, as by `refresh`, so that nothing of what was
        loaded has to be loaded again.
        """
        try:
            pages = await changed_since(self._api, left.since)
            listed = await listed_now(self._api, left.query, pages)
        except (CannotMergeError, BadRequest):
            return not is_newest()
        if not is_newest():
            return True
        if not self._instances.take_up(left.listing):
            return False
        if left is self._left:
            self._left = None
        self._query, self._loaded_text = left.query, text
        self._since = next_since(pages[0], left.since)
        self._merge(pages, listed, left.query, complete=left.complete)
        now = self._clock()
        self._succeed(guess=False, complete=left.complete, stuck=False, refreshed_at=now)
        return True

    def _merge(
        self, pages: Sequence[Page], listed: frozenset[str], query: ListQuery, *, complete: bool
    ) -> frozenset[str]:
        """Put what changed into the list, as far as it is `listed`; return the keys of that."""
        oldest_first = query.order == "asc"
        fresh: frozenset[str] = frozenset()
        for page in pages:
            fresh |= self._instances.merge(
                page, listed, oldest_first=oldest_first, complete=complete
            )
        return fresh

    def _pack(self) -> None:
        """Let what was loaded take less room, beside the loading of more."""
        if self._packing is None or self._packing.done():
            self._packing = asyncio.create_task(self._instances.pack())

    @contextmanager
    def _commanded(self) -> Iterator[Callable[[], bool]]:
        """Say that it is loading; yield what tells whether this is still the newest command.

        A failure is shown, not raised; a cancelled load leaves no list loading for ever.
        """
        self._command += 1
        command = self._command
        self._instances.expect_list()
        self._board.change(phase="loading", next_try=None)
        try:
            yield lambda: command == self._command
        except ApiError as error:
            if command == self._command:
                next_try = self._circuit.failed(error, self._clock())
                self._board.show(phase="failed", error=error, next_try=next_try)
        except asyncio.CancelledError:
            if command == self._command:
                self._board.show(phase="failed" if self._board.state.error else "ready")
            raise

    def _succeed(self, **changes: Any) -> None:
        self._circuit.close()
        self._board.show(phase="ready", error=None, **changes)

    def _still(self, wanted: Filter, resolved: Resolved) -> tuple[Problem, ...]:
        """The problems at their places, where the line was not retyped meanwhile."""
        retyped = self._board.state.filter.text != wanted.text
        return self._board.state.problems if retyped else resolved.problems
