"""What is known of an instance and of what it is made of, and what would have to be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tui.forms.tool_filter import ToolFilterDraft
from tui.models.integration_instance import InstanceProvider, IntegrationInstance
from tui.models.provider import Config
from tui.models.tool import Tool
from tui.resources import Kind
from tui.text import Display, clean

Part: TypeAlias = tuple[Kind, str]
"""An object by its kind and its ID."""

GONE = frozenset({"archived", "deleted"})
"""The statuses that nothing comes back from."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Stands for what could not be had.

    Attributes:
        reason: Why, safe to draw.
    """

    reason: Display


NOT_ASKED = Unknown(Display("it was not asked for"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known.

    Attributes:
        instance: The instance.
        parts: The JSON of the objects that it names, as they are now.
        tools: The tools of its providers, by the providers' IDs, where a filter picks among them.
        template: The JSON of its session template; None where there surely is none.
    """

    instance: IntegrationInstance
    parts: Mapping[Part, Mapping[str, Any] | Unknown] = field(default_factory=dict)
    tools: Mapping[str, tuple[Tool, ...] | Unknown] = field(default_factory=dict)
    template: Mapping[str, Any] | Unknown | None = NOT_ASKED

    def part(self, kind: Kind, identifier: str) -> Mapping[str, Any] | Unknown:
        """Return what is known of an object."""
        return self.parts.get((kind, identifier), NOT_ASKED)


def is_gone(instance: IntegrationInstance) -> bool:
    """Return whether an instance is archived or deleted, so that its parts do not matter."""
    return instance.status in GONE or bool(instance.archived_at)


def parts_of(instance: IntegrationInstance) -> tuple[Part, ...]:
    """Return the objects that an instance names and the API serves, each once."""
    if is_gone(instance):
        return ()
    named: list[tuple[Kind, str | None]] = [
        ("integration", instance.integration_id),
        ("identity", instance.identity_id),
        ("identity_actor", instance.identity_actor_id),
    ]
    for row in instance.providers or ():
        named.append(("provider_deployment", deployment_of(row)))
        config, auth_config = config_of(row), row.auth_config
        named.append(("provider_config", config.id if config else None))
        named.append(("provider_auth_config", auth_config.id if auth_config else None))
    return tuple(dict.fromkeys((kind, one) for kind, one in named if one))


def tools_wanted(instance: IntegrationInstance) -> tuple[str, ...]:
    """Return the IDs of the providers whose tools a filter picks among, each once."""
    if is_gone(instance):
        return ()
    rows = (row for row in instance.providers or () if any(map(picks_tools, filters_of(row))))
    return tuple(dict.fromkeys(one for row in rows if (one := provider_id(row))))


# What an instance's provider names, in whichever shape the API put it.


def provider_id(row: InstanceProvider) -> str | None:
    """Return the ID of the provider itself, or None where it did not come."""
    setup = row.integration_provider
    nested = (row.provider, setup.provider if setup else None)
    found = next((one.id for one in nested if one is not None and one.id), None)
    return found or (setup.provider_id if setup else None) or None


def provider_name(row: InstanceProvider, number: int) -> Display:
    """Return what a provider is called, as the tree calls it."""
    names = (row.provider.name if row.provider else None, row.name, provider_id(row))
    called = next((one for one in names if one), None)
    return clean(called, 80) if called else Display(f"provider {number + 1}")


def deployment_of(row: InstanceProvider) -> str | None:
    """Return the ID of the deployment that a provider runs on."""
    setup = row.integration_provider
    if setup is None:
        return None
    return (setup.deployment.id if setup.deployment else None) or setup.deployment_id


def config_of(row: InstanceProvider) -> Config | None:
    """Return the config that a provider runs with: its own, else the integration's."""
    setup = row.integration_provider
    return row.config or (setup.config if setup else None)


def needs_auth(row: InstanceProvider) -> bool:
    """Return whether a provider has a way to sign in, which somebody must have gone."""
    setup = row.integration_provider
    return setup is not None and bool(setup.auth_method or setup.auth_method_id)


def filters_of(row: InstanceProvider) -> tuple[ToolFilterDraft, ToolFilterDraft]:
    """Return a provider's own tool filter and the integration's."""
    setup = row.integration_provider
    theirs = setup.tool_filter if setup else None
    return ToolFilterDraft.from_response(row.tool_filter), ToolFilterDraft.from_response(theirs)


def picks_tools(draft: ToolFilterDraft) -> bool:
    """Return whether a filter picks among tools."""
    return draft.mode == "rules" and any(one.kind.startswith("tool_") for one in draft.rules)
