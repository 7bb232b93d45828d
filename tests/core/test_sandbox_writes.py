"""Creating, changing and archiving instances, by the platform's rules."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tui.sandbox import SANDBOX_KEY
from tui.sandbox.app import create_app
from tui.sandbox.world import DEFAULT_NOW, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tui.sandbox.records import Integration, Provider

PATH = "/integration-instances"
LATER = DEFAULT_NOW + timedelta(days=1)
STAMP = "2026-11-02T12:00:00.000Z"


@pytest.fixture
def world() -> World:
    world = World(instances=40)
    world.clock = lambda: LATER
    return world


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=create_app(world)),
        base_url="http://sandbox",
        headers={"authorization": f"Bearer {SANDBOX_KEY}"},
    ) as client:
        yield client


def integration(world: World, slug: str) -> Integration:
    return next(
        row for row in world.catalogue.integration_rows.values() if row.entry.body["slug"] == slug
    )


def provider(world: World, slug: str) -> Provider:
    return next(row for row in world.catalogue.provider_rows.values() if row.text.slug == slug)


async def create(client: httpx.AsyncClient, world: World, **fields: Any) -> dict[str, Any]:
    """Create an instance, by default of the integration with GitHub and Jira."""
    body = {
        "integration_id": integration(world, "release-notes").entry.id,
        "name": "Notes",
        **fields,
    }
    answer = await client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    created: dict[str, Any] = answer.json()
    return created


async def patch(client: httpx.AsyncClient, instance: dict[str, Any], **fields: Any) -> Any:
    answer = await client.patch(f"{PATH}/{instance['id']}", json=fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_new_instance_is_a_draft_and_the_last_of_the_list(
    world: World, client: httpx.AsyncClient
) -> None:
    created = await create(client, world, name="  Notes ", description=" d ", metadata={"a": [1]})
    assert created["status"] == "draft"
    assert (created["name"], created["description"]) == ("Notes", "d")
    assert created["metadata"] == {"a": [1]}
    assert created["created_at"] == created["updated_at"] == STAMP
    assert created["providers"] == []
    assert (await client.get(f"{PATH}/{created['id']}")).json() == created
    newest = (await client.get(PATH, params={"order": "desc", "limit": 1})).json()["items"]
    assert newest == [created]


async def test_writes_are_as_reproducible_as_the_data() -> None:
    async def made() -> dict[str, Any]:
        world = World(instances=3)
        world.clock = lambda: LATER
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=create_app(world)),
            base_url="http://sandbox",
            headers={"authorization": f"Bearer {SANDBOX_KEY}"},
        ) as client:
            return await create(client, world)

    assert await made() == await made()


async def test_it_becomes_active_with_its_last_provider(
    world: World, client: httpx.AsyncClient
) -> None:
    github, jira = provider(world, "github"), provider(world, "jira")
    created = await create(client, world, providers=[{"provider_id": github.entry.id}])
    assert created["status"] == "draft"
    updated = await patch(client, created, providers=[{"provider_id": jira.entry.id}])
    assert updated["status"] == "active"
    assert [row["provider"]["slug"] for row in updated["providers"]] == ["github", "jira"]


async def test_an_integration_without_providers_leaves_it_a_draft(
    world: World, client: httpx.AsyncClient
) -> None:
    empty = integration(world, "onboarding-playground").entry.id
    created = await create(client, world, integration_id=empty)
    assert (await patch(client, created, providers=[]))["status"] == "draft"


async def test_a_retired_provider_is_not_needed_and_not_accepted(
    world: World, client: httpx.AsyncClient
) -> None:
    target = integration(world, "incident-response")
    rows = [{"provider_id": link.provider.entry.id} for link in target.active_providers]
    created = await create(client, world, integration_id=target.entry.id, providers=rows)
    assert created["status"] == "active"
    answer = await client.patch(
        f"{PATH}/{created['id']}",
        json={"providers": [{"provider_id": provider(world, "jira").entry.id}]},
    )
    assert answer.json()["code"] == "integration_instance_provider_mismatch"


async def test_a_provider_that_needs_nothing_sets_itself(
    world: World, client: httpx.AsyncClient
) -> None:
    target = integration(world, "website-monitor")
    created = await create(client, world, integration_id=target.entry.id)
    assert [row["provider"]["slug"] for row in created["providers"]] == ["web-reader"]
    assert created["status"] == "draft"
    slack = provider(world, "slack").entry.id
    rows = [{"provider_id": slack}, {"provider_id": provider(world, "web-reader").entry.id}]
    whole = await create(client, world, integration_id=target.entry.id, providers=rows)
    assert whole["status"] == "active"
    assert len(whole["providers"]) == 2


async def test_a_provider_may_be_named_by_the_integration_providers_id(
    world: World, client: httpx.AsyncClient
) -> None:
    link = integration(world, "code-review").active_providers[0]
    created = await create(
        client,
        world,
        integration_id=link.integration_id,
        providers=[{"provider_id": link.entry.id}],
    )
    assert created["status"] == "active"
    assert created["providers"][0]["integration_provider"]["id"] == link.entry.id


async def test_a_listed_row_is_taken_whole(world: World, client: httpx.AsyncClient) -> None:
    github = provider(world, "github")
    row = {
        "provider_id": github.entry.id,
        "provider_config_id": github.configs[2].id,
        "provider_auth_config_id": github.auth_configs[1].id,
        "tool_filters": {"type": "tool_keys", "keys": ["get_file"]},
        "is_override_tool_filter": True,
    }
    created = await create(client, world, providers=[row])
    first = created["providers"][0]
    assert first["config"]["id"] == github.configs[2].id
    assert first["auth_config"]["id"] == github.auth_configs[1].id
    assert first["tool_filter"] == {
        "type": "filter",
        "filters": [{"type": "tool_keys", "keys": ["get_file"]}],
        "ignore_parent_filters": False,
    }
    assert first["is_override_tool_filter"] is True
    updated = await patch(client, created, providers=[{"provider_id": github.entry.id}])
    second = updated["providers"][0]
    assert second["id"] == first["id"]
    assert second["auth_config"] is None
    assert second["config"] == second["integration_provider"]["config"]
    assert second["tool_filter"] == {"type": "allow_all", "ignore_parent_filters": False}
    assert second["is_override_tool_filter"] is False


async def test_omitted_filters_fall_back_to_the_integrations_and_null_allows_all(
    world: World, client: httpx.AsyncClient
) -> None:
    locked = integration(world, "data-explorer")
    postgres = provider(world, "postgres").entry.id
    created = await create(
        client, world, integration_id=locked.entry.id, providers=[{"provider_id": postgres}]
    )
    row = created["providers"][0]
    assert row["tool_filter"]["type"] == "filter"
    assert row["tool_filter"] == row["integration_provider"]["tool_filter"]
    rows = [{"provider_id": postgres, "tool_filters": None, "provider_config_id": None}]
    updated = await patch(client, created, providers=rows)
    assert updated["providers"][0]["tool_filter"]["type"] == "allow_all"
    assert updated["providers"][0]["config"] is None


async def test_filters_may_be_a_list_and_of_unknown_kinds(
    world: World, client: httpx.AsyncClient
) -> None:
    filters = [
        {"type": "tool_regex", "pattern": "^get_"},
        {"type": "resource_regex", "pattern": "x"},
        {"type": "resource_uris", "uris": ["a://b"]},
        {"type": "prompt_keys", "keys": []},
        {"type": "prompt_regex", "pattern": ""},
        {"type": "of_tomorrow", "depth": {"any": [1, None]}},
    ]
    rows = [{"provider_id": provider(world, "github").entry.id, "tool_filters": filters}]
    created = await create(client, world, providers=rows)
    assert created["providers"][0]["tool_filter"]["filters"] == filters


async def test_rows_not_listed_stay_and_an_empty_list_does_nothing(
    world: World, client: httpx.AsyncClient
) -> None:
    created = await create(
        client,
        world,
        providers=[{"provider_id": provider(world, slug).entry.id} for slug in ("github", "jira")],
    )
    assert (await patch(client, created, providers=[]))["providers"] == created["providers"]
    only = await patch(
        client, created, providers=[{"provider_id": provider(world, "jira").entry.id}]
    )
    assert len(only["providers"]) == 2
    assert only["status"] == "active"


async def test_a_provider_of_another_integration_is_a_mismatch(
    world: World, client: httpx.AsyncClient
) -> None:
    body = {"integration_id": integration(world, "code-review").entry.id, "name": "x"}
    foreign = integration(world, "data-explorer").active_providers[0]
    for provider_id in (foreign.entry.id, foreign.provider.entry.id):
        answer = await client.post(PATH, json={**body, "providers": [{"provider_id": provider_id}]})
        assert answer.status_code == 400
        assert answer.json()["code"] == "integration_instance_provider_mismatch"
    answer = await client.post(PATH, json={**body, "providers": [{"provider_id": "pro_no"}]})
    assert answer.status_code == 404


async def test_a_provider_is_listed_once(world: World, client: httpx.AsyncClient) -> None:
    link = integration(world, "code-review").active_providers[0]
    rows = [{"provider_id": link.entry.id}, {"provider_id": link.provider.entry.id}]
    count = len(world.instances)
    answer = await client.post(
        PATH, json={"integration_id": link.integration_id, "name": "x", "providers": rows}
    )
    assert answer.status_code == 400
    assert answer.json()["code"] == "duplicate_integration_instance_provider"
    assert len(world.instances) == count


@pytest.mark.parametrize("kind", ["provider_config", "provider_auth_config"])
async def test_configs_must_exist_and_belong_to_the_provider(
    world: World, client: httpx.AsyncClient, kind: str
) -> None:
    github, slack = provider(world, "github"), provider(world, "slack")
    foreign = slack.configs[0] if kind == "provider_config" else slack.auth_configs[0]
    created = await create(client, world)
    for identifier, status in ((foreign.id, 400), ("unknown", 404)):
        row = {"provider_id": github.entry.id, f"{kind}_id": identifier}
        answer = await client.patch(
            f"{PATH}/{created['id']}", json={"name": "changed", "providers": [row]}
        )
        assert answer.status_code == status
    # A refused change leaves no traces, not even of the fields that were fine.
    assert (await client.get(f"{PATH}/{created['id']}")).json() == created


async def test_a_patch_changes_only_what_it_names(world: World, client: httpx.AsyncClient) -> None:
    created = await create(client, world, description="d", metadata={"a": 1, "b": 2})
    world.clock = lambda: LATER + timedelta(hours=1)
    assert await patch(client, created) == created
    updated = await patch(client, created, metadata={"c": 3})
    assert updated["metadata"] == {"c": 3}
    assert updated == {**created, "metadata": {"c": 3}, "updated_at": "2026-11-02T13:00:00.000Z"}


async def test_null_and_blank_clear(world: World, client: httpx.AsyncClient) -> None:
    actor = next(iter(world.people.actors)).id
    identity = next(iter(world.people.identities)).id
    created = await create(
        client,
        world,
        description="d",
        metadata={"a": 1},
        identity_actor_id=actor,
        identity_id=identity,
    )
    assert (created["identity_actor_id"], created["identity_id"]) == (actor, identity)
    cleared = await patch(
        client,
        created,
        description=None,
        metadata=None,
        identity_actor_id=None,
        identity_id=None,
    )
    for field in ("description", "metadata", "identity_actor_id", "identity_id"):
        assert cleared[field] is None
    blank = await patch(client, created, description=" \n ")
    assert blank["description"] is None


async def test_an_actor_without_an_identity_resets_the_identity(
    world: World, client: httpx.AsyncClient
) -> None:
    first, second = list(world.people.actors)[:2]
    identity = next(iter(world.people.identities)).id
    created = await create(client, world, identity_actor_id=first.id, identity_id=identity)
    renamed = await patch(client, created, name="other")
    assert renamed["identity_id"] == identity
    moved = await patch(client, created, identity_actor_id=second.id)
    assert (moved["identity_actor_id"], moved["identity_id"]) == (second.id, None)
    back = await patch(client, created, identity_id=identity)
    assert (back["identity_actor_id"], back["identity_id"]) == (second.id, identity)


@pytest.mark.parametrize(
    ("field", "entity"),
    [
        ("integration_id", "integration"),
        ("identity_id", "identity"),
        ("identity_actor_id", "identity.actor"),
    ],
)
async def test_what_a_body_refers_to_must_exist(
    world: World, client: httpx.AsyncClient, field: str, entity: str
) -> None:
    body = {"integration_id": integration(world, "code-review").entry.id, "name": "x"}
    answer = await client.post(PATH, json={**body, field: "unknown"})
    assert answer.status_code == 404
    assert (answer.json()["entity"], answer.json()["id"]) == (entity, "unknown")


async def test_archiving_is_for_good(world: World, client: httpx.AsyncClient) -> None:
    created = await create(client, world)
    one = f"{PATH}/{created['id']}"
    archived = (await client.delete(one)).json()
    assert archived["status"] == "archived"
    assert archived["archived_at"] == archived["updated_at"] == STAMP
    provider_path = f"{one}/providers/{provider(world, 'github').entry.id}"
    for refused in (
        await client.patch(one, json={"name": "x"}),
        await client.delete(one),
        await client.put(provider_path, json={}),
        await client.post(f"{one}/session-template"),
        await client.post(f"{one}/session"),
    ):
        assert refused.status_code == 410
        assert refused.json()["code"] == "gone"
        assert refused.json()["id"] == created["id"]
    assert (await client.get(one)).json() == archived


async def test_setting_one_provider(world: World, client: httpx.AsyncClient) -> None:
    github = provider(world, "github")
    created = await create(client, world)
    path = f"{PATH}/{created['id']}/providers/{github.entry.id}"
    body = {
        "provider_deployment_id": github.deployments[1].id,
        "provider_config_id": github.configs[1].id,
        "provider_auth_config_id": github.auth_configs[0].id,
        "tool_filters": [{"type": "tool_regex", "pattern": "^get"}],
        "is_override_tool_filter": True,
    }
    row = (await client.put(path, json=body)).json()
    assert row["object"] == "integration.instance.provider"
    assert row["integration_instance_id"] == created["id"]
    assert row["config"]["id"] == github.configs[1].id
    assert row["is_override_tool_filter"] is True
    listed = (await client.get(f"/integration-instance-providers/{row['id']}")).json()
    assert listed == row
    used = await client.get(PATH, params={"provider_deployment_id": github.deployments[1].id})
    assert created["id"] in {item["id"] for item in used.json()["items"]}
    again = (await client.put(path)).json()
    assert again["id"] == row["id"]
    assert again["auth_config"] is None
    assert again["is_override_tool_filter"] is False


async def test_setting_a_provider_checks_what_it_refers_to(
    world: World, client: httpx.AsyncClient
) -> None:
    created = await create(client, world)
    path = f"{PATH}/{created['id']}/providers"
    foreign = provider(world, "slack")
    mismatch = await client.put(f"{path}/{foreign.entry.id}", json={})
    assert mismatch.json()["code"] == "integration_instance_provider_mismatch"
    github = provider(world, "github").entry.id
    deployment = {"provider_deployment_id": foreign.deployments[0].id}
    answer = await client.put(f"{path}/{github}", json=deployment)
    assert answer.json()["code"] == "provider_deployment_mismatch"
    assert (await client.put(f"{path}/pro_unknown", json={})).status_code == 404
    assert (await client.put(f"{PATH}/int_no/providers/{github}", json={})).status_code == 404


async def test_text_of_any_kind_comes_back_as_it_went(
    world: World, client: httpx.AsyncClient
) -> None:
    created = await create(client, world, name="東京 🚀 \u202e", metadata={"\u0000": "é\u2028"})
    assert created["name"] == "東京 🚀 \u202e"
    assert created["metadata"] == {"\u0000": "é\u2028"}
    answer = await client.patch(
        f"{PATH}/{created['id']}",
        content=rb'{"metadata": {"half": "\ud83d"}}',
        headers={"content-type": "application/json"},
    )
    assert answer.json()["metadata"] == {"half": "\ud83d"}
