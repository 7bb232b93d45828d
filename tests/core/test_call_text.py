"""Requests as text: programs that compile and hold no key, archives that HAR's readers take."""

from __future__ import annotations

import ast
import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from tui.call_text.har import har
from tui.call_text.httpx_code import httpx_code
from tui.call_text.literal import literal
from tui.call_text.sdk_code import sdk_code
from tui.models.call import Body, Call, Pairs, Transcript
from tui.text import Display

INSTANCES = "/integration-instances"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)
BODIES = st.builds(
    Body,
    size=st.integers(0, 9_999),
    is_kept=st.booleans(),
    value=JSON,
    is_json=st.booleans(),
)
TRANSCRIPTS = st.builds(
    Transcript,
    call=st.builds(
        Call,
        number=st.integers(1, 600),
        at=st.just(NOW),
        method=st.sampled_from(["GET", "POST"]),
        origin=st.just("https://api.example.com"),
        path=st.just("/x"),
        params=PAIRS.map(
            lambda pairs: tuple((a.encode("ascii", "ignore").decode(), "b") for a, _ in pairs)
        ),
        status=st.none() | st.integers(100, 599),
        milliseconds=st.floats(0, 1e6),
        attempt=st.integers(1, 4),
        error=st.none() | st.just(Display("No")),
    ),
    waited=st.floats(0, 1e6),
    reason=TEXTS,
    request_headers=PAIRS,
    response_headers=PAIRS,
    sent=BODIES,
    received=BODIES,
)


def asked(
    method: str,
    path: str,
    params: Pairs = (),
    body: Any = None,
    environment_id: str | None = None,
) -> Transcript:
    sent = Body() if body is None else Body(size=9, value=body, is_json=True)
    call = Call(1, NOW, method, "https://api.metorial.com", path, params)
    return Transcript(call, environment_id, sent=sent)


def test_a_read_with_the_official_sdk() -> None:
    params = (("limit", "100"), ("status", "draft"), ("status", "active"), ("order", "desc"))
    assert sdk_code(asked("GET", INSTANCES, params)) == (
        "# pip install metorial==2.6.0\n"
        "import os\n\n"
        "from metorial import Metorial\n\n"
        "# It names no version of the API: the key's own version answers.\n"
        "metorial = Metorial(\n"
        '    api_key=os.environ["METORIAL_API_KEY"],\n'
        "    api_host='https://api.metorial.com',\n"
        ")\n"
        "print(metorial.integrations.instances.list(\n"
        "    limit=100,\n"
        "    status=['draft', 'active'],\n"
        "    order='desc',\n"
        "))\n"
    )


def test_a_write_with_httpx_that_names_its_environment() -> None:
    code = httpx_code(
        asked("PATCH", f"{INSTANCES}/int_1", body={"name": "Ada"}, environment_id="i")
    )
    assert code == (
        "import os\n\n"
        "import httpx\n\n"
        "response = httpx.request(\n"
        "    'PATCH',\n"
        "    'https://api.metorial.com/integration-instances/int_1',\n"
        "    headers={\n"
        '        "Authorization": f"Bearer {os.environ[\'METORIAL_API_KEY\']}",\n'
        "        \"metorial-version\": '2026-01-01-magnetar',\n"
        "        \"metorial-instance-id\": 'i',\n"
        "    },\n"
        "    json={'name': 'Ada'},\n"
        "    timeout=30,\n"
        ")\n"
        "response.raise_for_status()\n"
        "print(response.text)\n"
    )


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (asked("GET", INSTANCES, (("created_at[gt]", "2026-01-01"),)), "ranges of time"),
        (asked("PATCH", f"{INSTANCES}/int_1", body={"description": None}), "null"),
        (asked("GET", INSTANCES, environment_id="ins_1"), "environment"),
        (asked("GET", "/sessions", (("search", "a"),)), "sessions.list takes no 'search'"),
        (asked("GET", "/session-templates", (("search", "a"),)), "takes no 'search'"),
        (asked("GET", "/sessions", (("x\nimport os", "a"),)), r"takes no 'x\nimport os'"),
        (asked("GET", "/identities"), "no method for this endpoint"),
        (asked("GET", f"{INSTANCES}/a%2Fb"), "not for such an ID"),
        (asked("GET", f"{INSTANCES}/.."), "not for such an ID"),
        (asked("POST", INSTANCES, body={"name": "Ada"}), "needs integration_id"),
        (asked("GET", "/provider-tools"), "needs provider_version_id"),
        (asked("PATCH", f"{INSTANCES}/int_1", body=[1]), "nothing but an object"),
    ],
)
def test_what_the_sdk_cannot_send_is_said_and_httpx_given(one: Transcript, why: str) -> None:
    code = sdk_code(one)
    first, reason, third, rest = code.split("\n", 3)
    assert first == "# The official SDK (metorial==2.6.0) cannot send this:"
    assert reason.startswith("# ")
    assert why in reason
    assert third == "# The same with httpx:"
    assert rest == httpx_code(one)


@given(TRANSCRIPTS)
def test_no_value_gets_out_of_its_place(one: Transcript) -> None:
    for code in (httpx_code(one), sdk_code(one)):
        assert code.isascii()
        assert code.replace("\n", "").isprintable()
        statements = [type(node) for node in ast.parse(code).body]
        assert len(statements) in (4, 5)
        assert code.count("METORIAL_API_KEY") == 1 + repr(one).count("METORIAL_API_KEY")


@given(JSON | st.text(st.characters(codec=None)))
def test_a_value_is_written_as_python_reads_it(value: Any) -> None:
    assert ast.literal_eval(literal(value)) == value


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    comment: str | None = None


class Named(Strict):
    name: str
    value: str


class PostData(Strict):
    mimeType: str
    params: list[Named]
    text: str


class Request(Strict):
    method: str
    url: str
    httpVersion: str
    cookies: list[Named]
    headers: list[Named]
    queryString: list[Named]
    postData: PostData | None = None
    headersSize: int
    bodySize: int


class Answered(Strict):
    size: int
    mimeType: str
    text: str | None = None


class Response(Strict):
    status: int
    statusText: str
    httpVersion: str
    cookies: list[Named]
    headers: list[Named]
    content: Answered
    redirectURL: str
    headersSize: int
    bodySize: int


class Timings(Strict):
    send: Annotated[float, Field(ge=0)]
    wait: Annotated[float, Field(ge=0)]
    receive: Annotated[float, Field(ge=0)]


class Entry(Strict):
    startedDateTime: AwareDatetime
    time: Annotated[float, Field(ge=0)]
    request: Request
    response: Response
    cache: dict[str, Any]
    timings: Timings


class Creator(Strict):
    name: str
    version: str


class Log(Strict):
    """HAR 1.2's schema, as far as it asks for anything."""

    version: Literal["1.2"]
    creator: Creator
    entries: list[Entry]


class Archive(Strict):
    log: Log


@given(st.lists(TRANSCRIPTS, max_size=3))
def test_an_archive_is_what_har_says(several: list[Transcript]) -> None:
    text = har(several)
    assert text.isascii()
    entries = Archive.model_validate_json(text).log.entries
    assert len(entries) == len(several)
    for entry, one in zip(entries, several, strict=True):
        timings = entry.timings
        assert entry.request.url == one.call.url
        assert entry.response.status == (one.call.status or 0)
        assert timings.send + timings.wait + timings.receive >= entry.time * 0.999
        if one.sent.size and one.sent.is_kept and one.sent.is_json:
            assert entry.request.postData is not None
            assert json.loads(entry.request.postData.text) == one.sent.value
