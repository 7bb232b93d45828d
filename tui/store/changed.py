"""What changed on the server since a list was loaded, and what of it that list has now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta

from tui.api.api import Api
from tui.api.pages import instance_pages
from tui.models.page import Page
from tui.models.query import HIDDEN_STATUSES, STATUSES, ListQuery, TimeRange
from tui.times import parse

MOST_CHANGED = 500
"""Changed instances that are merged; for more the list is loaded again."""

_OVERLAP = timedelta(seconds=30)
"""What is asked for twice: the clock of the answer need not be that of the data."""
_IDS_AT_ONCE = 20
"""More values of one field the server may refuse."""


class CannotMergeError(Exception):
    """The list has to be loaded as a whole."""


def next_since(page: Page, before: datetime | None = None) -> datetime | None:
    """Return the moment from which the next changes are to be asked for, after this answer.

    That is when the answer was sent; where it does not say so, the last change in it, or
    the moment `before` where it has none. None where nothing tells.
    """
    times = [parse(item.get("updated_at")) for item in page.items if isinstance(item, dict)]
    latest = max(filter(None, times), default=None)
    moment = page.sent_at or latest
    return before if moment is None else moment - _OVERLAP


def is_mergeable(query: ListQuery) -> bool:
    """Return whether all that the list can have is among what is asked for changes.

    Instances that back a magic MCP server are listed under their integration only.
    """
    return not query.integration_id


def is_unfiltered(query: ListQuery) -> bool:
    """Return whether the list has all instances but those that are hidden by their status."""
    return query == ListQuery(limit=query.limit, order=query.order)


async def changed_since(api: Api, moment: datetime) -> list[Page]:
    """Return what changed since then, whatever its status, in pages.

    Raises:
        CannotMergeError: Too much did.
        ApiError: It could not be had.
    """
    query = ListQuery(order="desc", status=tuple(STATUSES), updated_at=TimeRange(gt=moment))
    found: list[Page] = []
    async with aclosing(instance_pages(api, query, enough=MOST_CHANGED)) as pages:
        async for page in pages:
            found.append(page)
    if found[-1].has_more_after:
        raise CannotMergeError
    return found


async def listed_now(api: Api, query: ListQuery, pages: Iterable[Page]) -> frozenset[str]:
    """Return the IDs of the changed instances that the list of `query` has, by the server's word.

    Raises:
        ApiError: It could not be had.
    """
    items = [item for page in pages for item in page.items if isinstance(item, dict)]
    statuses = {one["id"]: one.get("status") for one in items if isinstance(one.get("id"), str)}
    if is_unfiltered(query):
        return frozenset(key for key, status in statuses.items() if status not in HIDDEN_STATUSES)
    asked = [key for key in statuses if not query.id or key in query.id]
    listed: set[str] = set()
    for chunk in _chunks(asked):
        page = await api.list_instances(
            replace(query, id=tuple(chunk), limit=len(chunk), after=None, cursor=None)
        )
        listed |= {item["id"] for item in page.items if isinstance(item, dict) and "id" in item}
    return frozenset(listed)


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _IDS_AT_ONCE] for start in range(0, len(ids), _IDS_AT_ONCE))
