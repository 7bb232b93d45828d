"""An instance's providers as an instance's form lists them: its rows, and what can be added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.forms.provider import ProviderDraft
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
