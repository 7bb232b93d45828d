"""Bodies of writes: every fault is refused and named by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tui.sandbox import SANDBOX_KEY
from tui.sandbox.app import create_app
from tui.sandbox.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PATH = "/integration-instances"


@pytest.fixture
def world() -> World:
    return World(instances=40)


@pytest.fixture
def instance(world: World) -> str:
    """The path of an instance that may be changed."""
    row = next(row for row in world.instances if row.status == "active")
    return f"{PATH}/{row.id}"


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=create_app(world)),
        base_url="http://sandbox",
        headers={"authorization": f"Bearer {SANDBOX_KEY}"},
    ) as client:
        yield client


def fault_of(answer: httpx.Response) -> tuple[str, list[Any]]:
    """The code and path of the one fault of an `invalid_data` answer."""
    assert answer.status_code == 400
    body = answer.json()
    assert body["code"] == "invalid_data"
    assert body["entity"] == "body"
    assert len(body["errors"]) == 1, body
    return body["errors"][0]["code"], body["errors"][0]["path"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"name": None}, ("invalid_type", ["name"])),
        ({"name": 5}, ("invalid_type", ["name"])),
        ({"name": "  "}, ("too_short", ["name"])),
        ({"description": None}, ("invalid_type", ["description"])),
        ({"metadata": None}, ("invalid_type", ["metadata"])),
        ({"metadata": []}, ("invalid_type", ["metadata"])),
        ({"identity_id": None}, ("invalid_type", ["identity_id"])),
        ({"identity_actor_id": None}, ("invalid_type", ["identity_actor_id"])),
        ({"integration_id": True}, ("invalid_type", ["integration_id"])),
        ({"providers": None}, ("invalid_type", ["providers"])),
        ({"providers": {"provider_id": "x"}}, ("invalid_type", ["providers"])),
        ({"providers": ["x"]}, ("invalid_type", ["providers", 0])),
        ({"providers": [{}]}, ("required", ["providers", 0, "provider_id"])),
    ],
)
async def test_a_create_body_is_checked(
    client: httpx.AsyncClient, fields: dict[str, Any], fault: tuple[str, list[Any]]
) -> None:
    answer = await client.post(PATH, json={"integration_id": "itg_1", "name": "x", **fields})
    assert fault_of(answer) == fault


async def test_a_create_body_needs_an_integration_and_a_name(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json={})
    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == [["integration_id"], ["name"]]
    assert [error["code"] for error in answer.json()["errors"]] == ["required", "required"]


@pytest.mark.parametrize("content", [None, [], "text", 3])
async def test_a_body_must_be_an_object(client: httpx.AsyncClient, content: Any) -> None:
    answer = await client.post(PATH, json=content)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"provider_config_id": 1}, ["provider_config_id"]),
        ({"is_override_tool_filter": None}, ["is_override_tool_filter"]),
        ({"is_override_tool_filter": "yes"}, ["is_override_tool_filter"]),
        ({"tool_filters": "all"}, ["tool_filters"]),
        ({"tool_filters": {}}, ["tool_filters", "type"]),
        ({"tool_filters": {"type": "tool_keys"}}, ["tool_filters", "keys"]),
        ({"tool_filters": {"type": "tool_keys", "keys": "a"}}, ["tool_filters", "keys"]),
        (
            {"tool_filters": [{"type": "tool_keys", "keys": ["a", 1]}]},
            ["tool_filters", 0, "keys", 1],
        ),
        ({"tool_filters": [{"type": "prompt_regex"}]}, ["tool_filters", 0, "pattern"]),
        ({"tool_filters": [None]}, ["tool_filters", 0]),
        ({"tool_filters": {"type": "resource_uris", "keys": []}}, ["tool_filters", "uris"]),
    ],
)
async def test_a_providers_row_is_checked(
    client: httpx.AsyncClient, instance: str, row: dict[str, Any], path: list[Any]
) -> None:
    rows = [{"provider_id": "pro_1"}, {"provider_id": "pro_2", **row}]
    answer = await client.patch(instance, json={"providers": rows})
    assert fault_of(answer) == ("invalid_type", ["providers", 1, *path])


@pytest.mark.parametrize("field", ["name", "providers"])
async def test_a_patch_cannot_clear_everything(
    client: httpx.AsyncClient, instance: str, field: str
) -> None:
    answer = await client.patch(instance, json={field: None})
    assert fault_of(answer) == ("invalid_type", [field])


async def test_a_body_that_sets_a_provider_is_checked(
    client: httpx.AsyncClient, instance: str
) -> None:
    answer = await client.put(f"{instance}/providers/pro_1", json={"provider_deployment_id": 1})
    assert fault_of(answer) == ("invalid_type", ["provider_deployment_id"])
