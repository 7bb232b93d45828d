"""Turns a checked query into the test that each kind of row must pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from tui.sandbox.list_query import ListQuery
    from tui.sandbox.records import (
        Credential,
        Entry,
        Instance,
        InstanceProvider,
        Session,
        SessionTemplate,
    )
    from tui.sandbox.world import World

HIDDEN: Final = frozenset({"archived", "deleted"})
Listed = TypeVar("Listed", bound="Entry | Instance | InstanceProvider | SessionTemplate | Session")
Test = Callable[[Listed], bool]


def instance_test(world: World, query: ListQuery) -> Test[Instance]:
    """Make the test for instances."""
    values = query.values
    tests: list[Test[Instance]] = _common_tests(query, lambda row: row.description)
    if "integration_id" in values:
        integrations = values["integration_id"]
        tests.append(lambda row: row.integration.entry.id in integrations)
    else:
        # What backs a magic MCP server shows only beside the rest of its integration.
        tests.append(lambda row: row.magic_mcp_server_id is None)
    if "identity_id" in values:
        identities = values["identity_id"]
        tests.append(lambda row: row.identity_id in identities)
    if "identity_actor_id" in values:
        tests.append(_actor_test(world, values["identity_actor_id"]))
    if "identity_credential_id" in values:
        holders = _holders(world, lambda one: one.id, values["identity_credential_id"])
        tests.append(lambda row: row.identity_id in holders)
    if "session_template_id" in values:
        owners = _template_owners(world, values["session_template_id"])
        tests.append(lambda row: row.id in owners)
    for name, get in _RESOLUTION.items():
        if name in values:
            by_credential = _BY_CREDENTIAL.get(name)
            bearers = _holders(world, by_credential, values[name]) if by_credential else frozenset()
            tests.append(_resolution_test(get, values[name], bearers))
    return _all_of(tests)


def instance_provider_test(world: World, query: ListQuery) -> Test[InstanceProvider]:
    """Make the test for instance providers."""
    tests: list[Test[InstanceProvider]] = _common_tests(query, lambda row: row.instance.name)
    tests.append(lambda row: row.instance.status != "deleted")
    getters = {**_RESOLUTION, **_OF_INSTANCE}
    for name, wanted in query.values.items():
        if name in getters:
            tests.append(_value_test(getters[name], wanted))
    if "session_template_id" in query.values:
        owners = _template_owners(world, query.values["session_template_id"])
        tests.append(lambda row: row.instance.id in owners)
    return _all_of(tests)


def entry_test(query: ListQuery) -> Test[Entry]:
    """Make the test for catalogue objects."""
    tests: list[Test[Entry]] = _common_tests(query, lambda row: row.body.get("description"))
    for name, wanted in query.values.items():
        if name not in ("id", "status"):
            tests.append(_key_test(name, wanted))
    if "available_for_use" in query.flags:
        available = query.flags["available_for_use"]
        tests.append(lambda row: row.available == available)
    return _all_of(tests)


def template_test(world: World, query: ListQuery) -> Test[SessionTemplate]:
    """Make the test for session templates."""
    tests: list[Test[SessionTemplate]] = _common_tests(query, lambda row: row.description)
    if "session_id" in query.values:
        wanted = query.values["session_id"]
        used = frozenset(one.template.id for one in world.sessions if one.id in wanted)
        tests.append(lambda row: row.id in used)
    if "session_provider_id" in query.values:
        has = _session_provider_test(query.values["session_provider_id"])
        origins = frozenset(one.template.id for one in world.sessions if has(one))
        tests.append(lambda row: row.id in origins)
    for name, get in _RESOLUTION.items():
        if name in query.values:
            tests.append(_template_resolution_test(get, query.values[name]))
    return _all_of(tests)


def session_test(world: World, query: ListQuery) -> Test[Session]:
    """Make the test for sessions."""
    values = query.values
    tests: list[Test[Session]] = _common_tests(query, lambda row: row.description)
    if "session_template_id" in values:
        templates = values["session_template_id"]
        tests.append(lambda row: row.template.id in templates)
    if "identity_id" in values:
        identities = values["identity_id"]
        tests.append(lambda row: row.template.instance.identity_id in identities)
    if "actor_id" in values:
        acts = _actor_test(world, values["actor_id"])
        tests.append(lambda row: acts(row.template.instance))
    if "session_provider_id" in values:
        tests.append(_session_provider_test(values["session_provider_id"]))
    if not values.keys().isdisjoint(_NOBODYS):
        tests.append(lambda row: False)
    for name, get in _RESOLUTION.items():
        if name in values:
            tests.append(_session_resolution_test(get, values[name]))
    return _all_of(tests)


_NOBODYS: Final = ("agent_id", "consumer_id")
"""What sessions can be asked for by and no session here has."""
_RESOLUTION: Final[dict[str, Callable[[InstanceProvider], str | None]]] = {
    "provider_id": lambda row: row.integration_provider.provider.entry.id,
    "integration_provider_id": lambda row: row.integration_provider.entry.id,
    "provider_deployment_id": lambda row: row.deployment.id,
    "provider_config_id": lambda row: row.config.id if row.config else None,
    "provider_auth_config_id": lambda row: row.auth_config.id if row.auth_config else None,
}
_OF_INSTANCE: Final[dict[str, Callable[[InstanceProvider], str | None]]] = {
    "integration_id": lambda row: row.integration_provider.integration_id,
    "integration_instance_id": lambda row: row.instance.id,
}
_BY_CREDENTIAL: Final[dict[str, Callable[[Credential], str | None]]] = {
    "provider_deployment_id": lambda one: one.deployment_id,
    "provider_config_id": lambda one: one.config_id,
    "provider_auth_config_id": lambda one: one.auth_config_id,
}


def _all_of(tests: list[Test[Listed]]) -> Test[Listed]:
    def test(row: Listed) -> bool:
        # A plain loop: `all` over a generator doubles the time of a walk over a large world.
        for one in tests:  # noqa: SIM110
            if not one(row):
                return False
        return True

    return test


def _common_tests(query: ListQuery, describe: Callable[[Listed], str | None]) -> list[Test[Listed]]:
    """Make what all lists have: status, IDs, times, and the search in name and description."""
    tests: list[Test[Listed]] = [_status_test(query.values.get("status"))]
    if "id" in query.values:
        ids = query.values["id"]
        tests.append(lambda row: row.id in ids)
    if "created_at" in query.ranges:
        created = query.ranges["created_at"]
        tests.append(lambda row: created.contains(row.created_ms))
    if "updated_at" in query.ranges:
        updated = query.ranges["updated_at"]
        tests.append(lambda row: updated.contains(row.updated_ms))
    needle = query.search.strip().casefold()
    if needle:
        tests.append(
            lambda row: (
                needle in (row.name or "").casefold()
                or needle in (describe(row) or "").casefold()
                or needle == row.id.casefold()
            )
        )
    return tests


def _status_test(wanted: frozenset[str] | None) -> Test[Listed]:
    if wanted is None:
        return lambda row: row.status not in HIDDEN
    return lambda row: row.status in wanted and row.status != "deleted"


def _value_test(
    get: Callable[[InstanceProvider], str | None], wanted: frozenset[str]
) -> Test[InstanceProvider]:
    return lambda row: get(row) in wanted


def _key_test(name: str, wanted: frozenset[str]) -> Test[Entry]:
    return lambda row: not wanted.isdisjoint(row.keys.get(name, ()))


def _resolution_test(
    get: Callable[[InstanceProvider], str | None],
    wanted: frozenset[str],
    bearers: frozenset[str] = frozenset(),
) -> Test[Instance]:
    """Pass an instance that resolves to one of the IDs, itself or through its identity."""

    def test(row: Instance) -> bool:
        if row.identity_id in bearers:
            return True
        return any(get(one) in wanted for one in row.providers if one.status == "active")

    return test


def _template_resolution_test(
    get: Callable[[InstanceProvider], str | None], wanted: frozenset[str]
) -> Test[SessionTemplate]:
    resolves = _resolution_test(get, wanted)
    return lambda row: resolves(row.instance)


def _session_resolution_test(
    get: Callable[[InstanceProvider], str | None], wanted: frozenset[str]
) -> Test[Session]:
    resolves = _resolution_test(get, wanted)
    return lambda row: resolves(row.template.instance)


def _session_provider_test(wanted: frozenset[str]) -> Test[Session]:
    return lambda row: any(one["id"] in wanted for one in row.providers)


def _actor_test(world: World, wanted: frozenset[str]) -> Test[Instance]:
    owned = frozenset(
        identity.entry.id
        for identity in world.people.identity_rows.values()
        if identity.actor_id in wanted
    )
    return lambda row: row.identity_actor_id in wanted or row.identity_id in owned


def _holders(
    world: World, get: Callable[[Credential], str | None], wanted: frozenset[str]
) -> frozenset[str]:
    """The identities that have one of the credentials looked for."""
    return frozenset(
        identity.entry.id
        for identity in world.people.identity_rows.values()
        if any(get(one) in wanted for one in identity.credentials)
    )


def _template_owners(world: World, wanted: frozenset[str]) -> frozenset[str]:
    templates = (world.templates.get(identifier) for identifier in wanted)
    return frozenset(template.instance.id for template in templates if template is not None)
