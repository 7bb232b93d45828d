"""The explorer's state of one scope, and the commands that change it.

It tells its subscribers of every change by calling them on the event loop; it knows no
screen. The newest command wins: a late answer to an older one is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tui.api.api import Api
from tui.api.waits import Waiting
from tui.api.origin import Origin
from tui.api.pages import instance_pages
from tui.errors import ApiError
from tui.models.integration_instance import IntegrationInstance
from tui.models.page import Page
from tui.models.query import ListQuery
from tui.models.requests import (
    CreateIntegrationInstance,
    CreateSession,
    CreateSessionTemplate,
    UpdateIntegrationInstance,
)
from tui.models.row import InstanceRow
from tui.models.session import Session, SessionTemplate
from tui.store.documents import Documents
from tui.store.filter import Filter, matches, parse, resolve
from tui.store.lookup import Lookup
from tui.store.scope import Scope
from tui.store.sort import Sort
from tui.store.state import ListState
from tui.text import Display
from tui.times import Clock, utc_now

Subscriber = Callable[[ListState], None]


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
        clock: Clock = utc_now,
    ) -> None:
        self.scope = scope
        self.lookup = lookup
        self._api = api
        self._clock = clock
        self._documents = Documents()
        self._known: dict[str, InstanceRow] = {}
        self._listed: list[InstanceRow] = []
        self._query: ListQuery | None = None
        self._command = 0
        self._subscribers: list[Subscriber] = []
        self.state = ListState(filter=parse(filter_text, clock()))
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

        `load` asks the server; its answer replaces the guess.
        """
        self._command += 1
        wanted = parse(text, self._clock())
        if _asks_the_same(wanted, self.state.filter):
            self._change(filter=wanted, problems=wanted.problems)
            return
        guessed = matches(wanted, list(self._known.values()))
        sort = replace(self.state.sort, reverse=wanted.order == "asc")
        rows = (sort if self.state.sort.by == "created" else self.state.sort).apply(guessed)
        self._change(filter=wanted, problems=wanted.problems, rows=rows, guess=True, error=None)

    def set_sort(self, sort: Sort) -> None:
        """Order the rows; the order by creation is the server's, by the filter's `order`."""
        rows = self._listed if sort.by == "created" else sort.apply(self._listed)
        self._change(sort=sort, rows=list(rows))

    async def load(self) -> None:
        """Ask the server for the filter's list.

        That is its first page or, where the same list is loaded already, as many pages
        as there were, so that nothing shown is lost.
        """
        command = self._begin()
        try:
            resolved = await resolve(self.state.filter, self.lookup)
            if command != self._command:
                return
            if resolved.impossible:
                self._change(phase="ready", problems=resolved.problems)
                return
            enough = len(self._listed) if resolved.query == self._query else 1
            rows, complete = await self._rows(resolved.query, enough)
        except ApiError as error:
            self._fail(command, error)
            return
        finally:
            self._settle(command)
        if command != self._command:
            return
        self._query = resolved.query
        self._listed = rows
        self._change(
            phase="ready",
            guess=False,
            error=None,
            complete=complete,
            problems=resolved.problems,
            refreshed_at=self._clock(),
        )
        self._show_listed()

    async def load_more(self) -> bool:
        """Ask the server for the list's next page; return whether there is yet more."""
        if self._query is None or self.state.complete or self.state.guess or not self._listed:
            return False
        command = self._begin()
        try:
            last = self._listed[-1].id
            if last is None:
                return False
            rows, complete = await self._rows(replace(self._query, after=last), 1)
        except ApiError as error:
            self._fail(command, error)
            return False
        finally:
            self._settle(command)
        if command != self._command:
            return False
        held = {row.key for row in self._listed}
        fresh = [row for row in rows if row.key not in held]
        self._listed += fresh
        # A page that brings nothing new leads nowhere: the server repeats itself.
        self._change(phase="ready", error=None, complete=complete or not fresh)
        self._show_listed()
        return not self.state.complete

    async def load_all(self) -> None:
        """Ask the server for all that the list does not have yet, page by page."""
        if self._query is None:
            await self.load()
        while await self.load_more():
            pass

    async def load_environment(self) -> None:
        """Ask the server who the key speaks for.

        Raises:
            ApiError: It could not be had; `Unauthorized` where the key is wrong.
        """
        self._change(environment=await self._api.environment())

    # One instance.

    def document(self, key: str) -> Any | None:
        """Return the JSON of a listed instance as it came, or None: then `fetch` it."""
        return self._documents.get(key)

    async def fetch(self, identifier: str) -> dict[str, Any]:
        """Return an instance's JSON as the server has it now, and show its row anew.

        Raises:
            ApiError: It could not be had.
        """
        document = await self._api.get("integration_instance", identifier)
        self._merge(document, insert=False)
        return document

    # Changes.

    async def create(self, body: CreateIntegrationInstance) -> IntegrationInstance:
        """Create an instance and put it on top of the list.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        instance = await self._api.create_instance(body)
        self._merge(instance.as_json(), insert=True)
        return instance

    async def update(self, identifier: str, body: UpdateIntegrationInstance) -> IntegrationInstance:
        """Change an instance.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        instance = await self._api.update_instance(identifier, body)
        self._merge(instance.as_json(), insert=False)
        return instance

    async def archive(self, identifier: str) -> IntegrationInstance:
        """Archive an instance; it leaves the list where the filter does not show it.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        instance = await self._api.archive_instance(identifier)
        self._merge(instance.as_json(), insert=False)
        self._listed = matches(self.state.filter, self._listed)
        self._show_listed()
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
        self._change(phase="loading")
        return self._command

    def _settle(self, command: int) -> None:
        """Leave no list loading for ever where its load was cancelled."""
        if command == self._command and self.state.phase == "loading":
            self._change(phase="ready")

    def _fail(self, command: int, error: ApiError) -> None:
        if command == self._command:
            self._change(phase="failed", error=error)

    async def _rows(self, query: ListQuery, enough: int) -> tuple[list[InstanceRow], bool]:
        """Return the rows of as many pages as give `enough`, and whether that is all."""
        rows: list[InstanceRow] = []
        async for page in instance_pages(self._api, query):
            rows += self._take(page, len(rows))
            if not page.has_more_after:
                return rows, True
            if len(rows) >= enough:
                return rows, False
        return rows, True

    def _take(self, page: Page, place: int) -> Iterable[InstanceRow]:
        """Keep a page's items whole, and return their rows."""
        for item in page.items:
            row = InstanceRow.from_item(item, f"item {place}")
            place += 1
            self._documents.put(row.key, item)
            self._known[row.key] = row
            yield row

    def _merge(self, document: dict[str, Any], *, insert: bool) -> None:
        """Show an instance as a single answer gave it, without asking for the list."""
        row = InstanceRow.from_item(document, "item")
        if row.id is None:
            return
        self._documents.put(row.key, document)
        self._known[row.key] = row
        place = next((at for at, old in enumerate(self._listed) if old.key == row.key), None)
        if place is not None:
            self._listed = [*self._listed[:place], row, *self._listed[place + 1 :]]
        elif insert:
            self._listed = [row, *self._listed]
        self._show_listed()

    def _show_listed(self) -> None:
        sort = self.state.sort
        rows = list(self._listed) if sort.by == "created" else sort.apply(self._listed)
        self._change(rows=rows, loaded=len(rows))

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


def _asks_the_same(one: Filter, other: Filter) -> bool:
    """Whether both ask for the same list, however they are typed."""
    return replace(one, **_TYPED) == replace(other, **_TYPED)


_TYPED: dict[str, Any] = {"text": "", "tokens": (), "problems": ()}
"""What of a filter is about how it is typed, not about what it asks for."""
