"""Reads lists from the server page by page and keeps nothing of them, however long they are."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from tui.api.api import Api
from tui.api.pages import Ask, pages
from tui.errors import BadRequest, InvalidData, MalformedAnswer, UsageError
from tui.models.query import MAX_LIMIT, STATUSES, STATUSES_ELSEWHERE, ListQuery, TimeRange
from tui.resources import BY_KIND, Kind
from tui.store.changed import next_since
from tui.store.lookup import Lookup
from tui.times import Clock
from tui.times import parse as parse_time

_IDS_AT_ONCE = MAX_LIMIT
"""As many as come in one answer, where the server takes so many values of one field."""
_IDS_ALWAYS_TAKEN = 20
_HELD_AT_ONCE = 500
"""Objects that are had at the same time; for fewer, each answer that is held is read more often."""

Held: TypeAlias = Callable[[Sequence[str]], Awaitable[Mapping[str, Any]]]
"""Gives those of the objects of these IDs that are at hand, whole."""


class Streaming:
    """Gives objects of a kind as the server has them."""

    def __init__(
        self, api: Api, lookup: Lookup, clock: Clock, kind: Kind = "integration_instance"
    ) -> None:
        self._kind: Kind = kind
        self._ask = partial(api.list_matching, kind)
        self._lookup = lookup
        self._clock = clock

    async def query(self, filter_text: str) -> ListQuery:
        """Return what a filter line asks for.

        Raises:
            UsageError: Something in the line is wrong, or this list does not take it.
            ApiError: A name could not be looked up.
        """
        if not filter_text.strip():
            return ListQuery()
        # Imported here: a list of all is shown sooner without the filter's language.
        from tui.store.filter import parse, resolve, untaken

        wanted = parse(filter_text, self._clock())
        problems = (*wanted.problems, *untaken(wanted, self._kind))
        resolved = None if problems else await resolve(wanted, self._lookup)
        problems = resolved.problems if resolved is not None else problems
        if resolved is None or problems:
            raise UsageError(f"The filter is wrong: {problems[0].message}.")
        return resolved.query

    async def matching(
        self, query: ListQuery, most: int | None = None
    ) -> AsyncGenerator[list[Any], None]:
        """Yield the objects of a query as they come, each once, `most` of them at the most.

        Raises:
            MalformedAnswer: The server says that there is more, but does not give it.
            ApiError: A page could not be had.
        """
        if most is not None:
            query = replace(query, limit=max(1, min(query.limit, most)))
        seen: set[str] = set()
        given, has_more = 0, False
        async with aclosing(pages(self._ask, query, enough=most)) as found_pages:
            async for page in found_pages:
                found = _unseen(page.items, seen)[: None if most is None else most - given]
                given, has_more = given + len(found), page.has_more_after
                yield found
        if has_more and (most is None or given < most):
            raise MalformedAnswer(
                f"The server says that there is more than these {given:,}, but gives nothing new"
            )

    async def named(
        self, identifiers: Sequence[str], held: Held | None = None
    ) -> AsyncGenerator[list[Any], None]:
        """Yield the instances of these IDs, in their order; what is gone is left out.

        Those that `held` gives are not asked for.

        Raises:
            ApiError: Some could not be had.
        """
        at_once = _IDS_AT_ONCE
        for start in range(0, len(identifiers), _HELD_AT_ONCE):
            wanted = identifiers[start : start + _HELD_AT_ONCE]
            found = dict(await held(wanted)) if held is not None else {}
            missing = [one for one in wanted if one not in found]
            while missing:
                asked = missing[:at_once]
                query = ListQuery(id=tuple(asked), status=tuple(STATUSES), limit=len(asked))
                try:
                    page = await self._ask(query)
                except (BadRequest, InvalidData):
                    if at_once == _IDS_ALWAYS_TAKEN:
                        raise
                    at_once = _IDS_ALWAYS_TAKEN
                    continue
                found |= {one["id"]: one for one in page.items if _has_id(one)}
                del missing[:at_once]
            yield [found[one] for one in wanted if one in found]

    def changes(self, query: ListQuery) -> Changes:
        """Return what tells of the changes of objects that a query asks for.

        Raises:
            UsageError: The list of this kind cannot be asked for what changed.
        """
        resource = BY_KIND[self._kind]
        if not resource.takes("updated"):
            raise UsageError(f"The API does not tell which {resource.plural} changed.")
        is_instance = self._kind == "integration_instance"
        return Changes(self._ask, query, tuple(STATUSES) if is_instance else STATUSES_ELSEWHERE)


class Changes:
    """Tells what changed of a query's objects since it was asked last.

    Where the query names no status, they are told of whatever their status is, so that an
    archived one is not missed.
    """

    def __init__(self, ask: Ask, query: ListQuery, statuses: tuple[str, ...]) -> None:
        self._ask = ask
        self._query = replace(query, order="desc", status=query.status or statuses)
        self._since: datetime | None = None
        self._told: dict[str, str] = {}

    async def begin(self) -> None:
        """Take note of how it is now.

        Raises:
            ApiError: The server could not be asked.
        """
        page = await self._ask(replace(self._query, limit=1))
        self._since = next_since(page)
        await self.since_last()

    async def since_last(self) -> list[dict[str, Any]]:
        """Return the objects that changed, the oldest change first.

        Raises:
            ApiError: The server could not be asked; nothing is missed by that.
        """
        wanted = self._query.updated_at
        ends = [one for one in (wanted.gt, self._since) if one is not None]
        query = replace(
            self._query, limit=MAX_LIMIT, updated_at=TimeRange(max(ends, default=None), wanted.lt)
        )
        found: dict[str, dict[str, Any]] = {}
        since: datetime | None = None
        async with aclosing(pages(self._ask, query)) as found_pages:
            async for page in found_pages:
                since = since or next_since(page, self._since)
                for one in page.items:
                    if _has_id(one):
                        found[one["id"]] = one
        news = [one for key, one in found.items() if self._told.get(key) != _version(one)]
        # What is asked for twice is within the answer: nothing older needs to be remembered.
        self._told = {key: _version(one) for key, one in found.items()}
        self._since = since
        return sorted(news, key=lambda one: (_moment(one), str(one["id"])))


def _has_id(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("id"), str)


def _unseen(items: Sequence[Any], seen: set[str]) -> list[Any]:
    found = []
    for one in items:
        identifier = one.get("id") if isinstance(one, dict) else None
        if isinstance(identifier, str) and identifier:
            if identifier in seen:
                continue
            seen.add(identifier)
        found.append(one)
    return found


def _version(document: dict[str, Any]) -> str:
    return f"{document.get('updated_at')} {document.get('status')}"


def _moment(document: dict[str, Any]) -> float:
    moment = parse_time(document.get("updated_at"))
    return moment.timestamp() if moment is not None else 0.0
