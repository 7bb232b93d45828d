"""Providers and what belongs to them: deployments, configs, auth methods, credentials."""

from __future__ import annotations

from typing import Any

from tui.models.base import ApiObject, Flag, NamedObject, NamedPreview


class Provider(NamedObject):
    """`provider#preview`: what an integration talks to, as GitHub or Slack."""

    slug: str | None = None


class Deployment(NamedPreview):
    """`provider.deployment#preview`: a provider set up to run."""


class Config(NamedPreview):
    """`provider.config#preview`: the settings a deployment runs with."""


class AuthConfig(NamedPreview):
    """`provider.auth_config#preview`: one party's authorisation at a provider."""


class Scope(ApiObject):
    """`provider.capabilities.auth_method.scope`: a right that an auth method asks for."""

    scope: str | None = None
    name: str | None = None
    description: str | None = None


class AuthMethod(NamedObject):
    """`provider.capabilities.auth_method`: how one authorises at a provider."""

    type: str | None = None
    key: str | None = None
    capabilities: dict[str, Any] | None = None
    input_schema: dict[str, Any] | None = None
    output_schema: dict[str, Any] | None = None
    scopes: tuple[Scope, ...] | None = None
    provider_id: str | None = None
    provider_specification_id: str | None = None


class AuthCredentials(NamedPreview):
    """`provider.auth_credentials`: the client an OAuth provider knows us by."""

    type: str | None = None
    is_managed: Flag | None = None


class ProviderTool(NamedObject):
    """A tool, resource or prompt that a provider version offers."""

    key: str | None = None
    title: str | None = None
