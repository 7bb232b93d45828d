"""The official SDK against the sandbox over a real socket: it must find the API it knows."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import threading
import time
import warnings
from dataclasses import asdict
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

import httpx
import pytest
import uvicorn

from tui.api.client import Client
from tui.api.origin import Origin
from tui.api.redacted import transcript
from tui.call_text.sdk_calls import SDK_CALLS, SdkCall
from tui.errors import ApiError
from tui.sandbox import SANDBOX_KEY
from tui.sandbox.app import create_app
from tui.sandbox.world import World
from tui.screens.request_copy import text_of
from tui.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.models.call import Transcript
    from tui.sandbox.request_log import RequestLog

# The SDK's dependencies warn about one another; none of it is this project's to mend.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def asked() -> list[RequestLog]:
    """What the sandbox was asked."""
    return []


@pytest.fixture(scope="module")
def url(world: World, asked: list[RequestLog]) -> Iterator[str]:
    config = uvicorn.Config(
        create_app(world, log=asked.append), port=0, log_config=None, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def sdk(url: str) -> Any:
    """The SDK's client; importing it takes many seconds, so it is done once and only here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from metorial import Metorial

        return Metorial(api_key=SANDBOX_KEY, api_host=url)


@pytest.fixture(scope="module")
def errors(sdk: Any) -> Any:
    from metorial import exceptions

    return exceptions


def walk(endpoint: Any, **query: Any) -> list[Any]:
    items: list[Any] = []
    while True:
        page = endpoint.list(limit=100, **query)
        items += page.items
        if not page.pagination.has_more_after:
            return items
        query["after"] = items[-1].id


def integration(sdk: Any, slug: str) -> Any:
    return next(one for one in walk(sdk.integrations) if one.slug == slug)


def test_it_lists_every_instance(sdk: Any, world: World) -> None:
    every = ["draft", "active", "archived", "deleted"]
    items = walk(sdk.integrations.instances, status=every)
    assert [item.id for item in items] == [
        row.id
        for row in world.instances
        if row.status != "deleted" and row.magic_mcp_server_id is None
    ]
    assert {item.status for item in items} == {"draft", "active", "archived"}


def test_it_lists_in_either_order_and_backward(sdk: Any) -> None:
    endpoint = sdk.integrations.instances
    first = endpoint.list(limit=5)
    assert (first.pagination.has_more_before, first.pagination.has_more_after) == (False, True)
    newest = endpoint.list(limit=5, order="desc")
    assert newest.items[0].id > newest.items[1].id
    second = endpoint.list(limit=5, after=first.items[-1].id)
    back = endpoint.list(limit=5, before=second.items[0].id)
    assert [item.id for item in back.items] == [item.id for item in first.items]


def test_it_reads_every_field_of_an_instance(sdk: Any, world: World) -> None:
    row = next(
        row
        for row in world.instances
        if row.status == "active" and row.identity_id and row.providers[0].auth_config
    )
    instance = sdk.integrations.instances.get(row.id)
    assert instance.object == "integration.instance"
    assert (instance.id, instance.name, instance.status) == (row.id, row.name, row.status)
    assert instance.description == row.description
    assert instance.metadata == row.metadata
    assert instance.integration_id == row.integration.entry.id
    assert instance.identity_id == row.identity_id
    assert instance.identity_actor_id == row.identity_actor_id
    assert instance.archived_at is None
    assert instance.created_at == datetime.fromtimestamp(row.created_ms / 1000, UTC)
    provider, kept = instance.providers[0], row.providers[0]
    assert provider.id == kept.id
    assert provider.integration_instance_id == row.id
    assert provider.provider.slug == kept.integration_provider.provider.text.slug
    assert provider.tool_filter == kept.tool_filter
    assert kept.config is not None
    assert kept.auth_config is not None
    assert provider.config.id == kept.config.id
    assert provider.auth_config.id == kept.auth_config.id
    link = provider.integration_provider
    assert link.deployment_id == kept.integration_provider.deployment.id
    assert link.auth_method_id.startswith("pam_")
    assert link.auth_credentials_id.startswith("par_")
    assert link.provider_version.index == 1


