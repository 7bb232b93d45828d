"""A changed row of providers, sent whole: carried out, it is the edited row, and no other."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.forms.instance import InstanceDraft, to_update
from tui.forms.provider import ProviderDraft
from tui.forms.tool_filter import RuleDraft, ToolFilterDraft
from tui.models.integration_instance import IntegrationInstance
from tui.models.requests import SetInstanceProvider
from tui.sandbox.records import Instance
from tui.sandbox.render import render_instance
from tui.sandbox.validation import SET_PROVIDER, UPDATE, read_body
from tui.sandbox.world import World
from tui.sandbox.writes import set_provider, update_instance

WORLD = World(instances=40)
INSTANCES = [one for one in WORLD.instances if one.status != "archived" and one.active_providers]
RULES = st.one_of(
    st.builds(
        RuleDraft,
        st.sampled_from(["tool_keys", "prompt_keys", "resource_uris"]),
        st.lists(st.text("ab,_ ", min_size=1), min_size=1, max_size=3).map(tuple),
    ),
    st.builds(RuleDraft, st.just("tool_regex"), st.just(()), st.text("a.*[", min_size=1)),
    st.just(RuleDraft.from_request({"type": "tool_tags", "tags": ["x"], "match": "all"})),
)
FILTERS = st.one_of(
    st.just(ToolFilterDraft()),
    st.just(ToolFilterDraft("allow_all")),
    st.builds(
        ToolFilterDraft, st.just("rules"), st.lists(RULES, min_size=1, max_size=3).map(tuple)
    ),
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Instance, int, dict[str, Any]]:
    """An instance of the sandbox, one of its rows, and what is changed of that."""
    instance = draw(st.sampled_from(INSTANCES))
    number = draw(st.integers(0, len(instance.active_providers) - 1))
    provider = instance.active_providers[number].integration_provider.provider
    fields = {
        "provider_config_id": st.sampled_from(["", *(one.id for one in provider.configs)]),
        "provider_auth_config_id": st.sampled_from(
            ["", *(one.id for one in provider.auth_configs)]
        ),
        "tool_filter": FILTERS,
        "is_override_tool_filter": st.booleans(),
    }
    return instance, number, draw(st.fixed_dictionaries({}, optional=fields))


def now(instance: Instance) -> IntegrationInstance:
    """The instance as an answer would tell of it."""
    return IntegrationInstance.model_validate(json.loads(json.dumps(render_instance(instance))))


def normal(row: ProviderDraft) -> dict[str, Any]:
    """What a row says, however it is spelt."""
    values = row.to_whole()
    filters = values.get("tool_filters")
    return {**values, "tool_filters": [filters] if isinstance(filters, dict) else filters}


def expected(instance: Instance, number: int, row: ProviderDraft) -> dict[str, Any]:
    """What the edited row says once it is set: without a filter it has the integration's."""
    values = normal(row)
    if row.tool_filter.mode == "inherit":
        theirs = instance.active_providers[number].integration_provider.tool_filter
        values["tool_filters"] = theirs.get("filters")
    return values


@given(edits())
def test_a_changed_row_becomes_what_was_typed_and_no_other_row_changes(edit: Any) -> None:
    instance, number, changes = edit
    base = now(instance)
    before = InstanceDraft.from_instance(base)
    row = replace(before.providers[number], **changes)
    providers = (*before.providers[:number], row, *before.providers[number + 1 :])
    body = to_update(replace(before, providers=providers), base).as_json()
    assert set(body) <= {"providers"}
    wanted = [normal(one) for one in before.providers]
    if row != before.providers[number]:
        wanted[number] = expected(instance, number, row)
    update_instance(WORLD, instance, read_body(json.loads(json.dumps(body)), UPDATE))
    after = InstanceDraft.from_instance(now(instance))
    assert [normal(one) for one in after.providers] == wanted
    assert replace(after, providers=()) == replace(before, providers=())


@given(edits())
def test_a_provider_that_is_set_alone_becomes_what_was_typed(edit: Any) -> None:
    instance, number, changes = edit
    before = InstanceDraft.from_instance(now(instance))
    row = replace(before.providers[number], **changes)
    wanted = [normal(one) for one in before.providers]
    wanted[number] = expected(instance, number, row)
    body = SetInstanceProvider(**row.to_set()).as_json()
    read = read_body(json.loads(json.dumps(body)), SET_PROVIDER)
    set_provider(WORLD, instance, row.provider_id, read)
    after = InstanceDraft.from_instance(now(instance))
    assert [normal(one) for one in after.providers] == wanted


ROWS = st.builds(
    ProviderDraft,
    st.just("pro_1"),
    st.sampled_from(["", "pcf_1", "pcf_2"]),
    st.sampled_from(["", "pac_1"]),
    FILTERS,
    st.none() | st.booleans(),
)


@given(ROWS, ROWS, ROWS)
def test_a_row_sent_whole_undoes_nothing_that_nobody_touched(
    before: ProviderDraft, typed: ProviderDraft, theirs: ProviderDraft
) -> None:
    row = typed.rebased(before, theirs)
    for field in ("provider_config_id", "tool_filter", "is_override_tool_filter"):
        touched = getattr(typed, field) != getattr(before, field)
        assert getattr(row, field) == getattr(typed if touched else theirs, field)
    assert typed.rebased(before, before) == typed
