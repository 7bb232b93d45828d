"""An instance's form and the bodies of create and update."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.form_samples import instance
from tui.forms.instance import InstanceDraft, as_body, sent_rows, to_create, to_update
from tui.forms.problems import FormProblems
from tui.forms.provider import ProviderDraft
from tui.forms.tool_filter import RuleDraft, ToolFilterDraft
from tui.models.integration_instance import IntegrationInstance

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
IDS = st.text("abc_123", min_size=1, max_size=8)
RULES = st.one_of(
    st.builds(lambda keys: {"type": "tool_keys", "keys": keys}, st.lists(TEXT, max_size=3)),
    st.builds(lambda text: {"type": "prompt_regex", "pattern": text}, TEXT),
    st.builds(lambda text: {"type": "new_kind", "what": text}, TEXT),
)
FILTERS = st.one_of(
    st.none(),
    st.just({"type": "allow_all", "ignore_parent_filters": True}),
    st.builds(lambda rules: {"type": "filter", "filters": rules}, st.lists(RULES, max_size=3)),
    st.just({"type": "new_type"}),
)
PROVIDERS = st.fixed_dictionaries(
    {},
    optional={
        "provider": st.fixed_dictionaries({}, optional={"id": IDS, "name": TEXT}),
        "config": st.none() | st.fixed_dictionaries({"id": IDS}),
        "auth_config": st.none() | st.fixed_dictionaries({"id": IDS}),
        "tool_filter": FILTERS,
        "is_override_tool_filter": st.none() | st.booleans(),
    },
)
INSTANCES = st.fixed_dictionaries(
    {},
    optional={
        "id": IDS,
        "name": st.none() | TEXT,
        "description": st.none() | TEXT,
        "metadata": st.none() | st.dictionaries(TEXT, st.integers() | TEXT, max_size=3),
        "integration_id": IDS,
        "identity_id": st.none() | IDS,
        "identity_actor_id": st.none() | IDS,
        "providers": st.none() | st.lists(PROVIDERS, max_size=3),
    },
).map(IntegrationInstance.model_validate)


@given(INSTANCES)
def test_a_form_that_nobody_touched_sends_nothing(base: IntegrationInstance) -> None:
    draft = InstanceDraft.from_instance(base)
    assert to_update(draft, base).as_json() == {}
    assert sent_rows(draft, base) == ()


CHANGES: dict[str, Any] = {
    "name": "another name",
    "description": "another description",
    "metadata": '{"another": true}',
    "identity_id": "idn_another",
}


@given(INSTANCES, st.sets(st.sampled_from(sorted(CHANGES))))
def test_only_what_was_changed_is_sent(base: IntegrationInstance, fields: set[str]) -> None:
    draft = replace(
        InstanceDraft.from_instance(base), **{field: CHANGES[field] for field in fields}
    )
    expected = fields | {"identity_actor_id"} if "identity_id" in fields else fields
    assert set(to_update(draft, base).as_json()) == expected


def test_create_omits_what_is_empty() -> None:
    draft = InstanceDraft(integration_id=" itg_1 ", name="  Ada ", description=" \n ")
    assert to_create(draft).as_json() == {"integration_id": "itg_1", "name": "Ada"}


def test_create_sends_all_that_is_there() -> None:
    row = ProviderDraft("pro_1", provider_config_id="pcf_1", is_override_tool_filter=True)
    draft = InstanceDraft("itg_1", "Ada", "her own", '{"a": 1}', "idn_1", "act_1", (row,))
    assert to_create(draft).as_json() == {
        "integration_id": "itg_1",
        "name": "Ada",
        "description": "her own",
        "metadata": {"a": 1},
        "identity_id": "idn_1",
        "identity_actor_id": "act_1",
        "providers": [
            {
                "provider_id": "pro_1",
                "provider_config_id": "pcf_1",
                "is_override_tool_filter": True,
            }
        ],
    }


def test_create_tells_all_problems_at_once() -> None:
    row = ProviderDraft("", tool_filter=ToolFilterDraft("rules", (RuleDraft("tool_keys"),)))
    with pytest.raises(FormProblems) as refused:
        to_create(InstanceDraft(metadata='{"a": 1, "a": 2}', providers=(row,)))
    assert set(refused.value.problems) == {
        ("integration_id",),
        ("name",),
        ("metadata",),
        ("providers", 0, "provider_id"),
        ("providers", 0, "tool_filters", 0),
    }
    assert refused.value.positions == {("metadata",): (1, 10)}


def test_what_was_emptied_is_null() -> None:
    base = instance()
    draft = replace(
        InstanceDraft.from_instance(base),
        description=" ",
        metadata="",
        identity_id="",
        identity_actor_id="",
    )
    assert to_update(draft, base).as_json() == {
        "description": None,
        "metadata": None,
        "identity_id": None,
        "identity_actor_id": None,
    }


def test_an_emptied_name_is_refused() -> None:
    base = instance()
    with pytest.raises(FormProblems) as refused:
        to_update(replace(InstanceDraft.from_instance(base), name=" "), base)
    assert set(refused.value.problems) == {("name",)}


def test_identity_and_actor_go_together() -> None:
    base = instance(identity_actor_id=None)
    draft = replace(InstanceDraft.from_instance(base), identity_id="idn_bob")
    assert to_update(draft, base).as_json() == {
        "identity_id": "idn_bob",
        "identity_actor_id": None,
    }


def test_metadata_that_only_looks_different_is_not_sent() -> None:
    base = instance(metadata={"a": 1, "b": 2})
    draft = InstanceDraft.from_instance(base)
    assert not to_update(replace(draft, metadata='{"b":2,"a":1}'), base).model_fields_set
    assert to_update(replace(draft, metadata='{"b":2,"a":true}'), base).as_json() == {
        "metadata": {"b": 2, "a": True}
    }


def test_a_changed_row_is_sent_whole_and_alone() -> None:
    base = instance()
    draft = InstanceDraft.from_instance(base)
    github, slack = draft.providers
    changed = replace(github, provider_auth_config_id="")
    draft = replace(draft, providers=(changed, slack, ProviderDraft("pro_notion")))
    assert to_update(draft, base).as_json() == {
        "providers": [
            {
                "provider_id": "pro_github",
                "provider_config_id": "pcf_production",
                "provider_auth_config_id": None,
                "tool_filters": [
                    {"type": "tool_keys", "keys": ["repo.read", "issue.create"]},
                    {"type": "future_kind", "shape": {"deep": [1]}},
                ],
                "is_override_tool_filter": True,
            },
            {"provider_id": "pro_notion"},
        ]
    }
    assert sent_rows(draft, base) == (0, 2)


def test_allow_all_goes_back_as_null() -> None:
    base = instance()
    draft = InstanceDraft.from_instance(base)
    github, slack = draft.providers
    draft = replace(draft, providers=(github, replace(slack, provider_config_id="pcf_2")))
    assert to_update(draft, base).as_json()["providers"] == [
        {
            "provider_id": "pro_slack",
            "provider_config_id": "pcf_2",
            "provider_auth_config_id": None,
            "tool_filters": None,
            "is_override_tool_filter": False,
        }
    ]


def test_a_row_of_an_answer_without_a_filter_sends_none() -> None:
    base = instance(providers=[{"provider": {"id": "pro_1"}}])
    draft = InstanceDraft.from_instance(base)
    draft = replace(draft, providers=(replace(draft.providers[0], provider_config_id="pcf_1"),))
    assert to_update(draft, base).as_json()["providers"] == [
        {"provider_id": "pro_1", "provider_config_id": "pcf_1", "provider_auth_config_id": None}
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"integration_provider": {"id": "itp_1", "provider": {"id": "pro_1"}}},
        {"integration_provider": {"id": "itp_1", "provider_id": "pro_1"}},
        {"provider": {"id": "pro_1"}, "integration_provider": {"id": "itp_1"}},
    ],
)
def test_a_row_is_sent_by_its_provider(row: dict[str, Any]) -> None:
    draft = InstanceDraft.from_instance(instance(providers=[row]))
    assert draft.providers[0].provider_id == "pro_1"


@given(INSTANCES)
def test_as_body_has_the_rows_that_a_form_would_send(base: IntegrationInstance) -> None:
    for row, said in zip(base.providers or (), as_body(base)["providers"], strict=True):
        draft = ProviderDraft.from_instance_provider(row)
        if draft.provider_id.strip() and draft.tool_filter.mode != "unknown":
            assert draft.to_whole() == said


def test_as_body_has_every_field_of_an_update() -> None:
    body = as_body(instance(providers=[{"tool_filter": {"type": "new_type"}}]))
    (row,) = body["providers"]
    assert row["tool_filters"] == [{"type": "new_type"}]
    assert body["name"] == "GitHub for Ada"
