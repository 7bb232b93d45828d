"""What the platform does with a write to an instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.sandbox.errors import gone, not_found, rule_broken
from tui.sandbox.records import Instance, InstanceProvider
from tui.sandbox.tool_filters import ALLOW_ALL, filter_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.sandbox.collection import Collection
    from tui.sandbox.errors import Json
    from tui.sandbox.records import Entry, Integration, IntegrationProvider
    from tui.sandbox.world import World


def create_instance(world: World, body: Json) -> Instance:
    """Create an instance from a checked body; it is born a draft."""
    integration = world.catalogue.integration_rows.get(body["integration_id"])
    if integration is None:
        raise not_found("integration", body["integration_id"])
    _check_identity(world, body)
    changes = _plan_providers(world, integration, body.get("providers", []))
    now_ms = world.now_ms()
    instance = Instance(
        id=world.new_id("int_"),
        status="draft",
        name=body["name"],
        description=body.get("description"),
        metadata=body.get("metadata", {}),
        integration=integration,
        identity_actor_id=body.get("identity_actor_id"),
        identity_id=body.get("identity_id"),
        magic_mcp_server_id=None,
        created_ms=now_ms,
        updated_ms=now_ms,
    )
    chosen = {link.entry.id for link, _ in changes}
    for link in integration.active_providers:
        if link.sets_itself and link.entry.id not in chosen:
            changes.append(_plan_provider(world, link, {}))
    world.instances.add(instance)
    _apply(world, instance, changes)
    return instance


def update_instance(world: World, instance: Instance, body: Json) -> Instance:
    """Change what a checked body names, and nothing else."""
    refuse_archived(instance)
    _check_identity(world, body)
    changes = _plan_providers(world, instance.integration, body.get("providers", []))
    if "name" in body:
        instance.name = body["name"]
    if "description" in body:
        instance.description = body["description"]
    if "metadata" in body:
        instance.metadata = body["metadata"]
    if "identity_actor_id" in body:
        # A new actor without an identity leaves none, whatever there was before.
        instance.identity_actor_id = body["identity_actor_id"]
        instance.identity_id = None
    if "identity_id" in body:
        instance.identity_id = body["identity_id"]
    if body:
        instance.updated_ms = world.now_ms()
    _apply(world, instance, changes)
    return instance


def set_provider(
    world: World, instance: Instance, provider_id: str, body: Json
) -> InstanceProvider:
    """Set one provider of an instance, whole."""
    refuse_archived(instance)
    link = _find_link(world, instance.integration, provider_id)
    changes = [_plan_provider(world, link, body)]
    instance.updated_ms = world.now_ms()
    return _apply(world, instance, changes)[0]


def archive_instance(world: World, instance: Instance) -> Instance:
    """Archive an instance; there is no way back."""
    refuse_archived(instance)
    instance.status = "archived"
    instance.archived_ms = instance.updated_ms = world.now_ms()
    return instance


def refuse_archived(instance: Instance) -> None:
    """Refuse a change to an archived instance."""
    if instance.status == "archived":
        raise gone("integration.instance", instance.id)


Change = tuple["IntegrationProvider", "Callable[[InstanceProvider], None]"]


def _check_identity(world: World, body: Json) -> None:
    identity_id, actor_id = body.get("identity_id"), body.get("identity_actor_id")
    if actor_id is not None and world.people.actors.get(actor_id) is None:
        raise not_found("identity.actor", actor_id)
    if identity_id is not None and world.people.identities.get(identity_id) is None:
        raise not_found("identity", identity_id)


def _find_link(world: World, integration: Integration, provider_id: str) -> IntegrationProvider:
    for link in integration.active_providers:
        if provider_id in (link.entry.id, link.provider.entry.id):
            return link
    catalogue = world.catalogue
    known = provider_id in catalogue.provider_rows
    if known or provider_id in catalogue.integration_provider_rows:
        raise rule_broken(
            "integration_instance_provider_mismatch",
            "The provider does not belong to the integration of this instance",
        )
    raise not_found("provider", provider_id)


def _plan_providers(world: World, integration: Integration, rows: list[Json]) -> list[Change]:
    # Everything is looked up before anything is changed, so that a refusal leaves no traces.
    changes: list[Change] = []
    seen: set[str] = set()
    for row in rows:
        link = _find_link(world, integration, row["provider_id"])
        if link.entry.id in seen:
            raise rule_broken(
                "duplicate_integration_instance_provider",
                "A provider may be listed only once",
            )
        seen.add(link.entry.id)
        changes.append(_plan_provider(world, link, row))
    return changes


def _plan_provider(world: World, link: IntegrationProvider, row: Json) -> Change:
    """Resolve a row that is taken whole: what it omits falls back or is cleared."""
    catalogue = world.catalogue
    deployment = (
        _belonging(catalogue.deployments, "provider_deployment", link, row) or link.deployment
    )
    auth_config = _belonging(catalogue.auth_configs, "provider_auth_config", link, row)
    config = link.config
    if "provider_config_id" in row:
        config = _belonging(catalogue.configs, "provider_config", link, row)
    filters = row.get("tool_filters", link.tool_filter)

    def change(target: InstanceProvider) -> None:
        target.deployment, target.config, target.auth_config = deployment, config, auth_config
        if "tool_filters" not in row:
            target.tool_filter = link.tool_filter
        elif filters is None:
            target.tool_filter = ALLOW_ALL
        else:
            target.tool_filter = filter_by(*(filters if isinstance(filters, list) else [filters]))
        target.is_override_tool_filter = row.get("is_override_tool_filter", False)

    return link, change


def _belonging(
    rows: Collection[Entry], kind: str, link: IntegrationProvider, row: Json
) -> Entry | None:
    identifier = row.get(f"{kind}_id")
    if identifier is None:
        return None
    entry = rows.get(identifier)
    if entry is None:
        raise not_found(kind.replace("_", ".", 1), identifier)
    if entry.body["provider_id"] != link.provider.entry.id:
        raise rule_broken(
            f"{kind}_mismatch", f"The {kind.replace('_', ' ')} belongs to another provider"
        )
    return entry


def _apply(world: World, instance: Instance, changes: list[Change]) -> list[InstanceProvider]:
    now_ms = world.now_ms()
    rows = {row.integration_provider.entry.id: row for row in instance.active_providers}
    changed = []
    for link, change in changes:
        row = rows.get(link.entry.id)
        if row is None:
            row = InstanceProvider(
                id=world.new_id("iip_"),
                status="active",
                instance=instance,
                integration_provider=link,
                deployment=link.deployment,
                config=link.config,
                auth_config=None,
                tool_filter=link.tool_filter,
                is_override_tool_filter=False,
                created_ms=now_ms,
                updated_ms=now_ms,
            )
            instance.providers.append(row)
            world.instance_providers.add(row)
            rows[link.entry.id] = row
        change(row)
        row.updated_ms = now_ms
        changed.append(row)
    wanted = {link.entry.id for link in instance.integration.active_providers}
    if instance.status == "draft" and wanted and wanted <= rows.keys():
        instance.status = "active"
    return changed
