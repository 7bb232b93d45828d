"""What every request passes: the key, the limits, the version, the headers, the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tui.sandbox import SANDBOX_CLIENT_ID, SANDBOX_KEY, SANDBOX_REFRESH_TOKEN
from tui.sandbox.app import create_app
from tui.sandbox.rate_limit import RateLimit
from tui.sandbox.request_log import RequestLog
from tui.sandbox.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Message, Receive, Scope, Send

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
PATH = "/integration-instances"


@pytest.fixture
def world() -> World:
    world = World(instances=12)
    world.clock = lambda: NOON
    return world


@pytest.fixture
def log() -> list[RequestLog]:
    return []


@pytest.fixture
async def client(world: World, log: list[RequestLog]) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=create_app(world, log=log.append)),
        base_url="http://sandbox",
        headers={"authorization": f"Bearer {SANDBOX_KEY}"},
    ) as client:
        yield client


@pytest.mark.parametrize(
    "authorization",
    ["", SANDBOX_KEY, "Basic abc", "Bearer ", "Bearer metorial_sk_other", f"Bearer {SANDBOX_KEY}x"],
)
async def test_any_other_key_is_unknown(client: httpx.AsyncClient, authorization: str) -> None:
    answer = await client.get(PATH, headers={"authorization": authorization})
    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthorized"
    assert "metorial-req-id" not in answer.headers
    assert answer.headers["ratelimit-limit"] == "5000"


async def test_an_answer_bears_its_headers(client: httpx.AsyncClient) -> None:
    first, second = await client.get(PATH), await client.get(PATH)
    assert first.headers["metorial-version"] == "2026-01-01-magnetar"
    assert first.headers["metorial-req-id"].startswith("req_")
    assert first.headers["metorial-req-id"] != second.headers["metorial-req-id"]
    assert first.headers["content-type"] == "application/json"
    assert first.headers["ratelimit-remaining"] == "4999"
    assert second.headers["ratelimit-remaining"] == "4998"
    assert int(first.headers["ratelimit-reset"]) == int(NOON.timestamp()) + 600


async def test_the_same_requests_get_the_same_request_ids() -> None:
    async def request_id() -> str:
        world = World(instances=1)
        world.clock = lambda: NOON
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=create_app(world)), base_url="http://sandbox"
        ) as client:
            answer = await client.get(PATH, headers={"authorization": f"Bearer {SANDBOX_KEY}"})
            found: str = answer.headers["metorial-req-id"]
            return found

    assert await request_id() == await request_id()


async def test_a_used_up_window_refuses_until_its_reset(
    world: World, client: httpx.AsyncClient
) -> None:
    world.rate_limit = RateLimit(lambda: world.clock(), limit=2)
    assert [(await client.get(PATH)).status_code for _ in range(2)] == [200, 200]
    refused = await client.get(PATH)
    assert refused.status_code == 429
    assert refused.json()["code"] == "rate_limit_exceeded"
    assert "retry-after" not in refused.headers
    assert "metorial-req-id" not in refused.headers
    assert refused.headers["ratelimit-remaining"] == "0"
    later = await client.get(PATH)
    assert int(later.headers["ratelimit-reset"]) > int(refused.headers["ratelimit-reset"])
    reset = datetime.fromtimestamp(int(later.headers["ratelimit-reset"]), UTC)
    world.clock = lambda: reset - timedelta(seconds=1)
    assert (await client.get(PATH)).status_code == 429
    world.clock = lambda: reset + timedelta(seconds=1)
    answer = await client.get(PATH)
    assert answer.status_code == 200
    assert answer.headers["ratelimit-remaining"] == "1"


async def test_a_post_refused_by_the_limit_did_nothing(
    world: World, client: httpx.AsyncClient
) -> None:
    world.rate_limit = RateLimit(world.clock, limit=0)
    body = {"integration_id": next(iter(world.catalogue.integrations)).id, "name": "x"}
    assert (await client.post(PATH, json=body)).status_code == 429
    assert len(world.instances) == 12


async def test_a_denied_path_is_forbidden_with_all_below_it(
    world: World, client: httpx.AsyncClient
) -> None:
    actor = next(iter(world.people.actors))
    world.denied.add("/identities")
    for path in ("/identities", "/identities/ide_1"):
        answer = await client.get(path)
        assert answer.status_code == 403
        assert answer.json()["code"] == "forbidden"
        assert "metorial-req-id" in answer.headers
    assert (await client.get(f"/identity-actors/{actor.id}")).status_code == 200


async def test_unknown_versions_are_not_acceptable(client: httpx.AsyncClient) -> None:
    good = await client.get(PATH, headers={"metorial-version": "2026-01-01-magnetar"})
    assert good.status_code == 200
    bad = await client.get(PATH, headers={"metorial-version": "2025-01-01-pulsar"})
    assert bad.status_code == 406


@pytest.mark.parametrize("path", ["/", "/nothing", "/integration-instances/", "/identities/a/b"])
async def test_unknown_paths(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"
    assert answer.json()["__typename"] == "error"
    assert answer.json()["ok"] is False


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", PATH), ("POST", "/identities"), ("GET", "/oauth/token")]
)
async def test_a_wrong_verb(client: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == 405
    assert answer.json()["status"] == 405


@pytest.mark.parametrize("method", ["GET", "DELETE", "POST", "PATCH"])
async def test_a_json_type_without_a_body_is_refused(
    client: httpx.AsyncClient, method: str
) -> None:
    answer = await client.request(
        method, f"{PATH}/int_1", headers={"content-type": "application/json; charset=utf-8"}
    )
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_request"
    assert answer.json()["reason"] == "empty_json_body"


@pytest.mark.parametrize("content", [b"{", b"{'a': 1}", b'{"a": NaN}', b"\xff", b"[" * 100_000])
async def test_what_is_not_json_is_refused(client: httpx.AsyncClient, content: bytes) -> None:
    answer = await client.post(PATH, content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["reason"] == "invalid_json"


async def test_what_is_nested_too_deeply_is_refused(client: httpx.AsyncClient) -> None:
    def nested(levels: int) -> bytes:
        return b'{"a":' * levels + b"1" + b"}" * levels

    headers = {"content-type": "application/json"}
    deep = await client.post(PATH, content=nested(200), headers=headers)
    assert deep.json()["reason"] == "nested_too_deeply"
    fine = await client.post(PATH, content=nested(199), headers=headers)
    assert fine.json()["code"] == "invalid_data"


async def test_who_am_i(client: httpx.AsyncClient) -> None:
    me = (await client.get("/instance")).json()
    assert me["type"] == "development"
    assert me["project"]["slug"] == "acme-web"
    every = (await client.get("/instances")).json()["items"]
    assert [one["type"] for one in every] == ["development", "production"]
    assert every[0] == me


async def renew(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    form = {
        "grant_type": "refresh_token",
        "client_id": SANDBOX_CLIENT_ID,
        "refresh_token": SANDBOX_REFRESH_TOKEN,
        **fields,
    }
    return await client.post("/oauth/token", data=form, headers={"authorization": ""})


async def test_a_refresh_token_works_once_and_its_tokens_for_an_hour(
    world: World, client: httpx.AsyncClient
) -> None:
    answer = await renew(client)
    grant: dict[str, Any] = answer.json()
    assert set(grant) == {"access_token", "refresh_token", "token_type", "expires_in"}
    again = await renew(client)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    me = (await client.get("/instance")).json()["id"]
    token = {"authorization": f"Bearer {grant['access_token']}"}
    assert (await client.get(PATH, headers=token)).status_code == 400
    assert (await client.get("/instances", headers=token)).status_code == 200
    bound = {**token, "metorial-instance-id": me}
    assert (await client.get(PATH, headers=bound)).status_code == 200
    elsewhere = {**token, "metorial-instance-id": "ins_other"}
    assert (await client.get(PATH, headers=elsewhere)).status_code == 403
    world.clock = lambda: NOON + timedelta(hours=1)
    assert (await client.get(PATH, headers=bound)).status_code == 401
    assert (await renew(client, refresh_token=grant["refresh_token"])).status_code == 200


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_id": "other"}, "invalid_grant"),
        ({"refresh_token": "other"}, "invalid_grant"),
    ],
)
async def test_a_wrong_renewal(
    client: httpx.AsyncClient, fields: dict[str, str], error: str
) -> None:
    answer = await renew(client, **fields)
    assert answer.status_code == 400
    assert answer.json()["error"] == error


async def test_every_request_is_logged_on_one_line(
    client: httpx.AsyncClient, log: list[RequestLog]
) -> None:
    answer = await client.get(PATH, params={"search": "a\nb", "limit": 5})
    refused = await client.post(PATH, json={"name": "東京\n"})
    await client.get(PATH, headers={"authorization": ""})
    assert [entry.status for entry in log] == [200, refused.status_code, 401]
    assert log[0].line() == (
        f"GET {PATH}?search=a\\u000ab&limit=5 200 {answer.headers['metorial-req-id']}"
    )
    assert log[1].body == {"name": "東京\n"}
    assert log[1].line().endswith('{"name": "東京\\n"}')
    assert log[2].line() == f"GET {PATH} 401 -"
    assert all(entry.milliseconds >= 0 for entry in log)


async def test_a_request_is_in_the_log_before_its_answer_is_whole(
    world: World, log: list[RequestLog]
) -> None:
    logged: list[tuple[str, int]] = []
    served = create_app(world, log=log.append)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def watched(message: Message) -> None:
            logged.append((message["type"], len(log)))
            await send(message)

        await served(scope, receive, watched)

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://sandbox"
    ) as client:
        await client.get(PATH)
    assert logged == [("http.response.start", 0), ("http.response.body", 1)]


async def test_a_renewal_leaves_no_token_in_the_log(
    client: httpx.AsyncClient, log: list[RequestLog]
) -> None:
    grant = (await renew(client)).json()
    line = log[0].line()
    assert SANDBOX_REFRESH_TOKEN not in line
    assert grant["access_token"] not in line
