"""The sandbox's faults: whom they meet, what they do, who may set them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tui.sandbox import SANDBOX_KEY
from tui.sandbox.app import create_app
from tui.sandbox.chaos import FAULTS_PATH
from tui.sandbox.cut import CutTransport
from tui.sandbox.fault import KINDS, MIX, Fault, FaultError, Faults
from tui.sandbox.request_log import RequestLog
from tui.sandbox.world import World

LIST = "/integration-instances"
KEY = {"authorization": f"Bearer {SANDBOX_KEY}"}


@pytest.fixture
def log() -> list[RequestLog]:
    return []


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
async def client(faults: Faults, log: list[RequestLog]) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(World(instances=60), log=log.append, faults=faults)
    async with httpx.AsyncClient(
        transport=CutTransport(app=app), base_url="http://sandbox", headers=KEY
    ) as client:
        yield client


def test_a_fault_meets_what_it_matches_so_often() -> None:
    faults = Faults([Fault(kind="empty", method="GET", path="/in", after=1, count=2)])
    asked = [("GET", "/in"), ("POST", "/in"), ("GET", "/out"), *[("GET", "/in/1")] * 4]
    met = [faults.choose(*one) is not None for one in asked]
    assert met == [False, False, False, True, True, False, False]
    assert faults.described[0]["met"] == 2


def test_the_same_seed_meets_the_same_faults() -> None:
    def drawn(seed: int) -> list[Fault | None]:
        faults = Faults(MIX, seed=seed)
        return [faults.choose("GET", LIST) for _ in range(400)]

    assert drawn(1) == drawn(1) != drawn(2)
    met = [one for one in drawn(1) if one is not None]
    assert 40 < len(met) < 200
    assert len({one.kind for one in met}) > 5


@pytest.mark.parametrize(
    "value",
    [
        None,
        "latency",
        {},
        {"kind": "other"},
        {"kind": "empty", "colour": "red"},
        {"kind": "empty", "count": -1},
        {"kind": "empty", "count": True},
        {"kind": "empty", "probability": 2},
        {"kind": "status", "status": 200},
        {"kind": "latency", "seconds": float("nan")},
        {"kind": "redirect", "location": "http://a\r\nx: y"},
        {"kind": ["empty"]},
    ],
)
def test_what_is_no_fault_is_refused(value: object) -> None:
    with pytest.raises(FaultError):
        Fault.from_json(value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_goes_through_json(kind: str) -> None:
    fault = Fault.from_json({"kind": kind, "count": 3, "seconds": 0})
    assert Fault.from_json(json.loads(json.dumps(fault.to_json()))) == fault


async def test_the_endpoint_sets_shows_and_clears(
    client: httpx.AsyncClient, log: list[RequestLog]
) -> None:
    put = await client.put(FAULTS_PATH, json=[{"kind": "status", "status": 500}])
    assert put.json()["faults"][0]["met"] == 0
    assert (await client.get(LIST)).status_code == 500
    assert (await client.get(FAULTS_PATH)).json()["faults"][0]["met"] == 1
    assert (await client.delete(FAULTS_PATH)).json() == {"faults": []}
    assert (await client.get(LIST)).status_code == 200
    assert [one.path for one in log] == [LIST]


async def test_a_field_is_refused_by_its_path_and_nothing_is_made(
    client: httpx.AsyncClient, faults: Faults, log: list[RequestLog]
) -> None:
    faults.set([Fault(kind="invalid_data", method="POST", field="providers.0.tool_filters")])
    answer = await client.post(LIST, json={"name": "Ada"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == ["providers", 0, "tool_filters"]
    assert log == []


async def test_the_endpoint_refuses_what_it_does_not_understand(
    client: httpx.AsyncClient, faults: Faults
) -> None:
    faults.set([Fault(kind="empty", path="/nothing")])
    for content in (b"", b"{", b"{}", b'[{"kind": "other"}]'):
        assert (await client.put(FAULTS_PATH, content=content)).status_code == 400
    assert (await client.post(FAULTS_PATH, json=[])).status_code == 405
    assert len(faults.described) == 1


async def test_only_this_machine_with_the_key_may_set_faults() -> None:
    app = create_app(World(instances=1))
    for host, key, status in (
        ("127.0.0.1", "metorial_sk_other", 401),
        ("192.0.2.7", SANDBOX_KEY, 403),
        ("::1", SANDBOX_KEY, 200),
    ):
        transport = httpx.ASGITransport(app=app, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
            answer = await client.get(FAULTS_PATH, headers={"authorization": f"Bearer {key}"})
            assert answer.status_code == status


@pytest.mark.parametrize(
    ("kind", "error", "processed"),
    [
        ("reset_before", httpx.ReadError, 0),
        ("reset_after", httpx.ReadError, 1),
        ("truncated", httpx.ReadError, 1),
        ("no_answer", httpx.ReadTimeout, 0),
    ],
)
async def test_a_cut_connection(
    client: httpx.AsyncClient,
    faults: Faults,
    log: list[RequestLog],
    kind: Any,
    error: type[Exception],
    processed: int,
) -> None:
    faults.set([Fault(kind=kind)])
    with pytest.raises(error):
        await client.get(LIST)
    assert len(log) == processed


async def test_answers_that_are_none(client: httpx.AsyncClient, faults: Faults) -> None:
    true = (await client.get(f"{LIST}?limit=1")).content
    wanted = {"malformed": true[:-2], "empty": b""}
    for kind in ("malformed", "empty", "html"):
        faults.set([Fault.from_json({"kind": kind})])
        answer = await client.get(f"{LIST}?limit=1")
        assert answer.status_code == 200
        assert answer.content == wanted.get(kind, answer.content)
        is_html = answer.headers["content-type"].startswith("text/html")
        assert is_html == (kind == "html")
    faults.set([Fault(kind="slow_body", seconds=0), Fault(kind="latency", seconds=0)])
    assert (await client.get(f"{LIST}?limit=1")).content == true


async def test_refusals(client: httpx.AsyncClient, faults: Faults, log: list[RequestLog]) -> None:
    faults.set([Fault(kind="status", status=502, as_html=True)])
    assert "<html>" in (await client.get(LIST)).text
    faults.set([Fault(kind="status", status=401, after=1)])
    assert [(await client.get(LIST)).status_code for _ in range(3)] == [200, 401, 401]
    faults.set([Fault(kind="rate_limited", seconds=7)])
    answer = await client.get(LIST)
    assert answer.status_code == 429
    assert answer.headers["ratelimit-remaining"] == "0"
    assert "retry-after" not in answer.headers
    faults.set([Fault(kind="rate_limited", seconds=7, telling="retry_after")])
    answer = await client.get(LIST)
    assert answer.headers["retry-after"] == "7"
    assert "ratelimit-reset" not in answer.headers
    faults.set([Fault(kind="rate_limited", telling="nothing")])
    answer = await client.get(LIST)
    assert not {"ratelimit-reset", "retry-after"} & set(answer.headers)
    faults.set([Fault(kind="redirect")])
    answer = await client.get(LIST)
    assert answer.headers["location"] == f"https://elsewhere.example{LIST}"
    assert len(log) == 1


async def test_pages_that_do_not_follow(client: httpx.AsyncClient, faults: Faults) -> None:
    async def page(kind: Any, **query: str) -> Any:
        faults.set([Fault(kind=kind)] if kind else [])
        return (await client.get(LIST, params={"limit": "5", **query})).json()

    changed = await page("changed_items")
    assert all("changed" in one["name"] for one in changed["items"])
    first = await page(None)
    after = first["items"][-1]["id"]
    assert (await page("repeated_page", after=after))["items"] == first["items"]
    missing = await page("missing_page", after=after)
    assert missing["items"] == []
    assert missing["pagination"]["has_more_after"]
    faults.set([Fault(kind="missing_page")])
    one = await client.get(f"{LIST}/{after}")
    assert one.json()["id"] == after


@pytest.fixture
def served() -> Iterator[str]:
    """The address of a sandbox behind a real socket."""
    code = "from tui.sandbox.serve import serve; serve(instances=60)"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        match = re.search(r"http://\S+", process.stdout.readline())
        assert match is not None
        yield match.group()
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert errors == ""


def test_a_socket_is_really_cut(served: str) -> None:
    with httpx.Client(base_url=served, headers=KEY) as client:
        body = {"integration_id": client.get("/integrations").json()["items"][0]["id"], "name": "x"}

        def names() -> list[str]:
            page = client.get(LIST, params={"order": "desc", "limit": "3"}).json()
            return [one["name"] for one in page["items"]]

        for kind, count in (("reset_before", 0), ("reset_after", 1)):
            client.put(FAULTS_PATH, json=[{"kind": kind, "method": "POST"}])
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                client.post(LIST, json=body)
            assert names().count("x") == count
        client.put(FAULTS_PATH, json=[{"kind": "truncated", "path": LIST, "count": 1}])
        with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete|without sending"):
            client.get(LIST)
        client.put(FAULTS_PATH, json=[{"kind": "slow_body", "path": LIST, "seconds": 0.1}])
        assert "x" in names()
        client.put(FAULTS_PATH, json=[{"kind": "no_answer", "path": LIST}])
        with pytest.raises(httpx.ReadTimeout):
            client.get(LIST, timeout=0.2)
