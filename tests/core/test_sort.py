"""Orders of what is loaded."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tui.models.columns import NAMES
from tui.models.row import InstanceRow
from tui.store.sort import Sort


def row(key: str, **fields: Any) -> InstanceRow:
    return InstanceRow.from_item({"id": key, **fields}, key)


ROWS = [
    row("a", name="bob", status="draft", created_at="2026-01-01T00:00:00Z"),
    row("b", name="Élan", status="active", updated_at="2026-01-03T00:00:00Z"),
    row("c", name="Ada", status="draft", updated_at="2026-01-02T00:00:00Z"),
    row("d", name="ada", created_at="2026-01-02T00:00:00Z"),
]


@pytest.mark.parametrize(
    ("sort", "keys"),
    [
        (Sort("name"), "cdab"),
        (Sort("name", reverse=True), "bacd"),
        (Sort("status"), "bacd"),
        (Sort("updated"), "bcad"),
        (Sort("updated", reverse=True), "cbad"),
        (Sort("created"), "dacb"),
        (Sort("created", reverse=True), "bcad"),
    ],
)
def test_orders(sort: Sort, keys: str) -> None:
    assert "".join(one.key for one in sort.apply(ROWS)) == keys


@given(
    st.lists(strategies.sdk_instances | strategies.broken_items, max_size=5),
    st.sampled_from([*NAMES, "metadata.team"]),
    st.booleans(),
)
def test_any_rows_can_be_ordered(items: list[Any], by: Any, reverse: bool) -> None:
    rows = [InstanceRow.from_item(item, f"item {at}") for at, item in enumerate(items)]
    assert sorted(map(id, Sort(by, reverse).apply(rows))) == sorted(map(id, rows))
