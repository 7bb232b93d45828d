"""Turns rows of the world into the JSON objects of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.sandbox.times import iso, iso_or_none

if TYPE_CHECKING:
    from tui.sandbox.errors import Json
    from tui.sandbox.records import (
        Entry,
        Instance,
        InstanceProvider,
        Session,
        SessionTemplate,
    )


def render_entry(entry: Entry) -> Json:
    """Render a catalogue object, which is ready made."""
    return entry.body


def render_instance(instance: Instance) -> Json:
    """Render an `integration.instance`; only its active providers are shown."""
    implementation = None
    if instance.magic_mcp_server_id is not None:
        implementation = {
            "type": "magic_mcp_server",
            "magic_mcp_server_id": instance.magic_mcp_server_id,
        }
    return {
        "object": "integration.instance",
        "id": instance.id,
        "status": instance.status,
        "name": instance.name,
        "description": instance.description,
        "metadata": instance.metadata,
        "integration_id": instance.integration.entry.id,
        "identity_actor_id": instance.identity_actor_id,
        "identity_id": instance.identity_id,
        "implementation": implementation,
        "providers": [render_instance_provider(row) for row in instance.active_providers],
        "created_at": iso(instance.created_ms),
        "updated_at": iso(instance.updated_ms),
        "archived_at": iso_or_none(instance.archived_ms),
    }


def render_instance_provider(row: InstanceProvider) -> Json:
    """Render an `integration.instance.provider`."""
    link = row.integration_provider
    return {
        "object": "integration.instance.provider",
        "id": row.id,
        "status": row.status,
        "name": row.name,
        "description": None,
        "metadata": {},
        "integration_id": link.integration_id,
        "integration_instance_id": row.instance.id,
        "tool_filter": row.tool_filter,
        "is_override_tool_filter": row.is_override_tool_filter,
        "provider": link.provider.entry.preview,
        "integration_provider": link.snapshot,
        "config": row.config and row.config.preview,
        "auth_config": row.auth_config and row.auth_config.preview,
        "callback_instance_id": None,
        "created_at": iso(row.created_ms),
        "updated_at": iso(row.updated_ms),
        "archived_at": iso_or_none(row.archived_ms),
    }


def resolve_provider(row: InstanceProvider) -> Json:
    """Render what an instance provider resolves to, as templates and sessions show it."""
    config = row.config or row.integration_provider.config
    return {
        "tool_filter": row.tool_filter,
        "provider_id": row.integration_provider.provider.entry.id,
        "deployment": row.deployment.preview,
        "config": config and config.preview,
        "auth_config": row.auth_config
        and {"object": "provider.auth_config", "id": row.auth_config.id},
        "created_at": iso(row.created_ms),
        "updated_at": iso(row.updated_ms),
    }


def template_providers(template: SessionTemplate, now_ms: int) -> list[Json]:
    """Render a template's providers: none until it is filled."""
    if now_ms < template.ready_ms:
        return []
    return [
        {
            "object": "session.template.provider",
            "id": template.provider_ids[row.id],
            "status": "active",
            "session_template_id": template.id,
            **resolve_provider(row),
        }
        for row in template.instance.active_providers
        if row.id in template.provider_ids
    ]


def render_template(template: SessionTemplate, now_ms: int) -> Json:
    """Render a `session.template`."""
    return {
        "object": "session.template",
        "id": template.id,
        "status": template.status,
        "name": template.name,
        "description": template.description,
        "metadata": template.metadata,
        "integration_instance_id": template.instance.id,
        "integration_instance_group_id": None,
        "identity_actor_id": template.instance.identity_actor_id,
        "identity_id": template.instance.identity_id,
        "providers": template_providers(template, now_ms),
        "created_at": iso(template.created_ms),
        "updated_at": iso(template.updated_ms),
    }


def render_session(session: Session) -> Json:
    """Render a `session`, its client secret included."""
    return {
        "object": "session",
        "id": session.id,
        "status": session.status,
        "connection_state": session.connection_state,
        "connection_url": f"https://connect.example.com/mcp/{session.id}",
        "client_secret": session.client_secret,
        "name": session.name,
        "description": session.description,
        "metadata": session.metadata,
        "usage": {
            "total_productive_client_message_count": session.client_messages,
            "total_productive_provider_message_count": session.provider_messages,
        },
        "providers": session.providers,
        "from_template_ids": [session.template.id],
        "identity_actor_id": session.template.instance.identity_actor_id,
        "identity_id": session.template.instance.identity_id,
        "has_errors": session.has_errors,
        "has_warnings": session.has_warnings,
        "created_at": iso(session.created_ms),
        "updated_at": iso(session.updated_ms),
    }


def render_environment(environment_type: str, made_ms: int) -> Json:
    """Render the `instance` (environment) of a given type."""
    name = environment_type.capitalize()
    stamps = {"created_at": iso(made_ms), "updated_at": iso(made_ms)}
    return {
        "object": "instance",
        "id": environment_id(environment_type),
        "slug": f"web-{environment_type}",
        "name": name,
        "organization_id": "org_V0aCmeExample001",
        "sandbox_id": None,
        "type": environment_type,
        "project": {
            "object": "project",
            "id": "prj_V0aCmeExample002",
            "status": "active",
            "slug": "acme-web",
            "name": "Acme Web",
            "organization_id": "org_V0aCmeExample001",
            **stamps,
        },
        **stamps,
    }


def environment_id(environment_type: str) -> str:
    """The ID of the environment of a type; each project has one of either."""
    return "ins_V0aCmeExample003" if environment_type == "development" else "ins_V0aCmeExample004"
