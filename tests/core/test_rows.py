"""A row for every item, whatever it is; one that cannot be read says why."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests import strategies
from tui.models.depth import DEEPEST
from tui.models.row import UNNAMED, InstanceRow
from tui.text import is_plain

DATA = Path(__file__).parent.parent / "data"
SEED = json.loads((DATA / "integration_instance_example.json").read_text())
SDK = json.loads((DATA / "integration_instance_sdk_shape.json").read_text())


@given(strategies.instances | strategies.broken_items | strategies.values)
def test_every_item_has_a_row_that_is_safe_to_draw(item: object) -> None:
    row = InstanceRow.from_item(item, "item 7")
    shown = [row.status, row.name, *row.providers, row.problem or ""]
    assert all(map(is_plain, shown))
    assert row.key == (row.id or "item 7")


@given(strategies.instances)
def test_an_instance_has_no_problem(item: dict[str, Any]) -> None:
    assert InstanceRow.from_item(item, "item 0").problem is None


@given(strategies.texts, strategies.texts)
def test_hostile_text_is_cleaned_and_ids_stay_true(name: str, identifier: str) -> None:
    row = InstanceRow.from_item({"id": identifier, "name": name}, "item 0")
    assert is_plain(row.name)
    assert row.id == (identifier or None)


def test_the_sdk_shape() -> None:
    row = InstanceRow.from_item(SDK, "item 0")
    assert (row.key, row.id) == ("int_3nPqRsTuVwXyZaBc", "int_3nPqRsTuVwXyZaBc")
    assert (row.status, row.name, row.providers) == ("active", "GitHub for Ada", ("GitHub",))
    assert row.provider_ids == ("pro_5gHjKlMnPqRsTuVw",)
    assert row.integration_id == "itg_1aBcDeFgHjKlMnPq"
    assert row.created_at == datetime(2025, 11, 2, 8, tzinfo=UTC)
    assert "ada's own access" in row.search_text


def test_the_seed_shape_has_no_id_and_no_name() -> None:
    row = InstanceRow.from_item(SEED, "item 3")
    assert (row.key, row.id, row.name, row.problem) == ("item 3", None, UNNAMED, None)
    assert row.providers == ("GitHub", "GitHub")


@pytest.mark.parametrize(
    ("provider", "shown", "identifier"),
    [
        ({"provider": {"id": "pro_1", "name": "Slack"}}, "Slack", "pro_1"),
        ({"provider": {"id": "pro_1"}}, "pro_1", "pro_1"),
        ({"integration_provider": {"provider_id": "pro_2"}}, "pro_2", "pro_2"),
        (
            {"integration_provider": {"provider": {"id": "pro_3", "name": "Notion"}}},
            "Notion",
            "pro_3",
        ),
        ({"name": "mine", "provider_id": "pro_4"}, "mine", "pro_4"),
        ({"provider": {"id": 5, "name": ["x"]}}, "?", None),
        ({}, "?", None),
    ],
)
def test_providers_are_named_from_either_shape(
    provider: dict[str, Any], shown: str, identifier: str | None
) -> None:
    row = InstanceRow.from_item({"id": "int_1", "providers": [provider]}, "item 0")
    assert row.providers == (shown,)
    assert row.provider_ids == ((identifier,) if identifier else ())


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        (None, "not an object but NoneType"),
        (["x"], "not an object but list"),
        ({"id": 5}, "id is int, not text"),
        ({"id": "int_1", "name": {}}, "name is dict, not text"),
        ({"id": "int_1", "status": 1}, "status is int, not text"),
        ({"id": "int_1", "providers": {}}, "providers is not a list of objects"),
        ({"id": "int_1", "providers": [1]}, "providers is not a list of objects"),
    ],
)
def test_what_is_wrong_is_said(item: object, problem: str) -> None:
    assert InstanceRow.from_item(item, "item 0").problem == problem


def test_what_is_nested_too_deeply_is_a_row_still() -> None:
    deep: Any = {}
    for _ in range(DEEPEST):
        deep = {"a": deep}
    row = InstanceRow.from_item({"id": "int_1", "name": "deep", "metadata": deep}, "item 0")
    assert (row.id, row.name, row.problem) == ("int_1", "deep", "nested too deeply to be opened")


def test_unknown_and_missing_statuses() -> None:
    assert InstanceRow.from_item({"status": "paused"}, "item 0").status == "paused"
    assert InstanceRow.from_item({}, "item 0").status == "unknown"
