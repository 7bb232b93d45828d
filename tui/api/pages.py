"""All pages of a list, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeAlias

from tui.api.api import Api
from tui.errors import ApiError
from tui.models.page import Page
from tui.models.query import ListQuery

Ask: TypeAlias = Callable[[ListQuery], Coroutine[Any, Any, Page]]
"""Asks for one page of a list."""


def instance_pages(
    api: Api, query: ListQuery, *, enough: int | None = None, first: int | None = None
) -> AsyncGenerator[Page, None]:
    """Return the pages of instances, as `pages` yields them."""
    return pages(api.list_instances, query, enough=enough, first=first)


async def pages(
    ask: Ask,
    query: ListQuery,
    *,
    enough: int | None = None,
    first: int | None = None,
) -> AsyncGenerator[Page, None]:
    """Yield the pages of a list from where `query` begins, until there are `enough` items.

    With `first`, the first page is of so many items at the most: a short one comes sooner.
    The next page is asked for while the one before is used. It ends with the last page, on
    an empty one, on one without any ID to go on from, and on a page that leads back to where
    one was already, so that no server can keep it going: such a page is yielded too, and
    still says whether there is more.
    Items without an ID beyond the last that has one come again with the next page, and
    are left to it.

    Raises:
        ApiError: A page could not be had; those yielded before stay good.
    """
    seen = {query.after}
    items = 0
    page = await ask(query if first is None else query.at_most(first))
    while True:
        last = page.last_id
        if last is None or not page.has_more_after:
            yield page
            return
        page = page.up_to_last_id()
        items += len(page.items)
        if last in seen or (enough is not None and items >= enough):
            yield page
            return
        seen.add(last)
        query = replace(query, after=last, cursor=None)
        rest = query if enough is None else query.at_most(enough - items)
        coming = asyncio.create_task(ask(rest))
        try:
            yield page
            del page  # Two pages' objects at once take twice the memory.
            page = await coming
        finally:
            if not coming.done():
                coming.cancel()
            with suppress(asyncio.CancelledError, ApiError):
                await coming
