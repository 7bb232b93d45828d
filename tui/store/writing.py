"""What changes the API's objects; the list shows each answer at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tui.api.api import Api
from tui.errors import ApiError
from tui.models.query import STATUSES, ListQuery, TimeRange
from tui.store.board import Board
from tui.store.filter import Filter, matches
from tui.store.instances import Instances
from tui.store.loading import Loading
from tui.store.undo import Undo, Updated
from tui.times import Clock

if TYPE_CHECKING:
    from tui.models.integration_instance import InstanceProvider, IntegrationInstance
    from tui.models.requests import (
        CreateIntegrationInstance,
        CreateSession,
        CreateSessionTemplate,
        SetInstanceProvider,
        UpdateIntegrationInstance,
    )
    from tui.models.session import Session, SessionTemplate

_LATELY = timedelta(minutes=15)
"""How far the clock here may be from the server's, with what a request may take."""


class Writing:
    """Sends what the user agreed to; no load holds it up.

    Attributes:
        undo: What updates changed, so that they can be undone.
    """

    def __init__(
        self, api: Api, instances: Instances, board: Board, loading: Loading, clock: Clock
    ) -> None:
        self._api = api
        self._instances = instances
        self._board = board
        self._loading = loading
        self._clock = clock
        self.undo = Undo()
        self._unanswered: dict[str, Any] = {}

    async def create(self, body: CreateIntegrationInstance) -> IntegrationInstance:
        """Create an instance and put it on top of the list.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        with self._loading.first():
            instance = await self._api.create_instance(body)
        self.show_created(instance)
        return instance

    def show_created(self, instance: IntegrationInstance) -> None:
        """Put an instance that was made on top of the list, unless the filter hides it."""
        row = self._instances.put(instance.as_json(), created=True)
        if row is not None and not matches(self._board.state.filter, [row]):
            self._instances.unlist({row.key})
        self._show_fresh(instance.id)

    async def made_lately(self, body: CreateIntegrationInstance) -> tuple[IntegrationInstance, ...]:
        """Return what a create may have made whose answer never came, the newest first.

        That is what has its name and its integration, and was made within the last minutes.

        Raises:
            ApiError: It could not be looked for.
        """
        from tui.api.api import read
        from tui.models.integration_instance import IntegrationInstance

        query = ListQuery(
            integration_id=(body.integration_id,),
            status=tuple(STATUSES),
            created_at=TimeRange(gt=self._clock() - _LATELY),
        )
        with self._loading.first():
            page = await self._api.list_instances(query)
        same = (one for one in page.items if isinstance(one, dict) and one.get("name") == body.name)
        return tuple(read(IntegrationInstance, one) for one in same)

    async def update(self, identifier: str, body: UpdateIntegrationInstance) -> IntegrationInstance:
        """Change an instance.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        self._unanswered[identifier] = self._instances.document(identifier)
        with self._loading.first():
            instance = await self._api.update_instance(identifier, body)
        self.settle_update(identifier, instance)
        self._instances.put(instance.as_json())
        self._show_fresh(identifier)
        return instance

    def settle_update(self, identifier: str, instance: IntegrationInstance) -> None:
        """Let an update be undone: it is known to be done, though its answer may be lost."""
        before = self._unanswered.pop(identifier, None)
        if before is not None:
            self.undo.keep(Updated(identifier, before, instance.as_json()))

    async def set_provider(
        self, identifier: str, provider_id: str, body: SetInstanceProvider
    ) -> InstanceProvider:
        """Set one provider of an instance, whole, and show the instance as it is then.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        with self._loading.first():
            answer = await self._api.set_instance_provider(identifier, provider_id, body)
            try:
                document = await self._api.get("integration_instance", identifier)
            except ApiError:
                # It is set all the same: show that much of it.
                document = _with_provider(self._instances.document(identifier), answer.as_json())
        if document is not None:
            self._instances.put(document)
        self._show_fresh(identifier)
        return answer

    async def archive(self, identifier: str) -> IntegrationInstance:
        """Archive an instance; it leaves the list where the filter does not show it.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        with self._loading.first():
            instance = await self.archived(identifier)
        self.show_changed(archived=[instance])
        return instance

    async def archived(self, identifier: str) -> IntegrationInstance:
        """Archive an instance and return it; where no answer came, see whether it is done.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        try:
            return await self._api.archive_instance(identifier)
        except ApiError as error:
            found = await self.look_behind(identifier, error)
            if found.archived_at is None and found.status != "archived":
                raise
            return found

    async def look_behind(self, identifier: str, error: ApiError) -> IntegrationInstance:
        """Return what became of an instance after a write that had no answer.

        Raises:
            ApiError: The write's own `error`, where it was refused or nothing can be seen.
        """
        from tui.api.api import read
        from tui.models.integration_instance import IntegrationInstance

        if not error.outcome_unknown:
            raise error
        try:
            document = await self._api.get("integration_instance", identifier)
        except ApiError:
            raise error from None
        return read(IntegrationInstance, document)

    def show_changed(
        self,
        read: Iterable[IntegrationInstance] = (),
        changed: Iterable[IntegrationInstance] = (),
        archived: Iterable[IntegrationInstance] = (),
    ) -> None:
        """Show instances as their answers gave them; archived ones leave the filter's list.

        The rows of what was not merely read are new to the user.
        """
        self._instances.put_all([one.as_json() for one in read])
        written = self._instances.put_all([one.as_json() for one in changed])
        rows = self._instances.put_all([one.as_json() for one in archived])
        # Only their status changed: why else the server listed them is not known here.
        kept = matches(Filter(status=self._board.state.filter.status), rows)
        self._instances.unlist({row.key for row in rows}.difference(row.key for row in kept))
        self._show_fresh(*(row.key for row in (*written, *kept)))

    def _show_fresh(self, *keys: str | None) -> None:
        """Show the rows, those of the keys as ones which are new to the user."""
        self._board.show(fresh=self._board.state.fresh.union(key for key in keys if key))

    async def create_session_template(
        self, identifier: str, body: CreateSessionTemplate
    ) -> SessionTemplate:
        """Create or update the session template of an instance.

        Raises:
            ApiError: It was refused, or its outcome is unknown.
        """
        with self._loading.first():
            return await self._api.create_session_template(identifier, body)

    async def create_session(self, identifier: str, body: CreateSession) -> Session:
        """Create a session on an instance.

        Raises:
            BadRequest: The instance has no session template, or it is not filled yet.
            ApiError: It was refused, or its outcome is unknown.
        """
        with self._loading.first():
            return await self._api.create_session(identifier, body)


def _with_provider(document: Any, row: dict[str, Any]) -> Any:
    """Return an instance's JSON with that row in place of the one of its ID."""
    rows = document.get("providers") if isinstance(document, dict) else None
    if not isinstance(rows, list) or not row.get("id"):
        return document
    same = [isinstance(one, dict) and one.get("id") == row["id"] for one in rows]
    new = [row if is_same else one for one, is_same in zip(rows, same, strict=True)]
    return {**document, "providers": new}
