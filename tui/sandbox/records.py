"""The rows of the world's state: compact objects that `render` turns into answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.sandbox.catalogue_providers import ProviderText
    from tui.sandbox.errors import Json

InstanceStatus = Literal["draft", "active", "archived", "deleted"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A catalogue object, which never changes: its answer, and what lists filter it by."""

    id: str
    status: str
    name: str
    created_ms: int
    updated_ms: int
    body: Json
    preview: Json
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    available: bool = True


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider with everything that belongs to it."""

    entry: Entry
    text: ProviderText
    version_id: str
    deployments: tuple[Entry, ...]
    configs: tuple[Entry, ...]
    auth_methods: tuple[Entry, ...]
    credentials: tuple[Entry, ...]
    auth_configs: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class IntegrationProvider:
    """A provider as one integration uses it, and the snapshot that instances show of it."""

    entry: Entry
    integration_id: str
    provider: Provider
    deployment: Entry
    config: Entry | None
    tool_filter: Json
    snapshot: Json

    @property
    def sets_itself(self) -> bool:
        """Whether a new instance gets this provider without being asked."""
        return not (self.provider.text.needs_auth or self.provider.text.needs_config)


@dataclass(frozen=True, slots=True)
class Integration:
    """An integration and its providers, retired ones included."""

    entry: Entry
    providers: tuple[IntegrationProvider, ...]

    @property
    def active_providers(self) -> tuple[IntegrationProvider, ...]:
        """The providers an instance must set before it becomes active."""
        return tuple(row for row in self.providers if row.entry.status == "active")


@dataclass(frozen=True, slots=True)
class Credential:
    """What an identity brings along for one provider."""

    id: str
    provider_id: str
    deployment_id: str
    config_id: str | None
    auth_config_id: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity, its owner and its credentials."""

    entry: Entry
    actor_id: str
    credentials: tuple[Credential, ...]


@dataclass(slots=True, eq=False)
class Instance:
    """An integration instance."""

    id: str
    status: InstanceStatus
    name: str
    description: str | None
    metadata: Json | None
    integration: Integration
    identity_actor_id: str | None
    identity_id: str | None
    magic_mcp_server_id: str | None
    created_ms: int
    updated_ms: int
    archived_ms: int | None = None
    providers: list[InstanceProvider] = field(default_factory=list)

    @property
    def active_providers(self) -> list[InstanceProvider]:
        """The rows the instance's answer shows."""
        return [row for row in self.providers if row.status == "active"]


@dataclass(slots=True, eq=False)
class InstanceProvider:
    """One provider as one instance uses it."""

    id: str
    status: Literal["active", "archived", "deleted"]
    instance: Instance
    integration_provider: IntegrationProvider
    deployment: Entry
    config: Entry | None
    auth_config: Entry | None
    tool_filter: Json
    is_override_tool_filter: bool
    created_ms: int
    updated_ms: int
    archived_ms: int | None = None

    @property
    def name(self) -> str:
        """The provider's name; the rows have none of their own."""
        return self.integration_provider.entry.name


@dataclass(slots=True, eq=False)
class SessionTemplate:
    """The session template of an instance; it is filled from `ready_ms` on."""

    id: str
    status: Literal["active", "archived"]
    name: str
    description: str | None
    metadata: Json | None
    instance: Instance
    created_ms: int
    updated_ms: int
    ready_ms: int
    provider_ids: dict[str, str] = field(default_factory=dict)
    """The template provider's ID for each instance provider's ID."""


@dataclass(slots=True, eq=False)
class Session:
    """A session made from a template, with its providers as they were then."""

    id: str
    status: Literal["active", "archived"]
    connection_state: Literal["connected", "disconnected"]
    name: str | None
    description: str | None
    metadata: Json | None
    template: SessionTemplate
    client_secret: str
    providers: list[Json]
    created_ms: int
    updated_ms: int
    client_messages: int = 0
    provider_messages: int = 0
    has_errors: bool = False
    has_warnings: bool = False
