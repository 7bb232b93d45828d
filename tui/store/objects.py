"""A list of another kind of objects than instances, as far as it is loaded, and the objects.

The newest command wins: a late answer to an older one is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from tui.api.api import Api
from tui.errors import ApiError
from tui.models.object_row import ObjectRow
from tui.models.page import Page
from tui.resources import BY_KIND, Kind
from tui.store.documents import Documents
from tui.store.state import Phase
from tui.times import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectsState:
    """What a screen shows of the list: one frozen value, replaced at every change.

    Attributes:
        rows: What is loaded, newest first.
        complete: Whether that is all there is, or all that the server gives.
        phase: Whether the server is being asked, has answered, or could not be asked.
        error: Why it failed; rows of before are kept.
        search: What the rows were searched for.
        refreshed_at: When the server gave the first page.
    """

    rows: Sequence[ObjectRow] = ()
    complete: bool = False
    phase: Phase = "loading"
    error: ApiError | None = None
    search: str = ""
    refreshed_at: datetime | None = None


Subscriber: TypeAlias = Callable[[ObjectsState], None]


class Objects:
    """What is loaded of one kind; it knows no screen.

    Attributes:
        kind: What they are.
        columns: What rows are read for.
        state: What is loaded of their list.
    """

    def __init__(
        self,
        api: Api,
        kind: Kind,
        *,
        page_size: int,
        clock: Clock,
        only: Sequence[tuple[str, str]] = (),
        columns: tuple[str, ...] = (),
    ) -> None:
        """List all of a kind, or those `only` that a query asks for.

        Without `columns` rows are read for the usual ones.
        """
        self.kind = kind
        self.columns = columns or BY_KIND[kind].columns
        self._only = tuple(only)
        self.state = ObjectsState()
        self._api = api
        self._page_size = page_size
        self._clock = clock
        self._documents = Documents()
        self._subscriber: Subscriber | None = None
        self._command = 0

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call `subscriber` with every new state."""
        self._subscriber = subscriber

    async def load(self, search: str = "") -> None:
        """Ask for the first page of those that match `search`; a failure is shown, not raised."""
        page = await self._page(search, ())
        if page is not None:
            rows = self._rows(page, ())
            complete = not page.has_more_after
            self._succeed(rows, complete=complete, search=search, refreshed_at=self._clock())

    async def load_more(self) -> None:
        """Ask for the next page."""
        state = self.state
        last = next((row.id for row in reversed(state.rows) if row.id), None)
        if state.complete or state.phase == "loading" or last is None:
            return
        page = await self._page(state.search, [("after", last)])
        if page is not None:
            rows = self._rows(page, state.rows)
            # A server that says there is more, and gives nothing new, is not asked again.
            complete = not page.has_more_after or len(rows) == len(state.rows)
            self._succeed(rows, complete=complete)

    async def show_columns(self, columns: tuple[str, ...]) -> bool:
        """Read rows for other columns, from what is at hand of them.

        Returns whether that was enough for all rows; else only loading the list again is.
        """
        self.columns = columns
        read: dict[str, ObjectRow] = {}
        for documents in self._documents.each():
            for key, document in documents.items():
                read[key] = ObjectRow.from_item(document, columns, key)
            await asyncio.sleep(0)
        rows = self.state.rows
        self._change(rows=[read.get(row.key, row) for row in rows])
        return all(row.key in read for row in rows)

    async def seen_metadata_keys(self) -> tuple[str, ...]:
        """Return keys that the metadata of loaded objects has, the most frequent first."""
        return await self._documents.seen_metadata_keys()

    def document(self, key: str) -> dict[str, Any] | None:
        """Return the JSON of a row's object, or None where it is not kept."""
        found = self._documents.get(key)
        return found if isinstance(found, dict) else None

    def put(self, identifier: str, document: dict[str, Any]) -> None:
        """Keep the JSON of an object."""
        self._documents.put(identifier, document)

    async def fetch(self, identifier: str) -> dict[str, Any]:
        """Return an object's JSON as the server has it now.

        Raises:
            ApiError: It could not be had.
        """
        document = await self._api.get(self.kind, identifier)
        self.put(identifier, document)
        return document

    async def _page(self, search: str, more: Sequence[tuple[str, str]]) -> Page | None:
        """Return a page, or None where it failed or something newer was asked for."""
        self._command += 1
        command = self._command
        params = [("limit", str(self._page_size)), ("order", "desc"), *self._only, *more]
        if search:
            params.append(("search", search))
        self._change(phase="loading")
        try:
            page = await self._api.list(self.kind, params)
        except ApiError as error:
            if command == self._command:
                self._change(phase="failed", error=error)
            return None
        except asyncio.CancelledError:
            if command == self._command:
                self._change(phase="ready")
            raise
        return page if command == self._command else None

    def _rows(self, page: Page, before: Sequence[ObjectRow]) -> list[ObjectRow]:
        """Return the rows of before and those of a page that are not among them."""
        rows = {row.key: row for row in before}
        places = []
        for place, (item, span) in enumerate(page.placed()):
            row = ObjectRow.from_item(item, self.columns, f"item {len(before) + place}")
            rows.setdefault(row.key, row)
            if span is not None:
                places.append((row.key, span))
        self._documents.put_list(places, page.content)
        return list(rows.values())

    def _succeed(self, rows: Sequence[ObjectRow], **changes: Any) -> None:
        self._change(rows=rows, phase="ready", error=None, **changes)

    def _change(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        if self._subscriber is not None:
            self._subscriber(self.state)
