"""The ledger keeps what was asked and answered, and shows nothing of it that is secret."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.conftest import KEY, ORIGIN, MakeClient, Server, ok, refusal
from tests.core.frozen_time import FrozenTime
from tests.core.test_redaction import SECRETS
from tui import redaction
from tui.api.client import Client
from tui.api.ledger import LARGE, MOST_CALLS, ROOM
from tui.api.redacted import call_of, transcript
from tui.errors import ApiError
from tui.models.call import Call, Transcript
from tui.models.call_sections import sections
from tui.models.masked import masked
from tui.secret import Secret

CANARY = "canary0123456789"
WORDS = st.text(max_size=12).filter(lambda text: CANARY not in text)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
SECRET_NAMES = st.sampled_from(
    ["client_secret", "connection_url", "password", "apiKey", "DB_PASSWD", "credentials"]
)
HIDDEN = st.sampled_from(
    [CANARY, [CANARY], {"a": CANARY}, {"object": "x", "a": [1, {"b": CANARY}]}]
)


def calls_of(client: Client) -> list[Call]:
    return [call_of(one, client.origin, 0.0) for one in client.ledger.exchanges]


def whole(client: Client) -> Transcript:
    """Return the newest request, in full."""
    return transcript(client.ledger.exchanges[0], client.origin, 0.0)


async def test_what_is_kept_of_a_request(make_client: MakeClient, time: FrozenTime) -> None:
    limit = {"RateLimit_Limit": "50", "RateLimit_Remaining": "41", "RateLimit_Reset": "0"}
    server = Server(ok({"name": "Ada"}, metorial_req_id="req_1", **limit))
    async with make_client(server, environment_id="ins_1") as client:
        query = [("a", "1"), ("a", "ü &")]
        await client.send("PATCH", "/x", params=query, body={"name": "Ada"})
        asked = whole(client)
    call = asked.call
    assert (call.number, call.at, call.attempt, call.is_over) == (1, time.now, 1, True)
    assert (call.method, call.origin, call.path) == ("PATCH", ORIGIN.url, "/x")
    assert call.params == tuple(query)
    assert call.url == str(server.requests[0].url)
    assert (call.status, call.error, call.request_id) == (200, None, "req_1")
    assert call.calls_left == 41
    assert call.milliseconds >= asked.waited >= 0
    assert (asked.environment_id, asked.reason) == ("ins_1", "OK")
    assert (asked.sent.value, asked.sent.size) == ({"name": "Ada"}, len('{"name":"Ada"}'))
    assert asked.received.value == {"name": "Ada"}
    assert asked.why_not_again is None
    sent = dict(asked.request_headers)
    assert sent["authorization"] == "Bearer ••••"
    assert sent["content-type"] == "application/json"
    assert ("metorial-req-id", "req_1") in asked.response_headers


async def test_each_attempt_and_each_failure_is_kept(make_client: MakeClient) -> None:
    server = Server(httpx.ConnectError("refused"), refusal(503), refusal(404, "not_found"))
    async with make_client(server) as client:
        with pytest.raises(ApiError):
            await client.send("GET", "/x")
        calls = calls_of(client)
    assert [(one.number, one.attempt, one.status) for one in calls] == [
        (3, 3, 404),
        (2, 2, 503),
        (1, 1, None),
    ]
    assert "No connection" in (calls[2].error or "")
    assert calls[0].error == "No"
    assert all(one.is_over for one in calls)


async def test_one_is_there_while_it_is_under_way_and_once_it_is_given_up(
    make_client: MakeClient,
) -> None:
    began = asyncio.Event()
    told: list[bool] = []

    async def never(request: httpx.Request) -> httpx.Response:
        began.set()
        await asyncio.Event().wait()
        raise AssertionError("it is given up before")

    async with make_client(never) as client:
        client.ledger.listen(lambda: told.append(calls_of(client)[0].is_over))
        task = asyncio.create_task(client.send("GET", "/x"))
        await began.wait()
        assert told == [False]
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        [call] = calls_of(client)
    assert told == [False, True]
    assert (call.status, call.error) == (None, "Given up here, before the answer was read")


async def test_the_oldest_make_room(make_client: MakeClient) -> None:
    async with make_client(Server(ok())) as client:
        for _ in range(MOST_CALLS + 2):
            await client.send("GET", "/x")
        calls = calls_of(client)
    assert len(calls) == MOST_CALLS
    assert (calls[0].number, calls[-1].number) == (MOST_CALLS + 2, 3)
    assert client.ledger.count == MOST_CALLS + 2


async def test_large_bodies_are_kept_as_long_as_there_is_room(make_client: MakeClient) -> None:
    large, small = ok({"a": "x" * (ROOM // 2 - 99)}), ok({"a": "x" * (LARGE // 2)})
    server = Server(small, large, large, large, ok({"a": "x" * 2 * ROOM}))
    kept = []
    async with make_client(server) as client:
        for _ in range(5):
            await client.send("POST", "/x", body={"a": 1})
            every = (transcript(one, ORIGIN, 0) for one in client.ledger.exchanges)
            kept.append([one.received.is_kept for one in every])
        last = transcript(client.ledger.exchanges[0], ORIGIN, 0)
    assert kept == [
        [True],
        [True, True],
        [True, True, True],
        [True, True, False, True],
        [False, False, False, False, True],
    ]
    assert last.sent.value == {"a": 1}
    assert any("It is not kept" in (part.text or "") for part in sections(last))


@pytest.mark.parametrize("key", ["metorial_sk_" + CANARY, f"opaque-{CANARY}"])
async def test_no_secret_is_shown(make_client: MakeClient, key: str) -> None:
    answer = ok(
        {"client_secret": CANARY, "echo": f"your key {key}"},
        set_cookie=f"session={CANARY}",
        x_echo=f"Bearer {key}",
        metorial_req_id=f"req {key}",
    )
    refused = httpx.Response(400, json={"message": f"bad key {key}"})
    body = {"metadata": {"password": CANARY, "team": "web"}}
    async with make_client(Server(answer, refused), key=key) as client:
        await client.send("POST", "/x", body=body)
        first = whole(client)
        with pytest.raises(ApiError):
            await client.send("GET", "/x")
        second = whole(client)
        assert CANARY not in repr((first, second))
        assert CANARY not in repr(sections(first) + sections(second))
    assert first.sent.value == {"metadata": {"password": "••••", "team": "web"}}
    assert first.why_not_again is not None
    assert second.why_not_again is None


@pytest.mark.parametrize("shape", SECRETS)
async def test_what_looks_like_a_secret_in_a_query_or_a_path_is_not_shown(
    make_client: MakeClient, shape: str
) -> None:
    async with make_client(Server(ok())) as client:
        await client.send("GET", "/x", params=[("search", f"a {shape} b")])
        asked = whole(client)
    assert not redaction.has_secret(repr(asked))
    assert asked.why_not_again is not None


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/integration-instances/int_1/session", {"client_secret": CANARY}),
        ("/sessions", {"items": [{"connection_url": f"https://a/{CANARY}"}]}),
        ("/sessions/ses_1", {"client_secr\\u0065t": CANARY}),
        ("/anything", {"nested": [{"client_secret": CANARY}]}),
    ],
)
async def test_what_lets_anyone_into_a_session_is_not_even_kept(
    make_client: MakeClient, path: str, answer: Any
) -> None:
    text = json.dumps(answer).replace("\\\\", "\\")
    async with make_client(Server(httpx.Response(200, text=text))) as client:
        await client.send("GET", path)
        [exchange] = client.ledger.exchanges
    assert CANARY.encode() not in (exchange.received or b"")
    assert exchange.received_size == len(text)


async def test_an_answer_of_sessions_that_is_no_json_is_not_kept(make_client: MakeClient) -> None:
    cut = httpx.Response(200, text=f'{{"client_secret": "{CANARY}')
    async with make_client(Server(cut)) as client:
        with pytest.raises(ApiError):
            await client.send("POST", "/x/session", body={})
        assert not whole(client).received.is_kept


async def test_what_is_hostile_is_bounded_and_safe_to_draw(make_client: MakeClient) -> None:
    bad = "\x1b]52;c;AAAA\x07\u202e" + "x" * 5_000
    answer = httpx.Response(
        500,
        headers=[(b"metorial-req-id", b"r" * 900), (b"x-odd", b"a\x80b")],
        json={"message": bad, bad: bad},
    )
    headers = httpx.Response(200, headers={"x-large": "x" * 20_000}, text="[" * 5_000)
    async with make_client(Server(answer, headers)) as client:
        for _ in range(2):
            with pytest.raises(ApiError):
                await client.send("POST", "/x", body={"name": bad})
        second, first = (transcript(one, ORIGIN, 0) for one in client.ledger.exchanges)
    assert len(first.call.request_id or "") <= 129
    assert len(first.call.error or "") <= 513
    assert second.response_headers == ()
    for asked in (first, second):
        for part in sections(asked):
            shown = [*(text for field in part.fields for text in field), part.text or ""]
            assert not any(odd in text for text in shown for odd in "\x1b\x07\u202e\x80")


@given(PLAIN, SECRET_NAMES, HIDDEN, PLAIN)
def test_what_a_secrets_name_has_is_masked_wherever_it_stands(
    before: Any, name: str, value: Any, after: Any
) -> None:
    bare = masked({"a": [before, {"x": before, name: value, "y": after}], "z": after})
    assert CANARY not in repr(bare)
    assert "••••" in repr(bare)


def test_the_objects_of_the_api_that_only_sound_secret_stay() -> None:
    credential = {"object": "identity.credential", "id": "icr_1", "provider_id": "pro_1"}
    document = {
        "auth_credentials": {"id": "par_1", "name": "Ours"},
        "auth_credentials_id": "par_1",
        "credentials": [credential],
        "client_secret": None,
        "x": ["a", 1, True],
    }
    assert masked(document) == document


@given(st.from_regex(redaction._shapes()) | st.sampled_from(SECRETS), st.text(max_size=9))
def test_no_shape_passes_the_look_that_comes_first(secret: str, around: str) -> None:
    text = around + secret + around
    assert redaction.without_secrets(text, "-") == redaction._shapes().sub("-", text)


async def test_another_clients_key_is_taken_out_once_it_is_used(make_client: MakeClient) -> None:
    server = Server(lambda request: ok({"echo": request.headers["authorization"]}))
    async with make_client(server) as client, make_client(server, key="other-key") as other:
        client.take_key_of(other)
        await client.send("GET", "/x")
        assert "other-key" not in repr(client.ledger.exchanges)
    assert Secret(KEY)
