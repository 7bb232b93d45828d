"""The whole JSON of an instance: an edit of it is the same edit of the form, or is refused."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import strategies
from tests.core.form_samples import INSTANCE, instance
from tests.core.test_update_applied import edited as edited_form
from tests.core.test_update_applied import seen
from tui.errors import UsageError
from tui.forms.instance import InstanceDraft, to_update
from tui.forms.problems import FieldPath, FormProblems
from tui.forms.provider import ProviderDraft
from tui.forms.tool_filter import ToolFilterDraft
from tui.forms.whole import TAKEN, edited, whole_text
from tui.forms.whole_rows import (
    FIXED,
    LEFT_OUT,
    NEW_ROW,
    NO_LIST,
    ONLY_WHICH,
    ROW_LEFT_OUT,
    THERE,
    TWICE,
    UNKNOWN,
)
from tui.models.integration_instance import IntegrationInstance
from tui.sandbox.world import World


def as_told(row: ToolFilterDraft) -> dict[str, Any]:
    """A filter in the words of an answer."""
    rules = row.to_request()
    if rules is None:
        return {"type": "allow_all"}
    return {"type": "filter", "filters": rules if isinstance(rules, list) else [rules]}


def write_row(told: dict[str, Any], before: ProviderDraft, row: ProviderDraft) -> None:
    """Write into a row's JSON what the form changed of it."""
    if row.provider_config_id != before.provider_config_id:
        told["config"] = {"id": row.provider_config_id} if row.provider_config_id else None
    if row.provider_auth_config_id != before.provider_auth_config_id:
        identifier = row.provider_auth_config_id
        told["auth_config"] = {"id": identifier} if identifier else None
    if row.tool_filter != before.tool_filter:
        told["tool_filter"] = as_told(row.tool_filter)
    if row.is_override_tool_filter != before.is_override_tool_filter:
        told["is_override_tool_filter"] = row.is_override_tool_filter


def in_json(base: IntegrationInstance, before: InstanceDraft, draft: InstanceDraft) -> Any:
    """The JSON of `base` with the edit that turned `before` into `draft`."""
    told = json.loads(whole_text(base))
    for field in ("name", "description", "identity_id", "identity_actor_id"):
        if getattr(draft, field) != getattr(before, field):
            told[field] = getattr(draft, field) or None
    if draft.metadata != before.metadata:
        told["metadata"] = json.loads(draft.metadata) if draft.metadata else None
    for row_told, was, row in zip(
        told["providers"], before.providers, draft.providers, strict=False
    ):
        write_row(row_told, was, row)
    new = draft.providers[len(before.providers) :]
    told["providers"] += [{"provider_id": row.provider_id} for row in new]
    return told


def sent(draft: InstanceDraft, base: IntegrationInstance) -> dict[str, Any]:
    """What an update sends; to the API a rule and a list of it, and the rows' order, are one."""
    body = to_update(draft, base).as_json()
    for row in body.get("providers", ()):
        if isinstance(row.get("tool_filters"), dict):
            row["tool_filters"] = [row["tool_filters"]]
    return {**body, "providers": {row["provider_id"]: row for row in body.get("providers", ())}}


@settings(max_examples=40)
@given(st.data(), st.integers(0, 11))
def test_an_edit_of_the_json_is_the_same_edit_of_the_form(data: st.DataObject, at: int) -> None:
    world = World(instances=20)
    found = [one for one in world.instances if one.status != "archived"][at]
    base = seen(found)
    before = InstanceDraft.from_instance(base)
    draft = edited_form(data, world, found, before)
    told = in_json(base, before, draft)
    # Neither the order of fields and rows nor white space means anything.
    data.draw(st.randoms(use_true_random=False)).shuffle(told["providers"])
    text = json.dumps(told, sort_keys=data.draw(st.booleans()), indent=data.draw(st.integers(0, 3)))
    made = edited(base, text)
    assert sent(made, base) == sent(draft, base)
    kept = [was == now for was, now in zip(before.providers, draft.providers, strict=False)]
    assert [
        was == now for was, now in zip(before.providers, made.providers, strict=False)
    ] == kept, "a row that nobody touched is as it was, and is not sent"


@settings(max_examples=40)
@given(strategies.instances)
def test_what_nobody_edited_sends_nothing(value: dict[str, Any]) -> None:
    base = IntegrationInstance.model_validate(value)
    try:
        text = whole_text(base)
    except UsageError:
        return
    draft = edited(base, text)
    assert draft == InstanceDraft.from_instance(base)
    assert to_update(draft, base).as_json() == {}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places in JSON that hold no further ones."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, ...]] = []
    for key, one in inner:
        found += leaves(one, (*path, key)) if isinstance(one, (dict, list)) else [(*path, key)]
    return found


def is_taken(path: tuple[Any, ...]) -> bool:
    """Whether a leaf may be changed: all else that the API told is its own."""
    match path:
        case ("providers", _, ("config" | "auth_config"), "id"):
            return True
        case ("providers", _, "tool_filter", ("filters" | "type"), *_):
            return True
        case ("providers", _, "is_override_tool_filter"):
            return True
        case (first, *_):
            return first in TAKEN and first != "providers"
    raise AssertionError(path)


