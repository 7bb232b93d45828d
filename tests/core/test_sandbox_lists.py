"""The lists over HTTP: filters, search, statuses, pages, pickers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tui.sandbox import SANDBOX_KEY
from tui.sandbox.app import create_app
from tui.sandbox.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tui.sandbox.records import Instance

PICKERS = (
    "/integrations",
    "/integration-providers",
    "/providers",
    "/provider-deployments",
    "/provider-configs",
    "/provider-auth-configs",
    "/identities",
    "/identity-actors",
    "/session-templates",
    "/sessions",
    "/integration-instance-providers",
)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=create_app(world)),
        base_url="http://sandbox",
        headers={"authorization": f"Bearer {SANDBOX_KEY}"},
    ) as client:
        yield client


async def walk(client: httpx.AsyncClient, path: str, **query: Any) -> list[dict[str, Any]]:
    """Collect all pages of a list."""
    items: list[dict[str, Any]] = []
    while True:
        answer = await client.get(path, params={"limit": 100, **query})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        if not page["pagination"]["has_more_after"]:
            return items
        query["after"] = items[-1]["id"]


async def ids(client: httpx.AsyncClient, **query: Any) -> set[str]:
    return {item["id"] for item in await walk(client, "/integration-instances", **query)}


def listed(world: World) -> list[Instance]:
    """What the list shows without any filter."""
    return [
        row
        for row in world.instances
        if row.status in ("draft", "active") and row.magic_mcp_server_id is None
    ]


async def test_a_plain_list_hides_archived_deleted_and_magic_ones(
    world: World, client: httpx.AsyncClient
) -> None:
    assert await ids(client) == {row.id for row in listed(world)}


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("limit", [1, 7, 100])
async def test_pages_in_either_order(
    world: World, client: httpx.AsyncClient, order: str, limit: int
) -> None:
    items = await walk(client, "/integration-instances", order=order, limit=limit)
    expected = sorted((row.id for row in listed(world)), reverse=order == "desc")
    assert [item["id"] for item in items] == expected


async def test_the_default_page_has_twenty_items_oldest_first(client: httpx.AsyncClient) -> None:
    page = (await client.get("/integration-instances")).json()
    assert set(page) == {"items", "pagination"}
    assert page["pagination"] == {"has_more_before": False, "has_more_after": True}
    found = [item["id"] for item in page["items"]]
    assert len(found) == 20
    assert found == sorted(found)


async def test_the_shape_of_an_instance(client: httpx.AsyncClient) -> None:
    items = await walk(client, "/integration-instances", status="active")
    item = next(one for one in items if one["providers"])
    assert set(item) == {
        "object", "id", "status", "name", "description", "metadata", "integration_id",
        "identity_actor_id", "identity_id", "implementation", "providers", "created_at",
        "updated_at", "archived_at",
    }  # fmt: skip
    row = item["providers"][0]
    assert set(row) == {
        "object", "id", "status", "name", "description", "metadata", "integration_id",
        "integration_instance_id", "tool_filter", "is_override_tool_filter", "provider",
        "integration_provider", "config", "auth_config", "callback_instance_id", "created_at",
        "updated_at", "archived_at",
    }  # fmt: skip
    link = row["integration_provider"]
    assert link["object"] == "integration.provider#snapshot"
    assert link["deployment"]["id"] == link["deployment_id"]
    assert link["provider"]["id"] == link["provider_id"] == row["provider"]["id"]
    assert link["deployment"]["object"] == "provider.deployment#preview"
    assert link["config"]["object"] == "provider.config#preview"
    assert row["config"]["object"] == "provider.config#preview"


@pytest.mark.parametrize("status", ["draft", "active", "archived", "deleted"])
async def test_status(world: World, client: httpx.AsyncClient, status: str) -> None:
    expected = {
        row.id
        for row in world.instances
        if row.status == status and row.status != "deleted" and row.magic_mcp_server_id is None
    }
    assert await ids(client, status=status) == expected
    assert bool(expected) == (status != "deleted")


async def test_values_of_one_parameter_widen_and_parameters_narrow(
    world: World, client: httpx.AsyncClient
) -> None:
    first, second = list(world.catalogue.integrations)[:2]
    both = await ids(client, integration_id=[first.id, second.id])
    assert both == await ids(client, integration_id=first.id) | await ids(
        client, integration_id=second.id
    )
    drafts = await ids(client, integration_id=[first.id, second.id], status="draft")
    assert drafts == both & await ids(client, status="draft")
    assert drafts


@pytest.mark.parametrize("spelling", ["id={0}&id={1}", "id[]={0}&id[]={1}", "id[1]={0}&id[0]={1}"])
async def test_ids_in_every_spelling(
    world: World, client: httpx.AsyncClient, spelling: str
) -> None:
    wanted = [row.id for row in listed(world)[:2]]
    answer = await client.get("/integration-instances?" + spelling.format(*wanted))
    assert [item["id"] for item in answer.json()["items"]] == wanted


async def test_too_many_indexed_values_are_refused(client: httpx.AsyncClient) -> None:
    query = "&".join(f"id[{index}]=int_{index}" for index in range(22))
    answer = await client.get(f"/integration-instances?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == ["id"]


@pytest.mark.parametrize(
    ("parameter", "read"),
    [
        ("provider_id", lambda row: row["provider"]["id"]),
        ("integration_provider_id", lambda row: row["integration_provider"]["id"]),
    ],
)
async def test_filters_by_provider(client: httpx.AsyncClient, parameter: str, read: Any) -> None:
    items = await walk(client, "/integration-instances")
    wanted = next(read(row) for item in items for row in item["providers"])
    expected = {item["id"] for item in items if wanted in [read(row) for row in item["providers"]]}
    assert await ids(client, **{parameter: wanted}) == expected


@pytest.mark.parametrize(
    ("parameter", "read", "credential_key"),
    [
        ("provider_config_id", lambda row: row["config"]["id"], "config_id"),
        (
            "provider_auth_config_id",
            lambda row: (row["auth_config"] or {}).get("id"),
            "auth_config_id",
        ),
        (
            "provider_deployment_id",
            lambda row: row["integration_provider"]["deployment_id"],
            "deployment_id",
        ),
    ],
)
async def test_filters_match_through_the_identity_too(
    client: httpx.AsyncClient, parameter: str, read: Any, credential_key: str
) -> None:
    items = await walk(client, "/integration-instances")
    identities = await walk(client, "/identities")
    by_credential: dict[str, set[str]] = {}
    for identity in identities:
        for credential in identity["credentials"]:
            by_credential.setdefault(credential[credential_key], set()).add(identity["id"])
    used = {item["identity_id"] for item in items}
    wanted = next(key for key, holders in by_credential.items() if holders & used)
    expected = {
        item["id"]
        for item in items
        if item["identity_id"] in by_credential[wanted]
        or wanted in [read(row) for row in item["providers"]]
    }
    assert await ids(client, **{parameter: wanted}) == expected


async def test_filters_by_identity_credential_and_actor(client: httpx.AsyncClient) -> None:
    items = await walk(client, "/integration-instances")
    identity_id = next(item["identity_id"] for item in items if item["identity_id"])
    identity = (await client.get(f"/identities/{identity_id}")).json()
    credential_id = identity["credentials"][0]["id"]
    actor_id = identity["owner"]["actor"]["id"]
    expected = {item["id"] for item in items if item["identity_id"] == identity_id}
    assert await ids(client, identity_id=identity_id) == expected
    assert await ids(client, identity_credential_id=credential_id) == expected
    assert await ids(client, identity_actor_id=actor_id) == {
        item["id"] for item in items if item["identity_actor_id"] == actor_id
    }


async def test_filter_by_session_template(client: httpx.AsyncClient) -> None:
    template = (await walk(client, "/session-templates"))[0]
    assert await ids(client, session_template_id=template["id"]) == {
        template["integration_instance_id"]
    }
    assert await ids(client, session_template_id="ste_unknown") == set()


@pytest.mark.parametrize("field", ["created_at", "updated_at"])
async def test_ranges_exclude_their_bounds(client: httpx.AsyncClient, field: str) -> None:
    items = sorted(await walk(client, "/integration-instances"), key=lambda item: item[field])
    low, high = items[10][field], items[30][field]
    expected = {item["id"] for item in items if low < item[field] < high}
    assert await ids(client, **{f"{field}[gt]": low, f"{field}[lt]": high}) == expected
    assert 0 < len(expected) <= 19


async def test_search_ignores_case_and_looks_at_name_and_description(
    client: httpx.AsyncClient,
) -> None:
    items = await walk(client, "/integration-instances")
    expected = {
        item["id"]
        for item in items
        if "support" in item["name"].lower() or "support" in (item["description"] or "").lower()
    }
    assert await ids(client, search="SUPPORT") == expected
    assert expected
    assert await ids(client, search="  ") == {item["id"] for item in items}
    assert await ids(client, search=items[0]["id"]) == {items[0]["id"]}


async def test_a_magic_mcp_instance_shows_only_under_its_integration(
    world: World, client: httpx.AsyncClient
) -> None:
    magic = next(row for row in world.instances if row.magic_mcp_server_id)
    assert magic.id not in await ids(client, id=magic.id)
    assert magic.id in await ids(client, integration_id=magic.integration.entry.id)
    item = (await client.get(f"/integration-instances/{magic.id}")).json()
    assert item["implementation"] == {
        "type": "magic_mcp_server",
        "magic_mcp_server_id": magic.magic_mcp_server_id,
    }


async def test_get_finds_archived_but_not_deleted(world: World, client: httpx.AsyncClient) -> None:
    archived = next(row for row in world.instances if row.status == "archived")
    deleted = next(row for row in world.instances if row.status == "deleted" and row.providers)
    item = (await client.get(f"/integration-instances/{archived.id}")).json()
    assert item["archived_at"] is not None
    for path in (
        f"/integration-instances/{deleted.id}",
        f"/integration-instance-providers/{deleted.providers[0].id}",
        "/integration-instances/int_unknown",
    ):
        answer = await client.get(path)
        assert answer.status_code == 404
        assert answer.json()["id"] == path.split("/")[-1]
    rows = await walk(client, "/integration-instance-providers", integration_instance_id=deleted.id)
    assert rows == []


@pytest.mark.parametrize("path", PICKERS)
async def test_each_list_has_pages_search_and_single_objects(
    client: httpx.AsyncClient, path: str
) -> None:
    items = await walk(client, path, limit=3)
    assert len(items) >= 10
    assert [item["id"] for item in items] == sorted({item["id"] for item in items})
    assert (await client.get(f"{path}/{items[4]['id']}")).json() == items[4]
    assert (await client.get(f"{path}/unknown")).status_code == 404
    needle = items[4]["name"].upper()
    hits = await walk(client, path, search=needle)
    assert items[4]["id"] in {item["id"] for item in hits}
    assert await walk(client, path, search="no such thing at all") == []
    assert [item["id"] for item in await walk(client, path, id=items[4]["id"])] == [items[4]["id"]]


@pytest.mark.parametrize("path", ["/provider-configs", "/provider-auth-configs"])
async def test_usable_configs_of_one_provider(client: httpx.AsyncClient, path: str) -> None:
    provider = (await client.get("/providers", params={"search": "github"})).json()["items"][0]
    every = await walk(client, path, provider_id=provider["id"], status=["active", "archived"])
    usable = await walk(client, path, provider_id=provider["id"], available_for_use="true")
    others = await walk(
        client,
        path,
        provider_id=provider["id"],
        available_for_use="false",
        status=["active", "archived"],
    )
    assert {item["provider_id"] for item in every} == {provider["id"]}
    assert len(usable) + len(others) == len(every)
    assert usable
    assert others


async def test_tools_belong_to_a_version(client: httpx.AsyncClient) -> None:
    refused = await client.get("/provider-tools")
    assert refused.status_code == 400
    provider = (await client.get("/providers", params={"search": "github"})).json()["items"][0]
    tools = await walk(
        client, "/provider-tools", provider_version_id=provider["current_version"]["id"]
    )
    assert {tool["provider_id"] for tool in tools} == {provider["id"]}
    assert "create_issue" in {tool["key"] for tool in tools}
    assert {tool["tags"]["read_only"] for tool in tools} == {True, False}


async def test_integrations_show_their_settings_and_active_providers(
    client: httpx.AsyncClient,
) -> None:
    items = {item["slug"]: item for item in await walk(client, "/integrations")}
    assert items["onboarding-playground"]["providers"] == []
    assert set(items["support-desk"]["configuration"]) == {
        "can_attach_custom_tool_filters",
        "can_attach_custom_provider_config",
        "can_override_tool_filters",
        "enable_callback_tools",
        "use_integration_name_in_tool_names",
    }
    assert len(items["incident-response"]["providers"]) == 3
    retired = await walk(
        client,
        "/integration-providers",
        integration_id=items["incident-response"]["id"],
        status="archived",
    )
    assert len(retired) == 1


async def test_archived_instance_providers_are_listed_on_demand_only(
    client: httpx.AsyncClient,
) -> None:
    archived = await walk(client, "/integration-instance-providers", status="archived")
    assert archived
    owner = archived[0]["integration_instance_id"]
    instance = (await client.get(f"/integration-instances/{owner}")).json()
    assert archived[0]["id"] not in {row["id"] for row in instance["providers"]}


async def test_session_lists_filter_by_what_they_resolve_to(client: httpx.AsyncClient) -> None:
    sessions = await walk(client, "/sessions")
    wanted = sessions[0]["from_template_ids"][0]
    found = await walk(client, "/sessions", session_template_id=wanted)
    assert {one["id"] for one in found} == {
        one["id"] for one in sessions if wanted in one["from_template_ids"]
    }
    provider_id = sessions[0]["providers"][0]["provider_id"]
    templates = await walk(client, "/session-templates", provider_id=provider_id)
    assert wanted in {one["id"] for one in templates}
    assert all(provider_id in [row["provider_id"] for row in one["providers"]] for one in templates)
    found = await walk(client, "/sessions", provider_id=provider_id)
    assert sessions[0]["id"] in {one["id"] for one in found}
    identity = next(one["identity_id"] for one in sessions if one["identity_id"])
    found = await walk(client, "/sessions", identity_id=identity)
    assert {one["identity_id"] for one in found} == {identity}
    actor = next(one["identity_actor_id"] for one in sessions if one["identity_actor_id"])
    found = await walk(client, "/sessions", actor_id=actor)
    assert {one["id"] for one in found} >= {
        one["id"] for one in sessions if one["identity_actor_id"] == actor
    }
    assert len(found) < len(sessions)


async def test_sessions_and_templates_lead_to_each_other(client: httpx.AsyncClient) -> None:
    session = (await walk(client, "/sessions"))[0]
    row = session["providers"][0]["id"]
    for query in ({"session_id": session["id"]}, {"session_provider_id": row}):
        (template,) = await walk(client, "/session-templates", **query)
        assert [template["id"]] == session["from_template_ids"]
    assert await walk(client, "/sessions", session_provider_id=row) == [session]
    for query in ({"agent_id": "agt_1"}, {"consumer_id": "con_1"}, {"actor_id": "unknown"}):
        assert await walk(client, "/sessions", **query) == []
    assert await walk(client, "/session-templates", session_id="unknown") == []
    # What a list does not know it ignores, as the platform does.
    every = await walk(client, "/sessions")
    assert await walk(client, "/sessions", session_id=session["id"]) == every


async def test_instance_providers_filter_by_template_and_resolution(
    client: httpx.AsyncClient,
) -> None:
    template = (await walk(client, "/session-templates"))[0]
    path = "/integration-instance-providers"
    rows = await walk(client, path, session_template_id=template["id"])
    assert {row["integration_instance_id"] for row in rows} == {template["integration_instance_id"]}
    config_id = rows[0]["config"]["id"]
    same = await walk(client, path, provider_config_id=config_id)
    assert rows[0]["id"] in {row["id"] for row in same}
    assert {row["config"]["id"] for row in same} == {config_id}
