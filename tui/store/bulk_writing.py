"""What a run over many instances sends; the list shows what comes of it, calmly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.api.api import Api, read
from tui.errors import ApiError, ChangedMeanwhile
from tui.store.board import Board
from tui.store.bulk import BulkRun, Report
from tui.store.loading import Loading
from tui.store.undo import Updated
from tui.store.writing import Writing

if TYPE_CHECKING:
    from tui.models.integration_instance import IntegrationInstance
    from tui.models.requests import UpdateIntegrationInstance

_SHOW_EVERY = 0.5
"""Seconds between what the list shows of a run: to draw each answer would hold up the keys."""


class BulkWriting:
    """Reads, changes and archives instances one by one, for a `BulkRun`.

    No write is sent again once it may have been processed. Where no answer came, the
    instance is looked at: what can be seen to be done is done.
    """

    def __init__(self, api: Api, board: Board, loading: Loading, writing: Writing) -> None:
        self._api = api
        self._board = board
        self._loading = loading
        self._writing = writing
        self._read: list[IntegrationInstance] = []
        self._changed: list[IntegrationInstance] = []
        self._archived: list[IntegrationInstance] = []
        self._show_handle: asyncio.TimerHandle | None = None

    async def carry_out(self, run: BulkRun) -> Report:
        """Let a run go to its end, told of what its requests wait for; return its report."""
        unsubscribe = self._board.subscribe(lambda state: run.wait_because(state.waiting))
        try:
            with self._loading.first():
                return await run.run()
        finally:
            unsubscribe()
            self._show()

    async def read(self, identifier: str) -> IntegrationInstance:
        """Return an instance as the server has it now.

        Raises:
            ApiError: It could not be had.
        """
        from tui.models.integration_instance import IntegrationInstance

        document = await self._api.get("integration_instance", identifier)
        instance = read(IntegrationInstance, document)
        self._read.append(instance)
        self._show_soon()
        return instance

    async def archive(self, identifier: str) -> None:
        """Archive an instance.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        self._archived.append(await self._writing.archived(identifier))
        self._show_soon()

    async def update(
        self,
        seen: IntegrationInstance,
        body_for: Callable[[IntegrationInstance], UpdateIntegrationInstance | None],
    ) -> None:
        """Change an instance, if it still is as it was seen.

        Args:
            seen: The instance as the user saw it, which has an ID.
            body_for: Returns what changes an instance as it is now, or None where nothing
                is to be changed; raises `ApiError` where it cannot be.

        Raises:
            ChangedMeanwhile: Somebody else changed it; nothing was sent.
            ApiError: It was refused, or its outcome is unknown.
        """
        assert seen.id is not None, "it was seen by its ID"
        fresh = await self.read(seen.id)
        body = body_for(fresh)
        if fresh.updated_at != seen.updated_at or body is None or body != body_for(seen):
            raise ChangedMeanwhile("Changed meanwhile by somebody else; nothing was sent")
        try:
            instance = await self._api.update_instance(seen.id, body)
        except ApiError as error:
            found = await self._writing.look_behind(seen.id, error)
            if body_for(found) is not None:
                raise
            instance = found
        self._writing.undo.keep(Updated(seen.id, fresh.as_json(), instance.as_json()))
        self._changed.append(instance)
        self._show_soon()

    def _show_soon(self) -> None:
        if self._show_handle is None:
            loop = asyncio.get_running_loop()
            self._show_handle = loop.call_later(_SHOW_EVERY, self._show)

    def _show(self) -> None:
        if self._show_handle is not None:
            self._show_handle.cancel()
            self._show_handle = None
        if self._read or self._changed or self._archived:
            self._writing.show_changed(self._read, self._changed, self._archived)
            self._read, self._changed, self._archived = [], [], []
