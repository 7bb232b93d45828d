"""The one gate: headers, read-only, retries, rate-limit waits, faults of the connection."""

from __future__ import annotations

import asyncio
import gzip
import json
import ssl
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.conftest import KEY, ORIGIN, MakeClient, Server, ok, refusal
from tests.core.frozen_time import FrozenTime
from tests.strategies import texts
from tui.api.answers import MOST_BYTES
from tui.api.client import API_VERSION, Client
from tui.api.origin import Origin
from tui.api.retry import ATTEMPTS
from tui.api.waits import Waiting
from tui.errors import (
    ApiError,
    BadRequest,
    ConnectError,
    ConnectionLost,
    CredentialsError,
    MalformedAnswer,
    NotFound,
    RateLimited,
    ReadOnlyError,
    RequestTimeout,
    ServerError,
    TlsError,
    UsageError,
)
from tui.secret import Secret
from tui.version import VERSION

NAMED = {"metorial-req-id": "req_1"}
METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"]


def limited(time: FrozenTime, seconds: int) -> httpx.Response:
    reset = str(int(time.now.timestamp()) + seconds)
    headers = {"RateLimit-Limit": "5", "RateLimit-Remaining": "0", "RateLimit-Reset": reset}
    return refusal(429, "rate_limit_exceeded", headers)


