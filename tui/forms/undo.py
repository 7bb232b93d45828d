"""The way back from an update: the form of an instance as it was before it."""

from __future__ import annotations

from dataclasses import replace

from tui.forms.instance import InstanceDraft
from tui.models.integration_instance import IntegrationInstance


def undo_of(before: IntegrationInstance, after: IntegrationInstance) -> InstanceDraft:
    """Return the form that turns `after` back into `before`, as far as the API can.

    Providers that the update added stay as they are: none can be taken off an instance.
    """
    back = InstanceDraft.from_instance(before)
    was = {row.provider_id: row for row in back.providers}
    rows = InstanceDraft.from_instance(after).providers
    return replace(back, providers=tuple(was.get(row.provider_id, row) for row in rows))


def is_beyond_undo(before: IntegrationInstance, after: IntegrationInstance) -> bool:
    """Return whether nothing of an update can be undone, as where it only added providers."""
    return undo_of(before, after) == InstanceDraft.from_instance(after)


def added_by(before: IntegrationInstance, after: IntegrationInstance) -> tuple[str, ...]:
    """Return the IDs of the providers that an update added, which stay."""
    was = {row.provider_id for row in InstanceDraft.from_instance(before).providers}
    now = (row.provider_id for row in InstanceDraft.from_instance(after).providers)
    return tuple(one for one in now if one not in was)
