"""An instance's providers as an instance's form lists them: rows, names, what can be added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.forms.provider import ProviderDraft, provider_id_of
from tui.models.integration_instance import InstanceProvider, IntegrationInstance
from tui.resources import Kind
from tui.store.catalogue import Catalogue
from tui.store.lookup import Choice, Choices, Lookup
from tui.text import Display, clean
from tui.widgets.fields.rows_field import FormRow


class IntegrationProviders:
    """A `Lookup` of one integration's providers, searched here as they are few."""

    def __init__(self, lookup: Lookup, catalogue: Catalogue) -> None:
        self._lookup = lookup
        self._catalogue = catalogue

    async def search(self, kind: Kind, text: str, **filters: str) -> tuple[Choice, ...]:
        """Return those of the integration's providers that match `text`."""
        rows = (await self._catalogue.terms_of(filters["integration_id"])).providers
        wanted = text.casefold()
        return tuple(
            row
            for row in rows
            if any(wanted in part.casefold() for part in (row.name, row.id, row.slug or ""))
        )

    async def page(self, kind: Kind, text: str, after: str = "", **filters: str) -> Choices:
        """Return all of them that match: there are no further pages."""
        return Choices(await self.search(kind, text, **filters))

    async def name_of(self, kind: Kind, identifier: str) -> Choice | None:
        """Return the object of that ID, or None where it cannot be read."""
        return await self._lookup.name_of(kind, identifier)

    def recent(self, kind: Kind, **filters: str) -> tuple[Choice, ...]:
        """Return none: so few need no second place."""
        return ()

    def picked(self, kind: Kind, choice: Choice, **filters: str) -> None:
        """Remember nothing."""


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


def form_rows(
    rows: Sequence[ProviderDraft],
    before: Sequence[ProviderDraft],
    names: Mapping[str, Display],
) -> list[FormRow]:
    """Return the rows as they are drawn: name, what is set, and whether that is new."""
    drawn = []
    for number, row in enumerate(rows):
        mark = None
        if number >= len(before):
            mark = Display("new")
        elif row != before[number]:
            mark = Display("changed")
        drawn.append(FormRow(row_name(row, names), _detail(row, names), mark))
    return drawn


def row_name(row: ProviderDraft, names: Mapping[str, Display]) -> Display:
    """Return what the row's provider is called: its name, or its ID."""
    return names.get(row.provider_id) or clean(row.provider_id or "(no ID)", 80)


def _detail(row: ProviderDraft, names: Mapping[str, Display]) -> Display:
    parts = [
        names.get(identifier) or clean(identifier, 40)
        for identifier in (row.provider_config_id, row.provider_auth_config_id)
        if identifier
    ]
    return Display(", ".join([*parts, row.tool_filter.summary]))


def _name_of(row: InstanceProvider) -> Display | None:
    name = row.provider.name if row.provider is not None else None
    name = name or row.name
    return clean(name, 80) if name else None
