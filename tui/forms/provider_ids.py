"""The IDs and the names that an instance's providers go by."""

from __future__ import annotations

from tui.forms.provider import provider_id_of
from tui.models.integration_instance import InstanceProvider, IntegrationInstance
from tui.text import Display, clean


def names_in(instance: IntegrationInstance) -> dict[str, Display]:
    """Return what the objects that `instance` resolves to are called, by their IDs."""
    names: dict[str, Display] = {}
    for row in instance.providers or ():
        name = _name_of(row)
        if name:
            names[provider_id_of(row)] = name
        for part in (row.config, row.auth_config):
            if part is not None and part.id and part.name:
                names[part.id] = clean(part.name, 80)
    return names


def own_ids_in(instance: IntegrationInstance) -> dict[str, str]:
    """Return the providers' own IDs, where they came, by the IDs their rows are sent by."""
    own: dict[str, str] = {}
    for row in instance.providers or ():
        snapshot = row.integration_provider
        nested = snapshot.provider if snapshot is not None else None
        candidates = (row.provider, nested)
        found = next((one.id for one in candidates if one is not None and one.id), None)
        found = found or (snapshot.provider_id if snapshot is not None else None)
        if found:
            own[provider_id_of(row)] = found
    return own


def all_ids_in(instance: IntegrationInstance) -> frozenset[str]:
    """Return every ID by which `instance` already has a provider."""
    snapshots = [row.integration_provider for row in instance.providers or ()]
    return frozenset(own_ids_in(instance).values()) | {
        snapshot.id for snapshot in snapshots if snapshot is not None and snapshot.id
    }


def row_ids_in(instance: IntegrationInstance) -> dict[str, str]:
    """Return the IDs that rows are sent by, by every ID that the API takes for the same row."""
    own = own_ids_in(instance)
    found = {other: sent_by for sent_by, other in own.items()}
    for row in instance.providers or ():
        if row.integration_provider is not None and row.integration_provider.id:
            found[row.integration_provider.id] = provider_id_of(row)
    return found


def _name_of(row: InstanceProvider) -> Display | None:
    name = row.provider.name if row.provider is not None else None
    name = name or row.name
    return clean(name, 80) if name else None
