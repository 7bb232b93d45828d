"""What the forms of one provider share: what it is, its pickers, and what is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.content import Content

from tui.errors import ApiError, Forbidden, NotFound
from tui.forms.provider import ProviderDraft
from tui.forms.tool_filter import ToolFilterDraft
from tui.resources import Kind
from tui.screens.picker import NONE, PickerScreen
from tui.store.catalogue import Catalogue, Terms
from tui.store.lookup import Lookup
from tui.text import Display, clean
from tui.widgets.fields.field import MUTED
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.provider_fields import NO_CONFIG, ProviderFields

KINDS: dict[str, Kind] = {
    "provider_config_id": "provider_config",
    "provider_auth_config_id": "provider_auth_config",
}
"""What each of a provider's fields that is picked holds the ID of."""

STAYS = Display("The API cannot take a provider off an instance.")
NO_OWN_CONFIG = Display("The integration lets no instance have a config of its own.")
NO_OWN_FILTER = Display("The integration lets no instance have a tool filter of its own.")
NO_OVERRIDE = Display("The integration lets no instance replace its tool filter.")

_NONE = {
    "provider_config_id": NONE._replace(name=Display(NO_CONFIG)),
    "provider_auth_config_id": NONE,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One provider of an instance.

    Attributes:
        row: What is set for it.
        name: What it is called.
        provider_id: Its own ID, which lists are narrowed by; None where it is not known.
        integration_id: The integration it belongs to; empty where that is not known.
        is_new: Whether the instance lacks it still, so that it can be left out again.
    """

    row: ProviderDraft
    name: Display
    provider_id: str | None
    integration_id: str
    is_new: bool = False

    def fields(self, names: Mapping[str, Display]) -> ProviderFields:
        """Return the fields to set it with."""
        identifier = clean(self.row.provider_id or "(no ID)", 80)
        return ProviderFields(
            self.row,
            Content.assemble(self.name, "  ", (identifier, MUTED)),
            names,
            note=None if self.is_new else STAYS,
        )

    def picker(self, field: PickField, text: str, lookup: Lookup) -> PickerScreen:
        """Return the list of its configs or auth configs that can be used."""
        name = str(field.path[0])
        filters = {"available_for_use": "true"}
        if self.provider_id:
            filters["provider_id"] = self.provider_id
        return PickerScreen(
            f"Choose the {field.label.lower()}",
            KINDS[name],
            lookup,
            text=text,
            nullable=True,
            none=_NONE[name],
            filters=filters,
            current=field.value,
        )

    async def inform(self, fields: ProviderFields, catalogue: Catalogue) -> None:
        """Tell the fields what the integration forbids, and which tools there are.

        What cannot be read forbids nothing, and leaves the filter untried.
        """
        terms = None
        try:
            terms = await catalogue.terms_of(self.integration_id)
        except ApiError:
            pass  # What it forbids is then for the server to say.
        else:
            fields.bar(_barred(terms))
        await self._offer_tools(fields, catalogue, terms)

    async def _offer_tools(
        self, fields: ProviderFields, catalogue: Catalogue, terms: Terms | None
    ) -> None:
        if self.provider_id is None:
            fields.say_of_tools(Display("Cannot be tried here: the provider's ID is not known."))
            return
        fields.say_of_tools(Display("Asking for the provider's tools …"))
        try:
            tools = await catalogue.tools_of(self.provider_id)
        except (Forbidden, NotFound):
            words = "Cannot be tried here: this key may not read the provider's tools."
            fields.say_of_tools(Display(words))
        except ApiError as error:
            fields.say_of_tools(Display(f"Cannot be tried here: {error.message}"))
        else:
            if not tools:
                fields.say_of_tools(Display("Cannot be tried here: the provider names no tools."))
                return
            theirs = terms.filters.get(self.provider_id) if terms is not None else None
            fields.offer_tools(tools, ToolFilterDraft.from_response(theirs) if theirs else None)


def _barred(terms: Terms) -> dict[str, Display]:
    barred = {
        "provider_config_id": (terms.may_configure, NO_OWN_CONFIG),
        "tool_filters": (terms.may_filter, NO_OWN_FILTER),
        "is_override_tool_filter": (terms.may_override, NO_OVERRIDE),
    }
    return {name: why for name, (may, why) in barred.items() if not may}