def test_it_reads_a_magic_mcp_server(sdk: Any, world: World) -> None:
    row = next(row for row in world.instances if row.magic_mcp_server_id)
    found = walk(sdk.integrations.instances, integration_id=row.integration.entry.id)
    instance = next(item for item in found if item.id == row.id)
    assert instance.implementation.type == "magic_mcp_server"
    assert instance.implementation.magic_mcp_server_id == row.magic_mcp_server_id


def test_its_filters_are_understood(sdk: Any) -> None:
    github = next(one for one in walk(sdk.providers) if one.slug == "github")
    endpoint = sdk.integrations.instances
    found = walk(endpoint, provider_id=github.id, status=["active", "archived"])
    assert found
    assert {item.status for item in found} == {"active", "archived"}
    assert all(github.id in {row.provider.id for row in item.providers} for item in found)
    wanted = sorted(item.id for item in found)[:3]
    assert [item.id for item in walk(endpoint, id=wanted, status=["active", "archived"])] == wanted
    assert walk(endpoint, search="no such thing") == []


def test_its_broken_ranges_are_refused(sdk: Any, errors: Any) -> None:
    with pytest.raises(errors.BadRequestError) as refusal:
        sdk.integrations.instances.list(created_at={"gt": "2026-01-01", "lt": "2026-02-01"})
    assert refusal.value.body["errors"][0]["path"] == ["created_at"]


def test_it_creates_updates_and_archives(sdk: Any, errors: Any) -> None:
    target = integration(sdk, "release-notes")
    github, jira = target.providers
    config = sdk.provider_deployments.configs.list(
        provider_id=github.provider_id, available_for_use=True
    ).items[0]
    auth_config = sdk.provider_deployments.auth_configs.list(
        provider_id=github.provider_id, available_for_use=True
    ).items[0]
    endpoint = sdk.integrations.instances
    created = endpoint.create(
        integration_id=target.id,
        name="From the SDK",
        metadata={"made": {"by": ["sdk"]}},
        providers=[
            {
                "provider_id": github.provider_id,
                "provider_config_id": config.id,
                "provider_auth_config_id": auth_config.id,
                "tool_filters": [{"type": "tool_keys", "keys": ["get_file"]}],
            }
        ],
    )
    assert (created.status, created.name) == ("draft", "From the SDK")
    assert created.metadata == {"made": {"by": ["sdk"]}}
    row = created.providers[0]
    assert (row.config.id, row.auth_config.id) == (config.id, auth_config.id)
    assert row.tool_filter["filters"] == [{"type": "tool_keys", "keys": ["get_file"]}]
    updated = endpoint.update(
        created.id, description="changed", providers=[{"provider_id": jira.id}]
    )
    assert (updated.status, updated.description) == ("active", "changed")
    assert len(updated.providers) == 2
    assert asdict(endpoint.get(created.id)) == asdict(endpoint.list(id=created.id).items[0])
    archived = endpoint.delete(created.id)
    assert archived.status == "archived"
    assert archived.archived_at == archived.updated_at
    with pytest.raises(errors.MetorialAPIError) as refusal:
        endpoint.update(created.id, name="again")
    assert refusal.value.status == 410


def test_it_sets_one_provider(sdk: Any) -> None:
    target = integration(sdk, "code-review")
    created = sdk.integrations.instances.create(integration_id=target.id, name="One provider")
    endpoint = sdk.integrations.instances.providers
    row = endpoint.set(
        created.id,
        target.providers[0].provider_id,
        tool_filters={"type": "tool_regex", "pattern": "^get_"},
        is_override_tool_filter=True,
    )
    assert row.integration_instance_id == created.id
    assert row.is_override_tool_filter is True
    assert row.tool_filter["filters"] == [{"type": "tool_regex", "pattern": "^get_"}]
    assert endpoint.get(row.id).id == row.id
    assert [one.id for one in walk(endpoint, integration_instance_id=created.id)] == [row.id]
    assert sdk.integrations.instances.get(created.id).status == "active"


