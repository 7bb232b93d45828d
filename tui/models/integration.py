"""Integrations, and the identities and actors that instances are made for."""

from __future__ import annotations

from tui.models.base import ApiObject, Flag, NamedObject
from tui.models.integration_instance import IntegrationProvider


class IntegrationConfiguration(ApiObject):
    """What an integration lets its instances change."""

    can_attach_custom_tool_filters: Flag | None = None
    can_attach_custom_provider_config: Flag | None = None
    can_override_tool_filters: Flag | None = None
    enable_callback_tools: Flag | None = None
    use_integration_name_in_tool_names: Flag | None = None


class Integration(NamedObject):
    """`integration`: a set of providers that instances are made from."""

    slug: str | None = None
    configuration: IntegrationConfiguration | None = None
    providers: tuple[IntegrationProvider, ...] | None = None


class Identity(NamedObject):
    """`identity`: whose credentials an instance uses."""

    actor_id: str | None = None


class IdentityActor(NamedObject):
    """`identity.actor`: the person or agent behind an identity."""

    type: str | None = None
