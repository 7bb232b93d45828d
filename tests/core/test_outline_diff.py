"""How two objects differ: nothing is missed, nothing is made up, and sides can be swapped."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import texts
from tui.models import outline
from tui.models.outline_diff import Difference, differences, with_names
from tui.text import Display

DATA = Path(__file__).parent.parent / "data"
EXAMPLE: dict[str, Any] = json.loads((DATA / "integration_instance_sdk_shape.json").read_text())

scalars = st.none() | st.booleans() | st.integers(-3, 3) | texts
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "name", "a", "config", "x_at"]), inner, max_size=4)
    ),
    max_leaves=15,
)
objects = st.dictionaries(
    st.sampled_from(["id", "name", "status", "metadata", "providers", "config", "tool_filter"]),
    values,
    max_size=6,
)


def between(left: object, right: object) -> tuple[Difference, ...]:
    return differences(outline.root(left), outline.root(right))


def said(left: object, right: object) -> list[tuple[str, str | None, str | None]]:
    """What differs beside IDs and times."""
    found = between(left, right)
    return [(" / ".join(one.words), one.left, one.right) for one in found if not one.is_incidental]


@given(objects)
def test_nothing_differs_from_itself(value: dict[str, Any]) -> None:
    assert between(value, copy.deepcopy(value)) == ()


@given(objects, objects)
def test_sides_can_be_swapped(left: dict[str, Any], right: dict[str, Any]) -> None:
    forth = {(one.left, one.right, one.is_incidental) for one in between(left, right)}
    back = {(one.right, one.left, one.is_incidental) for one in between(right, left)}
    assert forth == back


@given(st.dictionaries(st.text(max_size=5), scalars), st.dictionaries(st.text(max_size=5), scalars))
def test_metadata_differs_just_where_it_does(left: dict[str, Any], right: dict[str, Any]) -> None:
    keys = {*left, *right}
    differing = [
        key
        for key in keys
        if key not in left
        or key not in right
        or (type(left[key]), left[key]) != (type(right[key]), right[key])
    ]
    found = between({"metadata": left}, {"metadata": right})
    assert len(found) == len(differing)


def changed(**changes: Any) -> dict[str, Any]:
    other = copy.deepcopy(EXAMPLE)
    other.update(changes)
    return other


def test_ids_and_times_are_told_apart_from_what_matters() -> None:
    other = changed(id="int_other", created_at="2026-02-02T00:00:00Z", name="Other")
    found = between(EXAMPLE, other)
    assert [(one.words[0], one.is_incidental) for one in found] == [
        ("id", True),
        ("name", False),
        ("created", True),
    ]


def test_providers_are_compared_by_what_they_are_of() -> None:
    other = copy.deepcopy(EXAMPLE)
    provider = other["providers"][0]
    provider["id"] = "inp_other"
    provider["config"] = {"id": "pcf_other", "name": "Staging", "created_at": "x"}
    other["providers"].insert(0, {"id": "inp_x", "provider": {"id": "pro_x", "name": "Slack"}})
    assert said(EXAMPLE, other) == [
        (
            "providers / GitHub / config",
            "Production Config  pcf_7dEfGhJkLmNpQrSt",
            "Staging  pcf_other",
        ),
        ("providers / Slack", None, "Slack  2 keys"),
    ]


def test_the_order_of_a_list_is_no_difference_but_what_is_in_it_is() -> None:
    left = {"metadata": {"tags": ["a", "b", "b"]}}
    assert between(left, {"metadata": {"tags": ["b", "a", "b"]}}) == ()
    assert said(left, {"metadata": {"tags": ["b", "a", "c"]}}) == [
        ("metadata / tags / 2", "b", None),
        ("metadata / tags / 2", None, "c"),
    ]


def test_secrets_stay_masked_and_nothing_is_nothing() -> None:
    left, right = {"metadata": {"api_key": "one"}}, {"metadata": {"api_key": "two"}}
    assert said(left, right) == [("metadata / api_key", "••••", "••••")]
    assert said({"name": "x", "description": None}, {"name": "x"}) == []


def renamed(value: Any) -> Any:
    """The same objects as another environment has them: every ID is another one."""
    if isinstance(value, dict):
        return {
            key: f"{one}_there"
            if isinstance(one, str) and (key == "id" or key.endswith("_id"))
            else renamed(one)
            for key, one in value.items()
        }
    return [renamed(one) for one in value] if isinstance(value, list) else value


def test_between_environments_names_say_what_is_the_same_and_ids_are_incidental() -> None:
    other = renamed(EXAMPLE)
    other["providers"][0]["auth_config"] = {"id": "pac_there", "name": "Sign-in"}
    found = differences(outline.root(EXAMPLE), outline.root(other), across=True)
    named = [" / ".join(one.words) for one in found if not one.is_incidental]
    assert named == ["providers / GitHub / auth config"]
    assert any(one.words[-1] == "integration" and one.is_incidental for one in found)
    # What came by its ID alone differs where its name does.
    mine, theirs = EXAMPLE["integration_id"], other["integration_id"]
    same = {mine: Display("Support"), theirs: Display("Support")}
    assert not [
        one
        for one in with_names(found, same, across=True)
        if one.words == ("integration",) and not one.is_incidental
    ]
    another = {**same, theirs: Display("Sales")}
    [integration] = [
        one for one in with_names(found, another, across=True) if one.words == ("integration",)
    ]
    assert (integration.left, integration.right) == (f"Support  {mine}", f"Sales  {theirs}")
    assert not integration.is_incidental
    # An object of another name is another one.
    other["providers"][0]["config"]["name"] = "Staging"
    found = differences(outline.root(EXAMPLE), outline.root(other), across=True)
    [config] = [one for one in found if one.words[-1] == "config" and not one.is_incidental]
    assert (config.left, config.right) == (
        "Production Config  pcf_7dEfGhJkLmNpQrSt",
        "Staging  pcf_7dEfGhJkLmNpQrSt_there",
    )


@given(objects)
def test_nothing_but_ids_differs_between_environments_that_are_alike(value: dict[str, Any]) -> None:
    found = differences(outline.root(value), outline.root(renamed(value)), across=True)
    assert [one for one in found if not one.is_incidental and one.words[0] != "metadata"] == []