def test_it_makes_a_template_and_a_session(sdk: Any, errors: Any) -> None:
    target = integration(sdk, "code-review")
    endpoint = sdk.integrations.instances
    created = endpoint.create(
        integration_id=target.id,
        name="Session owner",
        providers=[{"provider_id": target.providers[0].id}],
    )
    with pytest.raises(errors.BadRequestError):
        endpoint.create_session(created.id, name="too early")
    template = endpoint.create_session_template(created.id, name="Shared")
    assert template.integration_instance_id == created.id
    assert template.name == "Shared"
    session = endpoint.create_session(created.id, name="Now", metadata={"a": 1})
    assert session.from_template_ids == [template.id]
    assert session.client_secret
    assert session.connection_url.startswith("https://")
    assert session.usage.total_productive_client_message_count == 0
    assert session.providers[0].provider_id == target.providers[0].provider_id
    assert session.providers[0].from_template_provider_id == template.providers[0].id
    assert session.providers[0].deployment.object == "provider.deployment#preview"
    again = sdk.sessions.get(session.id)
    assert asdict(again) == asdict(sdk.sessions.list(id=session.id).items[0])
    assert sdk.session_templates.get(template.id).id == template.id


def test_it_reads_the_lists_of_the_pickers(sdk: Any) -> None:
    for endpoint in (
        sdk.integrations,
        sdk.integrations.providers,
        sdk.providers,
        sdk.provider_deployments,
        sdk.provider_deployments.configs,
        sdk.provider_deployments.auth_configs,
        sdk.session_templates,
        sdk.sessions,
    ):
        items = walk(endpoint)
        assert items
        # The SDK has a class of its own for every place an object appears in.
        assert asdict(endpoint.get(items[0].id)) == asdict(items[0])
    version = walk(sdk.providers)[0].current_version
    tools = sdk.providers.tools.list(provider_version_id=version.id).items
    assert all(tool.key and tool.tags.read_only is not None for tool in tools)
    settings = walk(sdk.integrations)[0].configuration
    assert settings.can_attach_custom_tool_filters in (True, False)


def test_it_reads_identities_and_actors(sdk: Any) -> None:
    # The SDK has the classes of these two, but its client does not offer them.
    from metorial._generated.magnetar.endpoints import identities, identity_actors

    manager = sdk.integrations.manager
    actors = walk(identity_actors.MetorialIdentityActorsEndpoint(manager))
    assert {actor.status for actor in actors} == {"active"}
    found = walk(identities.MetorialIdentitiesEndpoint(manager), actor_id=actors[0].id)
    assert found
    assert {one.owner.actor.id for one in found} == {actors[0].id}
    assert found[0].credentials[0].identity_id == found[0].id


def test_it_knows_where_it_is(sdk: Any) -> None:
    me = sdk.instance.get()
    assert (me.type, me.project.slug) == ("development", "acme-web")


def test_its_errors_bear_the_answers_body(sdk: Any, errors: Any) -> None:
    with pytest.raises(errors.NotFoundError) as missing:
        sdk.integrations.instances.get("int_unknown")
    assert missing.value.body["entity"] == "integration.instance"
    with pytest.raises(errors.BadRequestError) as invalid:
        sdk.integrations.instances.create(integration_id="itg_x", name=" ")
    assert invalid.value.body["code"] == "invalid_data"
    assert invalid.value.body["errors"][0]["path"] == ["name"]


def test_another_key_is_refused(sdk: Any, errors: Any, url: str) -> None:
    stranger = type(sdk)(api_key="metorial_sk_stranger", api_host=url)
    with pytest.raises(errors.AuthenticationError):
        stranger.integrations.instances.list()


