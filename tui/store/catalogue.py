"""What an integration offers its instances, and what the tools of its providers are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tui.api.api import Api
from tui.models.tool import Tool
from tui.store.api_lookup import choice_of
from tui.store.lookup import Choice

if TYPE_CHECKING:
    from tui.models.tool_filter import ToolFilter

_MOST_TOOLS = 2_000
_GONE = ("archived", "deleted")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an integration offers its instances, and what it lets them set.

    Attributes:
        providers: Its providers, by their own IDs: an instance takes no others.
        filters: The tool filter that it sets for each of them, where it can be read.
        may_filter: Whether an instance may have a tool filter of its own.
        may_configure: Whether an instance may have a config of its own.
        may_override: Whether an instance's tool filter may replace the integration's.
    """

    providers: tuple[Choice, ...] = ()
    filters: Mapping[str, ToolFilter] = field(default_factory=dict)
    may_filter: bool = True
    may_configure: bool = True
    may_override: bool = True


class Catalogue:
    """Asks for integrations as they are now; the tools of a version stay what they are."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._tools: dict[str, tuple[Tool, ...]] = {}

    async def terms_of(self, integration_id: str) -> Terms:
        """Return what an integration offers.

        Raises:
            ApiError: The integration could not be had.
        """
        return _terms(await self._api.get("integration", integration_id))

    async def tools_of(self, provider_id: str) -> tuple[Tool, ...]:
        """Return the tools of a provider's current version; none where it names no version.

        Raises:
            ApiError: The provider, or its tools, could not be had.
        """
        provider = await self._api.get("provider", provider_id)
        version = provider.get("current_version")
        identifier = version.get("id") if isinstance(version, dict) else None
        if not isinstance(identifier, str) or not identifier:
            return ()
        if identifier not in self._tools:
            self._tools[identifier] = await self._all_tools(identifier)
        return self._tools[identifier]

    async def _all_tools(self, version_id: str) -> tuple[Tool, ...]:
        tools: list[Tool] = []
        after: str | None = None
        while True:
            page = await self._api.list_tools(version_id, after)
            tools += filter(None, map(Tool.from_json, page.items))
            before, after = after, page.last_id
            if not page.has_more_after or after in (None, before) or len(tools) >= _MOST_TOOLS:
                return tuple(tools)


def _terms(integration: Mapping[str, Any]) -> Terms:
    rows = integration.get("providers")
    choices: list[Choice] = []
    filters: dict[str, ToolFilter] = {}
    for row in rows if isinstance(rows, list) else ():
        choice = choice_of(row)
        if choice is None or choice.status in _GONE:
            continue
        provider = row.get("provider")
        nested = provider.get("id") if isinstance(provider, dict) else None
        identifier = nested or row.get("provider_id")
        if isinstance(identifier, str) and identifier:
            choices.append(choice._replace(id=identifier))
            if (tool_filter := _filter(row.get("tool_filter"))) is not None:
                filters[identifier] = tool_filter
    said = integration.get("configuration")
    configuration = said if isinstance(said, dict) else {}
    return Terms(
        tuple(choices),
        filters,
        # Only what is plainly forbidden is: an answer that lacks it forbids nothing.
        may_filter=configuration.get("can_attach_custom_tool_filters") is not False,
        may_configure=configuration.get("can_attach_custom_provider_config") is not False,
        may_override=configuration.get("can_override_tool_filters") is not False,
    )


def _filter(value: object) -> ToolFilter | None:
    # Imported here: the first screen has a catalogue and waits for no validation.
    from pydantic import ValidationError

    from tui.models.tool_filter import ToolFilter

    try:
        return ToolFilter.model_validate(value)
    except ValidationError:
        return None
