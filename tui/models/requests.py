"""What is sent: the bodies of create, update, session template and session.

A field that was not set is not sent; one that was set to None is sent as null, where
the API takes null to clear it.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict

from tui.models.base import Metadata, with_lists

ToolFilterRequest: TypeAlias = dict[str, Any]
"""One rule as the API takes it, as `{"type": "tool_keys", "keys": [...]}`."""


class RequestBody(BaseModel):
    """A body that sends exactly what was set."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    def as_json(self) -> dict[str, Any]:
        """Return the body to send, nested objects included, unset fields absent."""
        body = self.model_dump(exclude_unset=True)
        return {name: with_lists(value) for name, value in body.items()}


class ProviderRow(RequestBody):
    """One of `providers[]`.

    The API takes a listed row whole: what is omitted of an existing row is cleared or
    falls back to the integration's.
    """

    provider_id: str
    provider_config_id: str | None = None
    provider_auth_config_id: str | None = None
    tool_filters: ToolFilterRequest | list[ToolFilterRequest] | None = None
    is_override_tool_filter: bool | None = None


class CreateIntegrationInstance(RequestBody):
    """`POST /integration-instances`. Null is refused there, so empty fields stay unset."""

    integration_id: str
    name: str
    description: str | None = None
    metadata: Metadata | None = None
    identity_actor_id: str | None = None
    identity_id: str | None = None
    providers: list[ProviderRow] | None = None


class UpdateIntegrationInstance(RequestBody):
    """`PATCH /integration-instances/{id}`: only what changed; null clears."""

    name: str | None = None
    description: str | None = None
    metadata: Metadata | None = None
    identity_actor_id: str | None = None
    identity_id: str | None = None
    providers: list[ProviderRow] | None = None


class CreateSessionTemplate(RequestBody):
    """`POST /integration-instances/{id}/session-template`: creates or updates."""

    name: str | None = None
    description: str | None = None
    metadata: Metadata | None = None


class CreateSession(CreateSessionTemplate):
    """`POST /integration-instances/{id}/session`."""


class SetInstanceProvider(RequestBody):
    """`PUT /integration-instances/{id}/providers/{provider_id}`."""

    provider_deployment_id: str | None = None
    provider_config_id: str | None = None
    provider_auth_config_id: str | None = None
    tool_filters: ToolFilterRequest | list[ToolFilterRequest] | None = None
    is_override_tool_filter: bool | None = None