INSTANCES = "/integration-instances"
HOSTILE = "it's \"$(id)\" `id` %41 \\ &=#+?[x] \n\t\x1b[2J\u202e ü ☃ {a} 'x"
COPIED: list[tuple[str, str, list[tuple[str, str]], dict[str, Any] | None, bool]] = [
    ("GET", INSTANCES, [("limit", "5"), ("status", "draft"), ("status", "active")], None, True),
    ("GET", INSTANCES, [("search", HOSTILE), ("order", "desc")], None, True),
    ("GET", INSTANCES, [("created_at[gt]", "2026-01-01T00:00:00Z")], None, False),
    ("GET", "/instance", [], None, True),
    ("GET", f"{INSTANCES}/int_none", [], None, True),
    ("GET", f"{INSTANCES}/{quote(HOSTILE, safe='')}", [], None, False),
    ("GET", "/sessions", [("search", "a")], None, False),
    ("GET", "/identities", [("limit", "1")], None, False),
    ("GET", "/provider-configs", [("available_for_use", "true"), ("limit", "1")], None, True),
    (
        "POST",
        INSTANCES,
        [],
        {
            "integration_id": "itg_none",
            "name": HOSTILE,
            "metadata": {HOSTILE: [1, 2.5, None, True, {"a": HOSTILE}]},
            "providers": [{"provider_id": "pro_none", "provider_config_id": None}],
        },
        True,
    ),
    ("PATCH", f"{INSTANCES}/int_none", [], {"description": None, "name": "x" * 200}, False),
    ("PATCH", f"{INSTANCES}/int_none", [], {"name": "word " * 40, "metadata": {}}, True),
    (
        "PUT",
        f"{INSTANCES}/int_none/providers/pro_none",
        [],
        {"tool_filters": [{"type": "tool_regex", "pattern": HOSTILE}]},
        True,
    ),
    ("DELETE", f"{INSTANCES}/int_none", [], None, True),
    ("POST", f"{INSTANCES}/int_none/session", [], {}, True),
    ("POST", f"{INSTANCES}/int_none/session-template", [], {"name": HOSTILE}, True),
]


async def recorded(
    url: str, method: str, path: str, params: list[tuple[str, str]], body: dict[str, Any] | None
) -> Transcript:
    """Send a request as the explorer does, and return what its ledger has of it."""
    client = Client(Origin.parse(url), Secret(SANDBOX_KEY))
    try:
        await client.send(method, path, params=params, body=body)
    except ApiError:
        pass  # What it asks is compared, not what is answered.
    finally:
        await client.aclose()
    [exchange] = client.ledger.exchanges
    return transcript(exchange, client.origin, 0.0)


def as_asked(one: RequestLog) -> tuple[object, ...]:
    return one.method, one.path, parse_qs(one.query), one.body


@pytest.mark.parametrize(
    ("method", "path", "params", "body", "with_sdk"),
    COPIED,
    ids=[f"{number} {one[0]}" for number, one in enumerate(COPIED)],
)
def test_what_is_copied_of_a_request_asks_the_same_again(
    sdk: Any,
    errors: Any,
    url: str,
    asked: list[RequestLog],
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    path: str,
    params: list[tuple[str, str]],
    body: dict[str, Any] | None,
    with_sdk: bool,
) -> None:
    monkeypatch.setenv("METORIAL_API_KEY", SANDBOX_KEY)
    one = asyncio.run(recorded(url, method, path, params, body))
    assert one.why_not_again is None
    first = asked[-1]
    before = len(asked)

    shell = ["/bin/sh", "-c", f"{text_of(one, 'curl')} --silent --output /dev/null"]
    subprocess.run(shell, check=True, timeout=20)
    for program in (text_of(one, "httpx"), text_of(one, "sdk")):
        try:
            exec(compile(program, "copied", "exec"), {"__name__": "copied"})
        except (httpx.HTTPStatusError, errors.MetorialAPIError):
            assert first.status >= 400

    again = asked[before:]
    assert [as_asked(each) for each in again] == [as_asked(first)] * 3
    assert [each.status for each in again] == [first.status] * 3
    assert ("from metorial import" in text_of(one, "sdk")) is with_sdk
    texts = [text_of(one, kind) for kind in ("curl", "sdk", "httpx")]
    assert not any(SANDBOX_KEY in text for text in texts)


@pytest.mark.parametrize("call", SDK_CALLS, ids=lambda one: f"{one.method} {one.path}")
def test_the_table_of_its_calls_is_what_it_takes(sdk: Any, call: SdkCall) -> None:
    taken = inspect.signature(attrgetter(call.function)(sdk)).parameters.values()
    by_place = [one for one in taken if one.kind is one.POSITIONAL_OR_KEYWORD]
    named = {one.name: one for one in taken if one.kind is one.KEYWORD_ONLY}
    assert len(by_place) == call.path.count("{}")
    assert set(named) == call.takes
    assert {name for name, one in named.items() if one.default is one.empty} == call.needs
