"""The list query: every parameter, spelt as the server's parser reads it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import identifiers, words
from tui.models.query import MAX_LIMIT, ListQuery, TimeRange
from tui.sandbox.query import parse_query

PARAMETERS = [
    "limit",
    "after",
    "before",
    "cursor",
    "order",
    "search",
    "status",
    "id",
    "integration_id",
    "provider_id",
    "integration_provider_id",
    "identity_id",
    "identity_credential_id",
    "identity_actor_id",
    "provider_deployment_id",
    "provider_config_id",
    "provider_auth_config_id",
    "session_template_id",
    "created_at",
    "updated_at",
]
LISTS = PARAMETERS[6:18]
MOMENT = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)


def test_it_has_all_parameters_of_the_api() -> None:
    assert len(PARAMETERS) == 20
    assert [field.name for field in fields(ListQuery)] == PARAMETERS


def test_unless_asked_otherwise_it_is_a_whole_page_newest_first() -> None:
    assert ListQuery().to_params() == [("limit", "100"), ("order", "desc")]


def test_every_parameter_at_once() -> None:
    lists: dict[str, Any] = dict.fromkeys(LISTS, ("one", "two"))
    query = ListQuery(
        limit=7,
        after="int_1",
        cursor="cur_1",
        order="asc",
        search="ada & co",
        **lists,
        created_at=TimeRange(gt=MOMENT, lt=MOMENT + timedelta(days=1)),
        updated_at=TimeRange(lt=MOMENT),
    )
    assert query.to_params() == [
        ("limit", "7"),
        ("after", "int_1"),
        ("cursor", "cur_1"),
        ("order", "asc"),
        ("search", "ada & co"),
        *((name, value) for name in LISTS for value in ("one", "two")),
        ("created_at[gt]", "2026-01-01T12:30:00.000Z"),
        ("created_at[lt]", "2026-01-02T12:30:00.000Z"),
        ("updated_at[lt]", "2026-01-01T12:30:00.000Z"),
    ]


def test_before_is_sent_alone() -> None:
    assert ("before", "int_1") in ListQuery(before="int_1").to_params()
    with pytest.raises(ValueError, match="together"):
        ListQuery(before="int_1", after="int_2")


@pytest.mark.parametrize("limit", [0, -1, MAX_LIMIT + 1])
def test_a_limit_that_the_server_refuses_is_refused_here(limit: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        ListQuery(limit=limit)


def test_empty_fields_are_not_sent() -> None:
    query = ListQuery(search="", after="", status=(), created_at=TimeRange())
    assert query.to_params() == ListQuery().to_params()
    assert not TimeRange()


def test_times_are_sent_in_utc() -> None:
    there = MOMENT.astimezone(timezone(timedelta(hours=-7)))
    assert ("created_at[gt]", "2026-01-01T12:30:00.000Z") in ListQuery(
        created_at=TimeRange(gt=there)
    ).to_params()


@given(
    st.fixed_dictionaries({}, optional={name: st.lists(identifiers, min_size=1) for name in LISTS}),
    words,
)
def test_the_server_reads_what_was_meant(chosen: dict[str, list[str]], search: str) -> None:
    lists: dict[str, Any] = {name: tuple(ids) for name, ids in chosen.items()}
    query = ListQuery(search=search, **lists)
    read = parse_query(urlencode(query.to_params()))
    for name, ids in chosen.items():
        assert read[name] == (ids[0] if len(ids) == 1 else ids)
    assert read.get("search", "") == search


def test_many_values_and_ranges_are_read() -> None:
    ids = tuple(f"int_{number}" for number in range(60))
    read = parse_query(urlencode(ListQuery(id=ids, created_at=TimeRange(gt=MOMENT)).to_params()))
    assert read["id"] == list(ids)
    assert read["created_at"] == {"gt": "2026-01-01T12:30:00.000Z"}
