"""Each endpoint sends what the API takes and reads what it answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.core.conftest import MakeClient, Server, ok
from tests.strategies import texts
from tui.api.api import Api, instance_path, read
from tui.errors import MalformedAnswer, NotFound
from tui.models.depth import DEEPEST
from tui.models.integration_instance import IntegrationInstance
from tui.models.query import ListQuery
from tui.models.requests import (
    CreateIntegrationInstance,
    CreateSession,
    CreateSessionTemplate,
    SetInstanceProvider,
    UpdateIntegrationInstance,
)
from tui.models.session import Session

DATA = Path(__file__).parent.parent / "data"
SDK = json.loads((DATA / "integration_instance_sdk_shape.json").read_text())
ONE = "/integration-instances/int_1"


def deep() -> Any:
    value: Any = {}
    for _ in range(DEEPEST):
        value = {"a": value}
    return value


async def call(make_client: MakeClient, name: str, *args: Any, body: Any = None) -> tuple[Any, ...]:
    """Call a method of the API; return what it returned, and what was sent."""
    server = Server(ok(SDK if body is None else body, metorial_req_id="req_1"))
    async with make_client(server) as client:
        result = await getattr(Api(client), name)(*args)
    (request,) = server.requests
    sent = json.loads(request.content) if request.content else None
    return result, request.method, request.url.path, sent


@pytest.mark.parametrize(
    ("name", "args", "method", "path", "sent"),
    [
        ("get", ("integration_instance", "int_1"), "GET", ONE, None),
        ("get", ("provider_config", "pcf_1"), "GET", "/provider-configs/pcf_1", None),
        (
            "create_instance",
            (CreateIntegrationInstance(integration_id="itg_1", name="Ada"),),
            "POST",
            "/integration-instances",
            {"integration_id": "itg_1", "name": "Ada"},
        ),
        (
            "update_instance",
            ("int_1", UpdateIntegrationInstance(description=None)),
            "PATCH",
            ONE,
            {"description": None},
        ),
        ("archive_instance", ("int_1",), "DELETE", ONE, None),
        (
            "create_session_template",
            ("int_1", CreateSessionTemplate(name="t")),
            "POST",
            f"{ONE}/session-template",
            {"name": "t"},
        ),
        ("create_session", ("int_1", CreateSession()), "POST", f"{ONE}/session", {}),
        (
            "set_instance_provider",
            ("int_1", "pro_1", SetInstanceProvider(tool_filters=None)),
            "PUT",
            f"{ONE}/providers/pro_1",
            {"tool_filters": None},
        ),
    ],
)
async def test_endpoints(
    make_client: MakeClient, name: str, args: tuple[Any, ...], method: str, path: str, sent: Any
) -> None:
    body = {"id": "x"} if name.startswith("create_session") else None
    result, *asked = await call(make_client, name, *args, body=body)
    assert asked == [method, path, sent]
    raw = result if isinstance(result, dict) else result.as_json()
    assert raw == (body or SDK)


async def test_the_environment_is_read_from_its_own_path(make_client: MakeClient) -> None:
    result, method, path, _ = await call(make_client, "environment", body={"id": "ins_1"})
    assert (result.id, method, path) == ("ins_1", "GET", "/instance")


async def test_a_page_keeps_its_items_as_they_came(make_client: MakeClient) -> None:
    items = [SDK, None, "odd", {"id": 5}, [1]]
    body = {"items": items, "pagination": {"has_more_before": False, "has_more_after": True}}
    page, method, path, _ = await call(make_client, "list_instances", ListQuery(), body=body)
    assert (method, path) == ("GET", "/integration-instances")
    assert list(page.items) == items
    assert page.has_more_after
    assert json.loads(page.content) == body


@pytest.mark.parametrize("pagination", [None, [], {}, {"has_more_after": "yes"}])
async def test_odd_pagination_leads_nowhere(make_client: MakeClient, pagination: Any) -> None:
    body = {"items": [], "pagination": pagination}
    page, *_ = await call(make_client, "list", "provider", [("limit", "5")], body=body)
    assert not page.has_more_after


@pytest.mark.parametrize("body", [{"a": 1}, {"items": {}}, {"items": None}])
async def test_what_is_no_list_is_malformed(make_client: MakeClient, body: Any) -> None:
    with pytest.raises(MalformedAnswer, match="no items") as caught:
        await call(make_client, "list_instances", ListQuery(), body=body)
    assert caught.value.request_id == "req_1"


async def test_an_answer_that_is_no_such_object_names_the_field(make_client: MakeClient) -> None:
    body = {"id": "int_1", "providers": [{"provider": 5}]}
    with pytest.raises(MalformedAnswer, match=r"providers\.0\.provider") as caught:
        await call(make_client, "archive_instance", "int_1", body=body)
    assert caught.value.request_id == "req_1"
    assert caught.value.outcome_unknown


async def test_what_is_nested_too_deeply_is_malformed(make_client: MakeClient) -> None:
    for name, args in (("get", ("integration_instance", "x")), ("archive_instance", ("x",))):
        with pytest.raises(MalformedAnswer, match="nested too deeply") as caught:
            await call(make_client, name, *args, body={"metadata": deep()})
        assert caught.value.request_id == "req_1"


def test_a_secret_is_not_repeated_where_it_cannot_be_read() -> None:
    with pytest.raises(MalformedAnswer) as caught:
        read(Session, {"client_secret": ["hunter2"]})
    assert "hunter2" not in caught.value.sentence


def test_reading_is_for_any_json() -> None:
    assert read(IntegrationInstance, SDK).id == SDK["id"]
    with pytest.raises(MalformedAnswer, match="no IntegrationInstance: the whole"):
        read(IntegrationInstance, [])


async def test_a_kind_without_a_list_is_not_found(make_client: MakeClient) -> None:
    server = Server(ok())
    async with make_client(server) as client:
        with pytest.raises(NotFound, match="no list"):
            await Api(client).list("identity_credential", [])
    assert server.requests == []


@pytest.mark.parametrize("identifier", ["", ".", ".."])
async def test_an_id_that_would_name_another_path_is_not_sent(
    make_client: MakeClient, identifier: str
) -> None:
    server = Server(ok())
    async with make_client(server) as client:
        with pytest.raises(NotFound):
            await Api(client).archive_instance(identifier)
    assert server.requests == []


@given(texts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_id_stays_within_its_segment(make_client: MakeClient, identifier: str) -> None:
    server = Server(ok({}))
    async with make_client(server) as client:
        try:
            await Api(client).get("integration_instance", identifier)
        except NotFound:
            return
    raw = server.requests[0].url.raw_path.decode()
    assert raw.startswith("/integration-instances/")
    assert raw.count("/") == 2
    assert "?" not in raw
    assert raw == instance_path(identifier)
