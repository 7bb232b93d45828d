"""Finds the session template of an instance, and the sessions made from it.

The list of templates takes no instance, but each template names its own: so those that
have the instance's providers are looked through, from the instance's creation on, and the
newest of all, as one that is being filled has no providers yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tui.api.api import Api, read
from tui.models.query import ListQuery, TimeRange
from tui.models.row import InstanceRow
from tui.times import Clock

if TYPE_CHECKING:
    from tui.models.requests import CreateSession
    from tui.models.session import Session, SessionTemplate

MOST_PAGES = 5
"""Pages of templates that are looked through for one."""

_APART = timedelta(minutes=15)
"""How far the clock here may be from the server's, with what a request may take."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look for an instance's template has found.

    Attributes:
        template: The template; None where none was found.
        everywhere: Whether there surely is none where none was found.
    """

    template: SessionTemplate | None = None
    everywhere: bool = True


class Sessions:
    """Reads sessions and their templates, as far as they belong to one instance."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    async def template_of(self, identifier: str, document: Mapping[str, Any]) -> Looked:
        """Look for the session template of an instance, whose JSON is `document`.

        Raises:
            ApiError: Templates could not be had, as where the key may not read them.
        """
        row = InstanceRow.from_item(dict(document), identifier)
        since = row.created_at - _APART if row.created_at else None
        query = ListQuery(order="asc", provider_id=row.provider_ids, created_at=TimeRange(gt=since))
        everywhere = False
        for _ in range(MOST_PAGES):
            found, last = await self._page(query, identifier)
            if found is not None:
                return Looked(found)
            if last is None:
                everywhere = True
                break
            query = replace(query, after=last)
        found, _ = await self._page(ListQuery(), identifier)
        return Looked(found, everywhere)

    async def template(self, identifier: str) -> SessionTemplate:
        """Return a template as the server has it now.

        Raises:
            ApiError: It could not be had.
        """
        from tui.models.session import SessionTemplate

        return read(SessionTemplate, await self._api.get("session_template", identifier))

    async def made_lately(
        self, body: CreateSession, template: SessionTemplate
    ) -> tuple[Session, ...]:
        """Return what a create may have made whose answer never came, the newest first.

        That is what was made from the instance's template within the last minutes, by the
        same name or, as the body has none, without one.

        Raises:
            ApiError: It could not be looked for.
        """
        from tui.models.session import Session

        assert template.id is not None, "a template that was found has an ID"
        since = self._clock() - _APART
        query = ListQuery(session_template_id=(template.id,), created_at=TimeRange(gt=since))
        page = await self._api.list("session", query.to_params())
        same = [one for one in page.items if isinstance(one, dict) and one.get("name") == body.name]
        return tuple(read(Session, one) for one in same)

    async def _page(
        self, query: ListQuery, identifier: str
    ) -> tuple[SessionTemplate | None, str | None]:
        """Return the instance's template if it is on that page, and where the next begins."""
        from tui.models.session import SessionTemplate

        page = await self._api.list("session_template", query.to_params())
        for one in page.items:
            if isinstance(one, dict) and one.get("integration_instance_id") == identifier:
                return read(SessionTemplate, one), None
        return None, page.last_id if page.has_more_after else None
