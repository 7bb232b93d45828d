"""Builds what instances refer to: providers and all that is theirs, and the integrations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.sandbox.build_providers import build_provider
from tui.sandbox.catalogue import INTEGRATIONS, IntegrationText
from tui.sandbox.catalogue_providers import PROVIDERS
from tui.sandbox.collection import Collection
from tui.sandbox.encoding import shared
from tui.sandbox.records import Entry, Integration, IntegrationProvider, Provider
from tui.sandbox.times import DAY, MINUTE, iso, iso_or_none
from tui.sandbox.tool_filters import ALLOW_ALL, filter_by

if TYPE_CHECKING:
    from tui.sandbox.errors import Json
    from tui.sandbox.ids import IdMaker


@dataclass(frozen=True)
class Catalogue:
    """Everything that requests refer to and never change."""

    providers: Collection[Entry]
    deployments: Collection[Entry]
    configs: Collection[Entry]
    auth_configs: Collection[Entry]
    tools: Collection[Entry]
    integrations: Collection[Entry]
    integration_providers: Collection[Entry]
    provider_rows: dict[str, Provider] = field(default_factory=dict)
    integration_rows: dict[str, Integration] = field(default_factory=dict)
    integration_provider_rows: dict[str, IntegrationProvider] = field(default_factory=dict)


def build_catalogue(ids: IdMaker, now_ms: int) -> Catalogue:
    """Build the providers, then the integrations over them."""
    first_ms = now_ms - 800 * DAY
    providers: list[Provider] = []
    tools: list[Entry] = []
    for index, text in enumerate(PROVIDERS):
        provider, its_tools = build_provider(ids, text, first_ms + index * DAY, now_ms)
        providers.append(provider)
        tools.extend(its_tools)
    by_slug = {provider.text.slug: provider for provider in providers}
    integrations = [
        _build_integration(ids, text, by_slug, first_ms + (12 + index) * DAY, now_ms)
        for index, text in enumerate(INTEGRATIONS)
    ]
    links = [row for integration in integrations for row in integration.providers]
    return Catalogue(
        providers=Collection(provider.entry for provider in providers),
        deployments=Collection(row for provider in providers for row in provider.deployments),
        configs=Collection(row for provider in providers for row in provider.configs),
        auth_configs=Collection(row for provider in providers for row in provider.auth_configs),
        tools=Collection(tools),
        integrations=Collection(integration.entry for integration in integrations),
        integration_providers=Collection(row.entry for row in links),
        provider_rows={provider.entry.id: provider for provider in providers},
        integration_rows={integration.entry.id: integration for integration in integrations},
        integration_provider_rows={row.entry.id: row for row in links},
    )


def _build_integration(
    ids: IdMaker,
    text: IntegrationText,
    by_slug: dict[str, Provider],
    created_ms: int,
    now_ms: int,
) -> Integration:
    integration_id = ids.at("itg_", created_ms)
    links = tuple(
        _build_link(ids, text, by_slug[slug], integration_id, created_ms + number * MINUTE, now_ms)
        for number, slug in enumerate(text.providers + text.retired)
    )
    updated_ms = created_ms + (now_ms - created_ms) // 3
    body: Json = {
        "object": "integration",
        "id": integration_id,
        "status": "active",
        "slug": text.slug,
        "name": text.name,
        "description": text.description,
        "metadata": {},
        "configuration": {
            "can_attach_custom_tool_filters": not text.locked,
            "can_attach_custom_provider_config": not text.locked,
            "can_override_tool_filters": not text.locked,
            "enable_callback_tools": text.slug == "incident-response",
            "use_integration_name_in_tool_names": False,
        },
        "implementation": None,
        "providers": [link.entry.body for link in links if link.entry.status == "active"],
        "created_at": iso(created_ms),
        "updated_at": iso(updated_ms),
        "archived_at": None,
    }
    keys = {
        "provider_id": frozenset(link.provider.entry.id for link in links),
        "integration_provider_id": frozenset(link.entry.id for link in links),
    }
    entry = Entry(integration_id, "active", text.name, created_ms, updated_ms, body, body, keys)
    return Integration(entry, links)


def _build_link(
    ids: IdMaker,
    text: IntegrationText,
    provider: Provider,
    integration_id: str,
    created_ms: int,
    now_ms: int,
) -> IntegrationProvider:
    slug = provider.text.slug
    retired = slug in text.retired
    link_id = ids.at("itp_", created_ms)
    version_id = ids.at("ipv_", created_ms)
    deployment = provider.deployments[0]
    config = provider.configs[0]
    auth_method = provider.auth_methods[0] if provider.auth_methods else None
    credentials = provider.credentials[0] if provider.credentials else None
    # The locked integrations may only read, which is the parent filter that instances inherit.
    readers = [key for key, _, hint in provider.text.tools if hint == "read"]
    tool_filter = filter_by({"type": "tool_keys", "keys": readers}) if text.locked else ALLOW_ALL
    updated_ms = created_ms + (now_ms - created_ms) // 4
    common: Json = {
        "id": link_id,
        "status": "archived" if retired else "active",
        "name": provider.text.name,
        "description": None,
        "metadata": {},
        "tool_filter": tool_filter,
        "provider_id": provider.entry.id,
        "deployment_id": deployment.id,
        "auth_method_id": auth_method and auth_method.id,
        "auth_credentials_id": credentials and credentials.id,
        "config": config.preview,
        "created_at": iso(created_ms),
        "updated_at": iso(updated_ms),
        "archived_at": iso_or_none(updated_ms if retired else None),
    }
    body: Json = {
        "object": "integration.provider",
        **common,
        "integration_id": integration_id,
        "callbacks": {
            "object": "integration.provider.callbacks",
            "status": "disabled",
            "callback_id": None,
        },
    }
    snapshot: Json = {
        "object": "integration.provider#snapshot",
        "provider_version": {
            "object": "integration.provider.version",
            "id": version_id,
            "index": 1,
        },
        **common,
        "provider": provider.entry.preview,
        "deployment": deployment.preview,
        "auth_method": auth_method and auth_method.body,
        "auth_credentials": credentials and credentials.body,
    }
    keys = {
        "integration_id": frozenset({integration_id}),
        "provider_id": frozenset({provider.entry.id}),
        "provider_deployment_id": frozenset({deployment.id}),
        "provider_config_id": frozenset({config.id}),
        "provider_auth_method_id": frozenset({auth_method.id} if auth_method else ()),
        "provider_auth_credentials_id": frozenset({credentials.id} if credentials else ()),
    }
    entry = Entry(
        link_id, common["status"], provider.text.name, created_ms, updated_ms, body, snapshot, keys
    )
    return IntegrationProvider(
        entry, integration_id, provider, deployment, config, tool_filter, shared(snapshot)
    )
