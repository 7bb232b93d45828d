"""Makes session templates and sessions, by the platform's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.sandbox.errors import rule_broken
from tui.sandbox.records import Session, SessionTemplate
from tui.sandbox.render import template_providers
from tui.sandbox.writes import refuse_archived

if TYPE_CHECKING:
    from tui.sandbox.errors import Json
    from tui.sandbox.ids import IdMaker
    from tui.sandbox.records import Instance
    from tui.sandbox.world import World


def set_template(world: World, instance: Instance, body: Json) -> SessionTemplate:
    """Create the instance's session template, or update the one there is."""
    refuse_archived(instance)
    now_ms = world.now_ms()
    template = world.template_of.get(instance.id)
    if template is None:
        template = SessionTemplate(
            id=world.new_id("ste_"),
            status="active",
            name=instance.name,
            description=instance.description,
            metadata={},
            instance=instance,
            created_ms=now_ms,
            updated_ms=now_ms,
            ready_ms=now_ms + int(world.template_delay * 1000),
        )
        world.templates.add(template)
        world.template_of[instance.id] = template
    template.name = body.get("name") or template.name
    if "description" in body:
        template.description = body["description"]
    if "metadata" in body:
        template.metadata = body["metadata"]
    for row in instance.active_providers:
        if row.id not in template.provider_ids:
            template.provider_ids[row.id] = world.new_id("stp_")
    template.updated_ms = now_ms
    return template


def create_session(world: World, instance: Instance, body: Json) -> Session:
    """Create a session from the instance's template, which must be there and filled."""
    refuse_archived(instance)
    now_ms = world.now_ms()
    template = world.template_of.get(instance.id)
    if template is None:
        raise rule_broken(
            "integration_instance_session_template_missing",
            "The integration instance has no session template; create one first",
        )
    rows = template_providers(template, now_ms)
    if not rows:
        raise rule_broken(
            "default_session_template_timeout",
            "Timed out waiting for the session template's providers to become ready",
        )
    session = Session(
        id=world.new_id("ses_"),
        status="active",
        connection_state="disconnected",
        name=body.get("name"),
        description=body.get("description"),
        metadata=body.get("metadata", {}),
        template=template,
        client_secret=world.ids.secret("metorial_cs_"),
        providers=[],
        created_ms=now_ms,
        updated_ms=now_ms,
    )
    session.providers = [session_provider(world.new_id("sep_"), session.id, row) for row in rows]
    world.sessions.add(session)
    return session


def session_provider(identifier: str, session_id: str, template_provider: Json) -> Json:
    """Copy a template's provider into a session."""
    copied = {
        key: value
        for key, value in template_provider.items()
        if key not in ("object", "id", "session_template_id")
    }
    return {
        "object": "session.provider",
        "id": identifier,
        "session_id": session_id,
        "usage": {
            "total_productive_client_message_count": 0,
            "total_productive_provider_message_count": 0,
        },
        "from_template_id": template_provider["session_template_id"],
        "from_template_provider_id": template_provider["id"],
        **copied,
    }


def new_provider_ids(ids: IdMaker, instance: Instance, ms: int) -> dict[str, str]:
    """Make a template provider's ID for each provider of an instance of long ago."""
    return {row.id: ids.at("stp_", ms) for row in instance.active_providers}