FIXED_LEAVES = [path for path in leaves(INSTANCE) if not is_taken(path) and path[2:] != ("id",)]


@pytest.mark.parametrize("path", FIXED_LEAVES, ids=lambda path: ".".join(map(str, path)))
def test_what_an_update_does_not_take_is_refused_by_name(path: tuple[Any, ...]) -> None:
    told = deepcopy(INSTANCE)
    *way, name = path
    place: Any = told
    for key in way:
        place = place[key]
    place[name] = "another"
    with pytest.raises(FormProblems) as caught:
        edited(instance(), json.dumps(told))
    assert any(found[-1] in path for found in caught.value.problems)


def problems(change: Any) -> dict[FieldPath, str]:
    """What is said of the sample's JSON once `change` was made to it."""
    told = deepcopy(INSTANCE)
    change(told)
    with pytest.raises(FormProblems) as caught:
        edited(instance(), json.dumps(told))
    return dict(caught.value.problems)


def test_all_that_cannot_be_done_is_said_at_once_and_by_name() -> None:
    def change(told: dict[str, Any]) -> None:
        told["status"] = "archived"
        told["team"] = "x"
        told["name"] = 7
        del told["description"]
        told["providers"][0]["config"]["name"] = "Mine"
        told["providers"][0]["tool_filter"]["ignore_parent_filters"] = True
        told["providers"][0]["tool_filter"]["filters"] = []
        told["providers"][1] = {"provider_id": "pro_github", "config": None}

    assert problems(change) == {
        ("status",): FIXED,
        ("description",): LEFT_OUT,
        ("team",): UNKNOWN,
        ("name",): "this must be text, in quotes",
        ("providers", "GitHub", "config", "name"): ONLY_WHICH,
        ("providers", "GitHub", "tool_filter", "ignore_parent_filters"): FIXED,
        ("providers", "GitHub", "tool_filter", "filters"): (
            "this must be a rule, a list of rules, or null to allow all"
        ),
        ("providers", "GitHub", "config"): (
            "there is no config here; there are provider_id, provider_config_id, "
            "provider_auth_config_id, tool_filters, is_override_tool_filter"
        ),
        ("providers", "GitHub"): THERE,
        ("providers", "Slack"): ROW_LEFT_OUT,
    }


@pytest.mark.parametrize("value", [None, [], "gone"])
def test_providers_that_were_left_out_are_named(value: Any) -> None:
    def change(told: dict[str, Any]) -> None:
        if value == "gone":
            del told["providers"]
        else:
            told["providers"] = value

    assert problems(change) == {
        ("providers", "GitHub"): ROW_LEFT_OUT,
        ("providers", "Slack"): ROW_LEFT_OUT,
    }


def test_providers_that_are_no_list_are_refused_where_there_were_none() -> None:
    base = instance(providers=[])
    told = base.as_json() | {"providers": {"provider_id": "pro_slack"}}
    with pytest.raises(FormProblems) as caught:
        edited(base, json.dumps(told))
    assert caught.value.problems == {("providers",): NO_LIST}


def test_a_row_that_is_none_is_called_by_its_place() -> None:
    def change(told: dict[str, Any]) -> None:
        told["providers"] += [told["providers"][0], {"id": "iip_9"}, 5]

    assert problems(change) == {
        ("providers", "number 3"): TWICE,
        ("providers", "number 4"): NEW_ROW,
        ("providers", "number 5"): NEW_ROW,
    }


def test_what_cannot_be_sent_is_refused_as_in_the_form() -> None:
    def change(told: dict[str, Any]) -> None:
        told["name"] = None
        told["providers"][0]["tool_filter"]["filters"][0]["keys"] = []

    assert problems(change) == {
        ("name",): "a name is needed",
        ("providers", "GitHub", "tool_filters", 0): "name at least one of the keys",
    }


def test_broken_json_says_line_and_column() -> None:
    text = whole_text(instance()).replace('"status": "active",', '"status": "active"')
    with pytest.raises(FormProblems) as caught:
        edited(instance(), text)
    [(path, message)] = caught.value.problems.items()
    assert path == ()
    assert message.startswith("line 5, column 3: ")


def test_a_filter_of_a_kind_that_is_new_stays_as_it_came_where_others_change() -> None:
    told = deepcopy(INSTANCE)
    told["providers"][0]["tool_filter"]["filters"][0]["keys"] = ["only.this"]
    draft = edited(instance(), json.dumps(told))
    [row] = to_update(draft, instance()).as_json()["providers"]
    assert row["tool_filters"] == [
        {"type": "tool_keys", "keys": ["only.this"]},
        {"type": "future_kind", "shape": {"deep": [1]}},
    ]
    assert draft == replace(InstanceDraft.from_instance(instance()), providers=draft.providers), (
        "nothing else changed"
    )


def test_what_cannot_be_edited_as_a_whole_says_what_can() -> None:
    with pytest.raises(UsageError, match=r"too large .* e opens its form"):
        whole_text(instance(metadata={"a": "x" * 300_000}))
    with pytest.raises(UsageError, match="surrogate"):
        whole_text(instance(metadata={"a": "\ud800"}))
