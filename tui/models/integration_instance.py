"""The integration instance, its providers, and the snapshots they resolve to."""

from __future__ import annotations

from typing import Any

from tui.models.base import ApiObject, Flag, NamedObject, Timestamp
from tui.models.provider import (
    AuthConfig,
    AuthCredentials,
    AuthMethod,
    Config,
    Deployment,
    Provider,
)
from tui.models.tool_filter import ToolFilter

STATUSES = ("draft", "active", "archived", "deleted")
"""The statuses the API names; any other is shown as it came."""


class Implementation(ApiObject):
    """What an instance backs, where it backs something: today a magic MCP server."""

    type: str | None = None
    magic_mcp_server_id: str | None = None


class IntegrationProvider(NamedObject):
    """`integration.provider#snapshot`: a provider as its integration set it up.

    The API page nests objects (`provider`, `deployment`, ...), the official SDK reads
    flat IDs (`provider_id`, ...): both are kept as they came.
    """

    provider_version: dict[str, Any] | None = None
    tool_filter: ToolFilter | None = None
    provider: Provider | None = None
    provider_id: str | None = None
    deployment: Deployment | None = None
    deployment_id: str | None = None
    auth_method: AuthMethod | None = None
    auth_method_id: str | None = None
    auth_credentials: AuthCredentials | None = None
    auth_credentials_id: str | None = None
    config: Config | None = None
    archived_at: Timestamp | None = None


class InstanceProvider(NamedObject):
    """`integration.instance.provider`: what an instance resolves to for one provider."""

    integration_id: str | None = None
    integration_instance_id: str | None = None
    tool_filter: ToolFilter | None = None
    is_override_tool_filter: Flag | None = None
    provider: Provider | None = None
    integration_provider: IntegrationProvider | None = None
    config: Config | None = None
    auth_config: AuthConfig | None = None
    callback_instance_id: str | None = None
    archived_at: Timestamp | None = None


class IntegrationInstance(NamedObject):
    """`integration.instance`: an integration made real for an actor or identity."""

    integration_id: str | None = None
    identity_actor_id: str | None = None
    identity_id: str | None = None
    implementation: Implementation | None = None
    providers: tuple[InstanceProvider, ...] | None = None
    archived_at: Timestamp | None = None
