"""Finding objects by name through the API's lists."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import strategies
from tests.core.conftest import MakeClient, Server, ok, refusal
from tui.api.api import Api
from tui.errors import Forbidden, NotFound, ServerError
from tui.store.api_lookup import ApiLookup
from tui.store.lookup import Choice
from tui.text import Display, is_plain


def found(*items: Any) -> httpx.Response:
    return ok({"items": list(items), "pagination": {}})


async def test_a_search_asks_the_kinds_list(make_client: MakeClient) -> None:
    server = Server(found({"id": "pcf_1", "name": "Production", "description": "d"}))
    async with make_client(server) as client:
        lookup = ApiLookup(Api(client))
        choices = await lookup.search("provider_config", "prod", provider_id="pro_1")
    assert choices == (Choice("pcf_1", Display("Production"), note=Display("d")),)
    url = server.requests[0].url
    assert url.path == "/provider-configs"
    assert dict(url.params) == {
        "limit": "50",
        "order": "desc",
        "search": "prod",
        "provider_id": "pro_1",
    }


async def test_answers_are_remembered_until_forgotten(make_client: MakeClient) -> None:
    server = Server(found({"id": "pro_1"}))
    async with make_client(server) as client:
        lookup = ApiLookup(Api(client))
        assert await lookup.search("provider", "a") == await lookup.search("provider", "a")
        assert len(server.requests) == 1
        await lookup.search("provider", "b")
        await lookup.search("identity", "a")
        assert len(server.requests) == 3
        lookup.forget()
        await lookup.search("provider", "a")
        assert len(server.requests) == 4


async def test_a_failure_is_not_remembered(make_client: MakeClient) -> None:
    server = Server(refusal(500), found({"id": "pro_1"}))
    async with make_client(server) as client:
        lookup = ApiLookup(Api(client))
        with pytest.raises(ServerError):
            await lookup.search("provider", "")
        assert [one.id for one in await lookup.search("provider", "")] == ["pro_1"]


@pytest.mark.parametrize(("status", "error"), [(403, Forbidden), (404, NotFound)])
async def test_a_list_that_may_not_be_read_says_so(
    make_client: MakeClient, status: int, error: type[Exception]
) -> None:
    async with make_client(Server(refusal(status))) as client:
        lookup = ApiLookup(Api(client))
        with pytest.raises(error):
            await lookup.search("identity", "ada")
        assert await lookup.name_of("identity", "idn_1") is None


async def test_a_kind_without_a_list_degrades_as_one_that_may_not_be_read(
    make_client: MakeClient,
) -> None:
    async with make_client(Server(ok())) as client:
        lookup = ApiLookup(Api(client))
        with pytest.raises(NotFound):
            await lookup.search("identity_credential", "ada")
        assert await lookup.name_of("identity_credential", "idc_1") is None


async def test_one_object_is_named(make_client: MakeClient) -> None:
    server = Server(ok({"id": "pro_1", "name": "GitHub", "slug": "github", "status": "active"}))
    async with make_client(server) as client:
        choice = await ApiLookup(Api(client)).name_of("provider", "pro_1")
    assert choice == Choice("pro_1", Display("GitHub"), Display("github"), Display("active"))


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ({"id": "x"}, "x"),
        ({"id": "x", "name": None, "provider": {"name": "Slack"}}, "Slack"),
        ({"id": "x", "name": ["odd"], "provider": {"name": 5}}, "x"),
    ],
)
async def test_what_has_no_name_is_called_otherwise(
    make_client: MakeClient, item: Any, name: str
) -> None:
    async with make_client(Server(found(item))) as client:
        (choice,) = await ApiLookup(Api(client)).search("integration_provider", "")
    assert choice.name == name


@given(st.lists(strategies.previews | strategies.broken_items | strategies.values, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_items_are_choices_that_are_safe_to_draw(
    make_client: MakeClient, items: list[Any]
) -> None:
    async with make_client(Server(found(*items))) as client:
        choices = await ApiLookup(Api(client)).search("provider", "")
    for choice in choices:
        assert choice.id
        assert all(map(is_plain, filter(None, (choice.name, choice.slug, choice.note))))


async def test_pages_follow_each_other_to_the_last(make_client: MakeClient) -> None:
    first = ok({"items": [{"id": "idn_1"}], "pagination": {"has_more_after": True}})
    server = Server(first, found({"id": "idn_2"}))
    async with make_client(server) as client:
        lookup = ApiLookup(Api(client))
        page = await lookup.page("identity", "a")
        assert page.after == "idn_1"
        last = await lookup.page("identity", "a", page.after)
    assert [one.id for one in last.items] == ["idn_2"]
    assert last.after is None
    assert dict(server.requests[1].url.params)["after"] == "idn_1"


async def test_picks_are_remembered_list_by_list(make_client: MakeClient) -> None:
    async with make_client(Server(ok())) as client:
        lookup = ApiLookup(Api(client))
        lookup.picked("provider_config", Choice("pcf_1", Display("One")), provider_id="pro_1")
        assert lookup.recent("provider_config", provider_id="pro_2") == ()
        (one,) = lookup.recent("provider_config", provider_id="pro_1")
    assert one.id == "pcf_1"
