"""Rows grouped and counted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.models.row import InstanceRow
from tui.store.filter.keys import BY_NAME
from tui.store.groups import GROUPINGS, KINDS, Group, GroupBy, groups, title
from tui.text import Display


def row(number: int, **fields: Any) -> InstanceRow:
    return InstanceRow.from_item({"id": f"int_{number}", "status": "active", **fields}, "")


def provider(name: str) -> dict[str, Any]:
    return {"provider": {"id": f"pro_{name}", "name": name}}


ROWS = [
    row(1, integration_id="itg_a", providers=[provider("Git"), provider("Git")]),
    row(2, integration_id="itg_a", providers=[provider("Git"), provider("Slack")]),
    row(3, integration_id="itg_b", identity_id="ide_1", status="draft"),
]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("integration", [("itg_a", 2), ("itg_b", 1)]),
        ("provider", [("pro_Git", 2), (None, 1), ("pro_Slack", 1)]),
        ("status", [("active", 2), ("draft", 1)]),
        ("identity", [(None, 2), ("ide_1", 1)]),
        ("actor", [(None, 3)]),
    ],
)
def test_the_largest_comes_first(by: GroupBy, expected: list[tuple[str | None, int]]) -> None:
    assert [(one.value, one.count) for one in groups(ROWS, by)] == expected


def test_groups_are_called_by_their_names() -> None:
    assert title(groups(ROWS, "provider")[0], {}) == "Git"
    assert title(Group("itg_a", None, 1), {"itg_a": Display("Desk")}) == "Desk"
    assert title(Group("itg_a", None, 1), {}) == "itg_a"
    assert title(Group(None, None, 1), {}) == "none"


def test_every_grouping_is_a_key_of_the_filter() -> None:
    assert set(GROUPINGS) <= set(BY_NAME)
    assert set(KINDS) <= set(GROUPINGS)


@given(st.lists(st.sampled_from(["a", "b", ""]), max_size=30), st.sampled_from(GROUPINGS))
def test_each_row_counts(values: list[str], by: GroupBy) -> None:
    rows = [row(number, integration_id=one) for number, one in enumerate(values)]
    assert sum(one.count for one in groups(rows, by)) == len(rows)
