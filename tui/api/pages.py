"""All pages of a list, one after the other."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Literal

from tui.api.api import Api
from tui.models.page import Page
from tui.models.query import ListQuery


async def instance_pages(
    api: Api, query: ListQuery, *, direction: Literal["after", "before"] = "after"
) -> AsyncGenerator[Page, None]:
    """Yield the pages of instances from where `query` begins, in the given direction.

    Ends with the last page, on an empty one, on one without any ID to go on from, and on
    a page that leads back to where one was already, so that no server can keep it going:
    such a page is yielded too, and still says whether there is more.
    Items without an ID beyond the last that has one come again with the next page, and
    are left to it.

    Raises:
        ApiError: A page could not be had; those yielded before stay good.
    """
    onward = direction == "after"
    seen = {query.after if onward else query.before}
    while True:
        page = await api.list_instances(query)
        if not page.items:
            yield page
            return
        place = page.last_id if onward else page.first_id
        more = page.has_more_after if onward else page.has_more_before
        if place is None or not more:
            yield page
            return
        yield page.up_to_last_id() if onward else page.from_first_id()
        if place in seen:
            return
        seen.add(place)
        query = replace(
            query,
            after=place if onward else None,
            before=None if onward else place,
            cursor=None,
        )
