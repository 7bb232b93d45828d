"""Session templates and sessions of instances."""

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

LATER = DEFAULT_NOW + timedelta(days=1)


@pytest.fixture
def world() -> World:
    world = World()
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


@pytest.fixture
def path(world: World) -> str:
    """An active instance without a template."""
    instance = next(
        row for row in world.instances if row.status == "active" and row.id not in world.template_of
    )
    return f"/integration-instances/{instance.id}"


async def test_a_session_needs_a_template(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(f"{path}/session", json={})
    assert answer.status_code == 400
    assert answer.json()["code"] == "integration_instance_session_template_missing"


async def test_a_template_is_made_once_and_then_updated(
    client: httpx.AsyncClient, path: str
) -> None:
    first = (await client.post(f"{path}/session-template")).json()
    instance = (await client.get(path)).json()
    assert first["object"] == "session.template"
    assert first["name"] == instance["name"]
    assert first["integration_instance_id"] == instance["id"]
    assert [row["provider_id"] for row in first["providers"]] == [
        row["provider"]["id"] for row in instance["providers"]
    ]
    body = {"name": " Shared ", "description": "for all", "metadata": {"a": 1}}
    second = (await client.post(f"{path}/session-template", json=body)).json()
    assert second["id"] == first["id"]
    assert (second["name"], second["description"]) == ("Shared", "for all")
    assert second["metadata"] == {"a": 1}
    assert second["providers"] == first["providers"]
    assert (await client.get(f"/session-templates/{first['id']}")).json() == second


async def test_a_session_has_the_templates_providers(client: httpx.AsyncClient, path: str) -> None:
    template = (await client.post(f"{path}/session-template", json={})).json()
    body = {"name": "Try", "metadata": {"b": 2}}
    session = (await client.post(f"{path}/session", json=body)).json()
    assert session["object"] == "session"
    assert (session["name"], session["metadata"]) == ("Try", {"b": 2})
    assert session["from_template_ids"] == [template["id"]]
    assert session["client_secret"].startswith("metorial_cs_")
    assert session["connection_url"].endswith(session["id"])
    assert session["usage"] == {
        "total_productive_client_message_count": 0,
        "total_productive_provider_message_count": 0,
    }
    pairs = list(zip(template["providers"], session["providers"], strict=True))
    assert pairs
    for ours, theirs in pairs:
        assert theirs["from_template_provider_id"] == ours["id"]
        assert theirs["session_id"] == session["id"]
        for key in ("provider_id", "deployment", "config", "auth_config", "tool_filter"):
            assert theirs[key] == ours[key]
    assert (await client.get(f"/sessions/{session['id']}")).json() == session
    newest = await client.get("/sessions", params={"order": "desc", "limit": 1})
    assert newest.json()["items"] == [session]


async def test_a_template_that_is_not_filled_yet_times_out(
    world: World, client: httpx.AsyncClient, path: str
) -> None:
    world.template_delay = 3.0
    template = (await client.post(f"{path}/session-template", json={})).json()
    assert template["providers"] == []
    refused = await client.post(f"{path}/session", json={})
    assert refused.status_code == 400
    assert refused.json()["code"] == "default_session_template_timeout"
    world.clock = lambda: LATER + timedelta(seconds=3)
    filled = (await client.get(f"/session-templates/{template['id']}")).json()
    assert filled["providers"]
    assert (await client.post(f"{path}/session", json={})).status_code == 200


async def test_without_any_provider_a_template_is_never_filled(
    world: World, client: httpx.AsyncClient
) -> None:
    bare = next(row for row in world.instances if row.status == "draft" and not row.providers)
    path = f"/integration-instances/{bare.id}"
    assert (await client.post(f"{path}/session-template")).json()["providers"] == []
    refused = await client.post(f"{path}/session")
    assert refused.json()["code"] == "default_session_template_timeout"


async def test_a_template_follows_its_instance(world: World, client: httpx.AsyncClient) -> None:
    draft = next(
        row
        for row in world.instances
        if row.status == "draft" and row.integration.active_providers and not row.providers
    )
    path = f"/integration-instances/{draft.id}"
    await client.post(f"{path}/session-template")
    rows = [{"provider_id": link.entry.id} for link in draft.integration.active_providers]
    await client.patch(path, json={"providers": rows})
    template = (await client.post(f"{path}/session-template")).json()
    assert len(template["providers"]) == len(rows)
    assert (await client.post(f"{path}/session")).status_code == 200


@pytest.mark.parametrize("end", ["session", "session-template"])
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"name": None}, ["name"]),
        ({"name": " "}, ["name"]),
        ({"description": 1}, ["description"]),
        ({"metadata": "x"}, ["metadata"]),
        ([], []),
    ],
)
async def test_bodies_are_checked(
    client: httpx.AsyncClient, path: str, end: str, body: Any, fault: list[str]
) -> None:
    answer = await client.post(f"{path}/{end}", json=body)
    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == [fault]


@pytest.mark.parametrize("end", ["session", "session-template"])
async def test_an_unknown_instance(client: httpx.AsyncClient, end: str) -> None:
    answer = await client.post(f"/integration-instances/int_unknown/{end}")
    assert answer.status_code == 404
    assert answer.json()["entity"] == "integration.instance"
