"""The query string: `qs` parsing, and the checks of a list's parameters."""

from __future__ import annotations

import pytest

from tui.sandbox.collection import PageRequest
from tui.sandbox.errors import RefusedError
from tui.sandbox.list_query import ListSpec, encode_cursor, read_list_query
from tui.sandbox.query import QueryValue, parse_query
from tui.sandbox.times import parse_ms

SPEC = ListSpec(values=("provider_id",), flags=("available_for_use",))


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("", {}),
        ("&&", {}),
        ("a=1", {"a": "1"}),
        ("a", {"a": ""}),
        ("a=", {"a": ""}),
        ("a=x+y%20z", {"a": "x y z"}),
        ("a=%E6%9D%B1", {"a": "東"}),
        ("a=1&a=2", {"a": ["1", "2"]}),
        ("a[]=1", {"a": ["1"]}),
        ("a%5B%5D=1&a%5B%5D=2", {"a": ["1", "2"]}),
        ("a[1]=2&a[0]=1", {"a": ["1", "2"]}),
        ("a[20]=x", {"a": ["x"]}),
        ("a[21]=x", {"a": {"21": "x"}}),
        ("a[gt]=1&a[lt]=2", {"a": {"gt": "1", "lt": "2"}}),
        ("a=1=2", {"a": "1=2"}),
        ("a[b][c]=1", {"a[b][c]": "1"}),
    ],
)
def test_parse(text: str, parsed: dict[str, QueryValue]) -> None:
    assert parse_query(text) == parsed


def refused(text: str) -> list[dict[str, object]]:
    with pytest.raises(RefusedError) as refusal:
        read_list_query(parse_query(text), SPEC)
    assert refusal.value.status == 400
    assert refusal.value.body["code"] == "invalid_data"
    assert refusal.value.body["entity"] == "query"
    errors: list[dict[str, object]] = refusal.value.body["errors"]
    assert all(
        set(error) == {"code", "message", "path", "expected", "received"} for error in errors
    )
    return errors


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("limit=0", ["limit"]),
        ("limit=101", ["limit"]),
        ("limit=1.5", ["limit"]),
        ("limit=nan", ["limit"]),
        ("limit=inf", ["limit"]),
        ("limit=many", ["limit"]),
        ("limit=1&limit=2", ["limit"]),
        ("order=newest", ["order"]),
        ("after=a&before=b", ["before"]),
        ("after=a&cursor=" + encode_cursor("after", "a"), ["cursor"]),
        ("cursor=abc", ["cursor"]),
        ("cursor=cur_!!", ["cursor"]),
        ("cursor=cur_aGVsbG8", ["cursor"]),
        ("status=paused", ["status"]),
        ("status=active&status=paused", ["status"]),
        ("provider_id[21]=x", ["provider_id"]),
        ("provider_id[x]=x", ["provider_id"]),
        ("created_at=2026-01-01", ["created_at"]),
        ("created_at=gt&created_at=lt", ["created_at"]),
        ("created_at[gt]=yesterday", ["created_at", "gt"]),
        ("updated_at[lt]=", ["updated_at", "lt"]),
        ("available_for_use=maybe", ["available_for_use"]),
        ("search=a&search=b", ["search"]),
    ],
)
def test_a_fault_is_named_by_its_path(text: str, path: list[str]) -> None:
    assert [error["path"] for error in refused(text)] == [path]


def test_all_faults_are_named_at_once() -> None:
    errors = refused("limit=0&order=up&status=x")
    assert {str(error["path"]) for error in errors} == {"['limit']", "['order']", "['status']"}


def test_defaults() -> None:
    query = read_list_query({}, SPEC)
    assert query.page == PageRequest(limit=20)
    assert not query.values
    assert not query.ranges
    assert query.search == ""


def test_a_whole_query() -> None:
    query = read_list_query(
        parse_query(
            "limit=100.0&after=x&order=desc&search=ada&status=active&status=archived"
            "&id[]=1&provider_id=p&created_at[gt]=2026-01-01T00:00:00Z&available_for_use=True&odd=1"
        ),
        SPEC,
    )
    assert query.page == PageRequest(100, "x", None, descending=True)
    assert query.values == {
        "id": {"1"},
        "provider_id": {"p"},
        "status": {"active", "archived"},
    }
    start = parse_ms("2026-01-01")
    assert start is not None
    assert not query.ranges["created_at"].contains(start)
    assert query.ranges["created_at"].contains(start + 1)
    assert query.flags == {"available_for_use": True}


@pytest.mark.parametrize("direction", ["after", "before"])
def test_a_cursor_stands_for_a_position(direction: str) -> None:
    query = read_list_query({"cursor": encode_cursor(direction, "int_1")}, SPEC)
    assert getattr(query.page, direction) == "int_1"


def test_a_list_without_search_ignores_it() -> None:
    assert read_list_query({"search": "x"}, ListSpec(searchable=False)).search == ""


def test_a_required_filter_is_asked_for() -> None:
    spec = ListSpec(("provider_version_id",), required=("provider_version_id",))
    with pytest.raises(RefusedError) as refusal:
        read_list_query({}, spec)
    assert refusal.value.body["errors"][0]["path"] == ["provider_version_id"]


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("1970-01-01", 0),
        ("1970-01-01T00:00:01Z", 1000),
        ("1970-01-01T01:00:00.250+01:00", 250),
        ("0001-01-01T00:00:00+23:59", -62135683140000),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(text: str, ms: int | None) -> None:
    assert parse_ms(text) == ms