class TestRequests:
    async def test_what_every_request_bears(self, make_client: MakeClient) -> None:
        server = Server(ok({"a": 1}, metorial_req_id="req_1"))
        async with make_client(server) as client:
            answer = await client.send("GET", "/integration-instances", params=[("limit", "5")])
        (request,) = server.requests
        assert str(request.url) == "https://api.example.com/integration-instances?limit=5"
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert request.headers["metorial-version"] == API_VERSION
        assert request.headers["user-agent"] == f"metorial-tui/{VERSION}"
        assert request.headers["accept"] == "application/json"
        assert "metorial-instance-id" not in request.headers
        assert (answer.body, answer.request_id) == ({"a": 1}, "req_1")

    async def test_an_environment_is_named(self, make_client: MakeClient) -> None:
        server = Server(ok())
        async with make_client(server, environment_id="ins_1") as client:
            await client.send("GET", "/x")
        assert server.requests[0].headers["metorial-instance-id"] == "ins_1"

    @pytest.mark.parametrize("method", METHODS)
    async def test_no_body_has_no_content_type(self, make_client: MakeClient, method: str) -> None:
        server = Server(ok())
        async with make_client(server) as client:
            await client.send(method, "/x")
        assert "content-type" not in server.requests[0].headers
        assert server.requests[0].content == b""

    @pytest.mark.parametrize(
        "body", [{}, {"name": "Żółć", "description": None}, {"metadata": {"\ud800": "\udfff"}}]
    )
    async def test_a_body_is_sent_as_json(
        self, make_client: MakeClient, body: dict[str, Any]
    ) -> None:
        server = Server(ok())
        async with make_client(server) as client:
            await client.send("POST", "/x", body=body)
        assert server.requests[0].headers["content-type"] == "application/json"
        assert json.loads(server.requests[0].content) == body

    @pytest.mark.parametrize("value", [float("nan"), float("inf")])
    async def test_what_json_has_no_word_for_is_not_sent(
        self, make_client: MakeClient, value: float
    ) -> None:
        server = Server(ok())
        async with make_client(server) as client:
            with pytest.raises(BadRequest):
                await client.send("POST", "/x", body={"metadata": {"a": value}})
        assert server.requests == []

    async def test_a_query_is_encoded_for_qs(self, make_client: MakeClient) -> None:
        server = Server(ok())
        params = [("status", "a"), ("status", "b"), ("created_at[gt]", "2026-01-01T00:00:00Z")]
        async with make_client(server) as client:
            await client.send("GET", "/x", params=[*params, ("search", "a+b &c\ud800")])
        assert server.requests[0].url.query == (
            b"status=a&status=b&created_at%5Bgt%5D=2026-01-01T00%3A00%3A00Z"
            b"&search=a%2Bb+%26c%EF%BF%BD"
        )

    async def test_a_url_that_is_too_long_is_said(self, make_client: MakeClient) -> None:
        server = Server(ok())
        async with make_client(server) as client:
            with pytest.raises(BadRequest, match="cannot be sent"):
                await client.send("GET", "/x", params=[("search", "x" * 70_000)])
        assert server.requests == []

    async def test_no_redirect_is_followed(self, make_client: MakeClient) -> None:
        server = Server(httpx.Response(307, headers={"location": "https://evil.example/"}))
        async with make_client(server) as client:
            with pytest.raises(MalformedAnswer, match=r"evil\.example"):
                await client.send("POST", "/x", body={"a": 1})
        assert len(server.requests) == 1

    async def test_timeouts_are_given_by_phase(self, make_client: MakeClient) -> None:
        server = Server(ok())
        async with make_client(server) as client:
            await client.send("GET", "/x")
        timeouts = server.requests[0].extensions["timeout"]
        assert timeouts == {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": 10.0}


class TestMaking:
    @pytest.mark.parametrize("key", ["", "a\nb", "clé"])
    def test_a_key_that_cannot_be_sent(self, key: str) -> None:
        with pytest.raises(CredentialsError):
            Client(ORIGIN, Secret(key))

    @pytest.mark.parametrize("environment_id", ["a b", "a\r\nX: 1", "é"])
    def test_an_environment_that_cannot_be_sent(self, environment_id: str) -> None:
        with pytest.raises(UsageError, match="environment"):
            Client(ORIGIN, Secret(KEY), environment_id=environment_id)

    @pytest.mark.parametrize(
        ("name", "value"),
        [("HTTPS_PROXY", "odd://proxy.example"), ("SSL_CERT_FILE", "/nowhere/at/all.pem")],
    )
    def test_a_shell_that_leads_nowhere_is_named(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        monkeypatch.setenv(name, value)
        with pytest.raises(UsageError, match="Check the proxy"):
            Client(ORIGIN, Secret(KEY))

    async def test_what_goes_to_this_machine_in_the_clear_passes_no_proxy(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HTTP_PROXY", "odd://proxy.example")
        await Client(Origin.parse("http://localhost:1"), Secret(KEY)).aclose()


class TestReadOnly:
    @given(st.text().filter(lambda method: method != "GET") | st.sampled_from(METHODS[1:]), texts)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    async def test_nothing_but_get_is_ever_sent(
        self, make_client: MakeClient, method: str, path: str
    ) -> None:
        server = Server(ok())
        async with make_client(server, read_only=True) as client:
            with pytest.raises(ReadOnlyError):
                await client.send(method, path, body={})
        assert server.requests == []

    async def test_reading_goes_on(self, make_client: MakeClient) -> None:
        server = Server(ok({"a": 1}))
        async with make_client(server, read_only=True) as client:
            assert (await client.send("GET", "/x")).body == {"a": 1}


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (httpx.ConnectError("refused"), ConnectError),
            (httpx.ConnectTimeout("slow"), ConnectError),
            (httpx.PoolTimeout("busy"), ConnectError),
            (httpx.ProxyError("403"), ConnectError),
            (httpx.ReadTimeout("slow"), RequestTimeout),
            (httpx.WriteTimeout("slow"), RequestTimeout),
            (httpx.ReadError("reset"), ConnectionLost),
            (httpx.WriteError(""), ConnectionLost),
            (httpx.RemoteProtocolError("gone"), ConnectionLost),
            (httpx.DecodingError("gzip"), MalformedAnswer),
            (httpx.LocalProtocolError("illegal header"), BadRequest),
        ],
    )
    async def test_each_has_its_error(
        self, make_client: MakeClient, fault: Exception, error: type[ApiError]
    ) -> None:
        async with make_client(Server(fault)) as client:
            with pytest.raises(error) as caught:
                await client.send("POST", "/x", body={})
        assert type(caught.value) is error
        assert KEY not in caught.value.sentence

    @pytest.mark.parametrize(
        ("cause", "said"),
        [
            (ssl.SSLCertVerificationError(1, "self-signed"), "certificate"),
            (ssl.SSLError(1, "wrong version number"), "No TLS connection"),
        ],
    )
    async def test_tls(self, make_client: MakeClient, cause: ssl.SSLError, said: str) -> None:
        fault = httpx.ConnectError(str(cause))
        fault.__cause__ = cause
        server = Server(fault)
        async with make_client(server) as client:
            with pytest.raises(TlsError, match=said):
                await client.send("GET", "/x")
        assert len(server.requests) == 1


class TestRetries:
    @pytest.mark.parametrize(
        "answer",
        [refusal(502), refusal(503), refusal(504), httpx.ReadError("x"), httpx.ConnectError("x")],
        ids=str,
    )
    async def test_what_passes_is_sent_again(
        self, make_client: MakeClient, time: FrozenTime, answer: Any
    ) -> None:
        server = Server(answer, answer, ok({"a": 1}))
        async with make_client(server) as client:
            assert (await client.send("GET", "/x")).body == {"a": 1}
        assert len(server.requests) == 3
        first, second = time.slept
        assert 0.25 <= first <= 0.5 <= second <= 1.0

    @pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
    @pytest.mark.parametrize("answer", [refusal(503), httpx.ReadError("x")], ids=str)
    async def test_a_write_is_not(self, make_client: MakeClient, method: str, answer: Any) -> None:
        server = Server(answer, ok())
        async with make_client(server) as client:
            with pytest.raises(ApiError) as caught:
                await client.send(method, "/x", body={})
        assert caught.value.outcome_unknown
        assert len(server.requests) == 1

    async def test_a_post_that_never_left_is(self, make_client: MakeClient) -> None:
        server = Server(httpx.ConnectError("x"), ok({"id": "int_1"}))
        async with make_client(server) as client:
            assert (await client.send("POST", "/x", body={"n": 1})).body == {"id": "int_1"}
        assert [request.content for request in server.requests] == [b'{"n":1}'] * 2

    async def test_it_ends(self, make_client: MakeClient, time: FrozenTime) -> None:
        server = Server(refusal(503, "unavailable"))
        async with make_client(server) as client:
            with pytest.raises(ServerError, match="No"):
                await client.send("GET", "/x")
        assert len(server.requests) == ATTEMPTS
        assert len(time.slept) == ATTEMPTS - 1

    async def test_a_refusal_is_final(self, make_client: MakeClient, time: FrozenTime) -> None:
        server = Server(refusal(404))
        async with make_client(server) as client:
            with pytest.raises(NotFound):
                await client.send("GET", "/x")
        assert (len(server.requests), time.slept) == (1, [])

    async def test_waits_are_told_with_their_reason(self, make_client: MakeClient) -> None:
        told: list[Waiting | None] = []
        async with make_client(Server(httpx.ReadError("reset"), ok())) as client:
            client.on_wait = told.append
            await client.send("GET", "/x")
        first, last = told
        assert first is not None
        assert first.reason == "The connection to api.example.com broke before the answer: reset"
        assert 0.25 <= first.seconds <= 0.5
        assert last is None


class TestRateLimit:
    @pytest.mark.parametrize("method", METHODS)
    async def test_a_refused_call_waits_for_the_reset(
        self, make_client: MakeClient, time: FrozenTime, method: str
    ) -> None:
        server = Server(limited(time, 90), ok({"a": 1}))
        async with make_client(server) as client:
            assert (await client.send(method, "/x")).body == {"a": 1}
        assert len(server.requests) == 2
        assert 90 <= sum(time.slept) <= 91

    async def test_a_proxys_retry_after_is_honoured(
        self, make_client: MakeClient, time: FrozenTime
    ) -> None:
        server = Server(refusal(429, "", {"Retry-After": "7"}), ok())
        async with make_client(server) as client:
            await client.send("POST", "/x")
        assert 7 <= sum(time.slept) <= 8

    async def test_it_is_given_up_in_the_end(
        self, make_client: MakeClient, time: FrozenTime
    ) -> None:
        server = Server(lambda request: limited(time, 5))
        async with make_client(server) as client:
            with pytest.raises(RateLimited):
                await client.send("GET", "/x")
        assert len(server.requests) == ATTEMPTS

    async def test_what_the_last_answer_said_is_known(
        self, make_client: MakeClient, time: FrozenTime
    ) -> None:
        headers = {"RateLimit_Limit": "5000", "RateLimit_Remaining": "4812"}
        server = Server(ok({}, **headers, RateLimit_Reset="1793534400"), ok())
        async with make_client(server) as client:
            assert client.rate_limit is None
            await client.send("GET", "/x")
            await client.send("GET", "/x")
            assert client.rate_limit is not None
            assert (client.rate_limit.remaining, client.rate_limit.limit) == (4812, 5000)

    async def test_other_calls_wait_too(self, make_client: MakeClient, time: FrozenTime) -> None:
        woken = asyncio.Event()
        asleep = asyncio.Event()
        told: list[Waiting | None] = []

        async def sleep(seconds: float) -> None:
            asleep.set()
            await woken.wait()
            await time.sleep(seconds)

        server = Server(limited(time, 60), ok())
        async with make_client(server, sleep=sleep) as client:
            client.on_wait = told.append
            first = asyncio.create_task(client.send("GET", "/first"))
            await asleep.wait()
            asleep.clear()
            second = asyncio.create_task(client.send("GET", "/second"))
            await asleep.wait()
            assert [request.url.path for request in server.requests] == ["/first"]
            woken.set()
            await asyncio.gather(first, second)
        assert sorted(request.url.path for request in server.requests[1:]) == ["/first", "/second"]
        assert "The rate limit is used up" in [one.reason for one in told if one]
        # As long as one waits, that is said.
        assert [one is None for one in told] == [False, False, False, True]

    async def test_a_wait_that_ended_early_goes_on(
        self, make_client: MakeClient, time: FrozenTime
    ) -> None:
        async def sleep(seconds: float) -> None:
            await time.sleep(seconds if time.slept else 20)

        server = Server(limited(time, 60), ok())
        async with make_client(server, sleep=sleep) as client:
            await client.send("GET", "/x")
        assert time.slept == [20, 40]
        assert len(server.requests) == 2

    async def test_a_clock_set_back_does_not_prolong_the_wait(
        self, make_client: MakeClient, time: FrozenTime
    ) -> None:
        server = Server(limited(time, 60), ok())
        async with make_client(server) as client:
            task = asyncio.create_task(client.send("GET", "/x"))
            time.now = time.now.replace(year=2025)
            await task
        assert sum(time.slept) <= 601

    async def test_a_wait_can_be_cancelled(self, make_client: MakeClient, time: FrozenTime) -> None:
        asleep = asyncio.Event()
        told: list[Waiting | None] = []

        async def sleep(seconds: float) -> None:
            asleep.set()
            await asyncio.Event().wait()

        server = Server(limited(time, 600))
        async with make_client(server, sleep=sleep) as client:
            client.on_wait = told.append
            task = asyncio.create_task(client.send("GET", "/x"))
            await asleep.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert told[-1] is None
        assert len(server.requests) == 1


class TestHugeAnswers:
    @pytest.mark.parametrize("status", [200, 500])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    async def test_an_answer_without_an_end_is_not_read_for_ever(
        self, make_client: MakeClient, method: str, status: int
    ) -> None:
        given = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal given
            while True:
                given += 1
                yield b" " * 1024 * 1024

        server = Server(httpx.Response(status, content=endless(), headers=NAMED))
        async with make_client(server) as client:
            with pytest.raises(MalformedAnswer, match="larger than 16 MiB") as caught:
                await client.send(method, "/integration-instances")
        assert caught.value.request_id == "req_1"
        assert given == (MOST_BYTES >> 20) + 1
        assert len(server.requests) == 1

    async def test_a_small_answer_that_grows_when_unpacked_is_not_read_either(
        self, make_client: MakeClient
    ) -> None:
        packed = gzip.compress(b'{"a": "' + b"a" * 2 * MOST_BYTES + b'"}')

        async def arriving() -> AsyncIterator[bytes]:
            for start in range(0, len(packed), 4096):
                yield packed[start : start + 4096]

        headers = {"content-encoding": "gzip"}
        server = Server(httpx.Response(200, content=arriving(), headers=headers))
        async with make_client(server) as client:
            with pytest.raises(MalformedAnswer, match="larger than 16 MiB"):
                await client.send("GET", "/integration-instances")

    async def test_a_packed_answer_is_read(self, make_client: MakeClient) -> None:
        packed = gzip.compress(b'{"a": 1}')
        headers = {"content-encoding": "gzip", **NAMED}
        server = Server(httpx.Response(200, content=packed, headers=headers))
        async with make_client(server) as client:
            answer = await client.send("GET", "/integration-instances")
        assert (answer.body, answer.request_id) == ({"a": 1}, "req_1")
