"""The explorer's state of one scope, and the commands that change it.

It tells its subscribers of every change by calling them on the event loop; it knows no
screen. The newest command wins: a late answer to an older one is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from tui.api.api import Api
from tui.api.origin import Origin
from tui.api.pages import instance_pages
from tui.api.waits import Waiting
from tui.errors import ApiError
from tui.models.environment import Environment
from tui.models.integration_instance import IntegrationInstance
from tui.models.query import MAX_LIMIT, ListQuery
from tui.models.requests import (
    CreateIntegrationInstance,
    CreateSession,
    CreateSessionTemplate,
    UpdateIntegrationInstance,
)
from tui.models.row import InstanceRow
from tui.models.session import Session, SessionTemplate
from tui.store.api_lookup import providers_of
from tui.store.cache import ListCache
from tui.store.circuit import Circuit
from tui.store.filter import Filter, Problem, Resolved, matches, parse, resolve
from tui.store.instances import Instances
from tui.store.lookup import Choice, Lookup
from tui.store.scope import Scope
from tui.store.sort import Sort
from tui.store.state import ListState
from tui.text import Display
from tui.times import Clock, utc_now

Subscriber = Callable[[ListState], None]

MOST_ROWS = 1_000_000
"""Rows that are loaded at most: a server that never ends its list must not fill the memory."""


class Store:
    """What is loaded of one scope.

    Attributes:
        scope: Whose data it is.
        state: What the list shows now.
    """

    def __init__(
        self,
        api: Api,
        lookup: Lookup,
        scope: Scope,
        *,
        filter_text: str = "",
        page_size: int = MAX_LIMIT,
        cache: ListCache | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self.scope = scope
        self._page_size = page_size
        self._cache = cache
        self.lookup = lookup
        self._api = api
        self._clock = clock
        self._instances = Instances()
        self._query: ListQuery | None = None
        self._loaded_text: str | None = None
        self._command = 0
        self._circuit = Circuit()
        self._subscribers: list[Subscriber] = []
        wanted = parse(filter_text, clock())
        self.state = ListState(filter=wanted, problems=wanted.problems)
        api.client.on_wait = self._on_wait

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` with every new state; return what ends that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    @property
    def origin(self) -> Origin:
        """Where the API is."""
        return self._api.client.origin

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.client.aclose()

    # The list.

    def set_filter(self, text: str) -> None:
        """Take what is typed: narrow what is known at once, as a guess.

        `load` asks the server; its answer replaces the guess. What asks for the same in
        other words changes nothing, and lets a load that is under way go on.
        """
        wanted = parse(text, self._clock())
        if wanted.asks_the_same(self.state.filter):
            self._change(filter=wanted, problems=wanted.problems)
            return
        self._command += 1
        self._circuit.close()
        self._change(
            filter=wanted,
            problems=wanted.problems,
            rows=self._instances.guess(wanted, self.state.sort),
            guess=True,
            error=None,
            next_try=None,
            phase="loading" if self._query is None else "ready",
        )

    def set_sort(self, sort: Sort) -> None:
        """Order the rows; the order by creation is the server's, by the filter's `order`."""
        self._show(sort=sort)

    async def load_cached(self) -> None:
        """Show what is known from the last start, as a guess, until the server answers."""
        if self._cache is None:
            return
        cached = await asyncio.to_thread(self._cache.read)
        if cached is not None and cached.rows and self._query is None:
            self._instances.remember(cached.rows)
            self._show(guess=True, cached_at=cached.loaded_at)

    async def keep(self) -> None:
        """Keep the list for the next start, where it is the whole and not a filter's.

        Raises:
            CacheError: It could not be written.
        """
        state = self.state
        fresh = state.phase == "ready" and not state.guess and state.refreshed_at is not None
        if self._cache is None or not fresh or not state.filter.is_empty:
            return
        assert state.refreshed_at is not None, "it is fresh"
        rows = tuple(self._instances.listed)
        await asyncio.to_thread(
            self._cache.write, rows, state.refreshed_at, complete=state.complete
        )

    async def load(self) -> None:
        """Ask the server for the filter's list.

        That is its first page or, where the same list is loaded already, as many pages
        as there were, so that nothing shown is lost. Ages in the filter are counted from
        now.
        """
        command = self._begin()
        wanted = parse(self.state.filter.text, self._clock())
        try:
            resolved = await resolve(wanted, self.lookup)
            if command != self._command:
                return
            if resolved.impossible:
                # What was asked for changes nothing: the list of before stands, no guess.
                problems = self._still(wanted, resolved)
                self._show(phase="ready", guess=False, error=None, problems=problems)
                return
            query = replace(resolved.query, limit=self._page_size)
            again = query == self._query or wanted.text == self._loaded_text
            enough = len(self._instances.listed) if again else 1
            rows, complete = await self._rows(query, enough)
        except ApiError as error:
            self._fail(command, error)
            return
        except asyncio.CancelledError:
            self._stop(command)
            raise
        if command != self._command:
            return
        self._circuit.close()
        self._query = query
        self._loaded_text = wanted.text
        self._instances.replace_list(rows)
        self._show(
            phase="ready",
            guess=False,
            error=None,
            complete=complete,
            stuck=False,
            cached_at=None,
            problems=self._still(wanted, resolved),
            refreshed_at=self._clock(),
        )

    async def load_more(self) -> bool:
        """Ask the server for the list's next page; return whether there is yet more."""
        if self._query is None or self.state.complete or self.state.guess:
            return False
        before = self._instances.listed
        last = next((row.id for row in reversed(before) if row.id), None)
        if last is None:
            return False
        command = self._begin()
        try:
            query = replace(self._query, after=last)
            rows, complete = await self._rows(query, len(before) + 1, before)
        except ApiError as error:
            self._fail(command, error)
            return False
        except asyncio.CancelledError:
            self._stop(command)
            raise
        if command != self._command:
            return False
        self._circuit.close()
        self._instances.replace_list(rows)
        stuck = not complete and len(rows) == len(before)
        self._show(phase="ready", error=None, complete=complete, stuck=stuck)
        return not (complete or stuck)

    async def load_all(self) -> None:
        """Ask the server for all that the list does not have yet, page by page."""
        if self._query is None or self.state.guess:
            await self.load()
        while self.state.loaded < MOST_ROWS and await self.load_more():
            pass

    async def load_environment(self) -> None:
        """Ask the server who the key speaks for.

        Raises:
            ApiError: It could not be had; `Unauthorized` where the key is wrong.
        """
        self._change(environment=await self._api.environment())

    @property
    def needs_environment(self) -> bool:
        """Whether the key speaks for several environments and none is named yet."""
        return self._api.client.needs_environment

    async def environments(self) -> tuple[Environment, ...]:
        """Return the environments that the key can speak for.

        Raises:
            ApiError: They could not be had.
        """
        return await self._api.environments()

    def enter(self, environment_id: str) -> None:
        """Speak for that environment from now on; to be called before anything is loaded."""
        self._api.client.enter(environment_id)
        self.scope = replace(self.scope, environment_id=environment_id)

    # One instance.

    def document(self, key: str) -> Any | None:
        """Return the JSON of a listed instance as it came, or None: then `fetch` it."""
        return self._instances.document(key)

    async def fetch(self, identifier: str) -> dict[str, Any]:
        """Return an instance's JSON as the server has it now, and show its row anew.

        Raises:
            ApiError: It could not be had.
        """
        document = await self._api.get("integration_instance", identifier)
        self._instances.put(document)
        self._show()
        return document

    async def providers_of(self, integration_id: str) -> tuple[Choice, ...]:
        """Return the providers of an integration, by their own IDs.

        Raises:
            ApiError: The integration could not be had.
        """
        return await providers_of(self._api, integration_id)

    # Changes.

    async def create(self, body: CreateIntegrationInstance) -> IntegrationInstance:
        """Create an instance and put it on top of the list.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        instance = await self._api.create_instance(body)
        self._instances.put(instance.as_json(), created=True)
        self._show()
        return instance

    async def update(self, identifier: str, body: UpdateIntegrationInstance) -> IntegrationInstance:
        """Change an instance.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        instance = await self._api.update_instance(identifier, body)
        self._instances.put(instance.as_json())
        self._show()
        return instance

    async def archive(self, identifier: str) -> IntegrationInstance:
        """Archive an instance; it leaves the list where the filter does not show it.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        instance = await self._api.archive_instance(identifier)
        row = self._instances.put(instance.as_json())
        # Only its status changed: why else the server listed it is not known here.
        if row is not None and not matches(Filter(status=self.state.filter.status), [row]):
            self._instances.unlist(row.key)
        self._show()
        return instance

    async def create_session_template(
        self, identifier: str, body: CreateSessionTemplate
    ) -> SessionTemplate:
        """Create or update the session template of an instance.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        return await self._api.create_session_template(identifier, body)

    async def create_session(self, identifier: str, body: CreateSession) -> Session:
        """Create a session on an instance.

        Raises:
            BadRequest: The instance has no session template, or it is not filled yet.
            ApiError: It was refused, or its outcome is unknown.
        """
        return await self._api.create_session(identifier, body)

    # Within.

    def _begin(self) -> int:
        self._command += 1
        self._instances.expect_list()
        self._change(phase="loading", next_try=None)
        return self._command

    def _stop(self, command: int) -> None:
        """Leave no list loading for ever where its load was cancelled."""
        if command == self._command:
            self._change(phase="failed" if self.state.error else "ready")

    def _fail(self, command: int, error: ApiError) -> None:
        if command == self._command:
            next_try = self._circuit.failed(error, self._clock())
            self._change(phase="failed", error=error, next_try=next_try)

    def _still(self, wanted: Filter, resolved: Resolved) -> tuple[Problem, ...]:
        """The problems at their places, where the line was not retyped meanwhile."""
        retyped = self.state.filter.text != wanted.text
        return self.state.problems if retyped else resolved.problems

    async def _rows(
        self, query: ListQuery, enough: int, before: Sequence[InstanceRow] = ()
    ) -> tuple[list[InstanceRow], bool]:
        """Return `before` and as many pages as give `enough`, and whether that is all."""
        rows = list(before)
        async with aclosing(instance_pages(self._api, query)) as pages:
            async for page in pages:
                rows = self._instances.take(page, rows)
                if not page.has_more_after:
                    return rows, True
                if len(rows) >= enough:
                    break
        return rows, False

    def _show(self, **changes: Any) -> None:
        """Show the rows that the state now asks for, with other changes."""
        wanted = replace(self.state, **changes)
        rows = (
            self._instances.guess(wanted.filter, wanted.sort)
            if wanted.guess
            else self._instances.in_order(wanted.sort)
        )
        self._change(rows=rows, loaded=len(self._instances.listed), **changes)

    def _on_wait(self, waiting: Waiting | None) -> None:
        if waiting is None:
            self._change(waiting=None)
            return
        seconds = max(1, round(waiting.seconds))
        self._change(waiting=Display(f"{waiting.reason}; trying again in {seconds} s"))

    def _change(self, **changes: Any) -> None:
        limit = self._api.client.rate_limit
        left = (limit.remaining, limit.limit) if limit else None
        self.state = replace(self.state, calls_left=left, **changes)
        for subscriber in tuple(self._subscribers):
            subscriber(self.state)
