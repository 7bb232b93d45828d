"""One change of many: each body is made from its own instance, and loses nothing of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.form_samples import instance
from tui.forms.bulk_update import NOTHING_CHANGES, BulkChange, BulkDraft, to_change
from tui.forms.problems import FormProblems

_KEYS = st.text("abc", min_size=1, max_size=2)
_METADATA = st.dictionaries(_KEYS, st.one_of(st.integers(), st.text(max_size=3), st.booleans()))


def body(change: BulkChange, **fields: Any) -> dict[str, Any] | None:
    found = change.body_for(instance(**fields))
    return None if found is None else found.as_json()


@given(before=_METADATA, put=_METADATA, removed=st.sets(_KEYS, max_size=2))
def test_metadata_is_merged_key_by_key_and_sent_whole(
    before: dict[str, Any], put: dict[str, Any], removed: set[str]
) -> None:
    change = BulkChange(put=put, removed=tuple(sorted(removed - set(put))))
    sent = body(change, metadata=before)
    after = before if sent is None else sent["metadata"]
    assert set(sent or {}) <= {"metadata"}
    for key in {*before, *put}:
        if key in put:
            assert after[key] == put[key]
            assert type(after[key]) is type(put[key])
        elif key in removed:
            assert key not in after
        else:
            assert after[key] == before[key]
    assert set(after) <= {*before, *put}
    # Done once, there is nothing more to do.
    assert body(change, metadata=after) is None


def test_identity_and_actor_go_together() -> None:
    sent = body(BulkChange(identity=("idn_new", None)))
    assert sent == {"identity_id": "idn_new", "identity_actor_id": None}
    assert body(BulkChange(identity=("idn_ada", "act_ada"))) is None


def test_a_row_is_sent_whole_with_what_was_chosen_in_it() -> None:
    change = BulkChange(provider_id="pro_github", config_id="pcf_new")
    [row] = (body(change) or {})["providers"]
    assert row["provider_config_id"] == "pcf_new"
    assert row["provider_auth_config_id"] == "pac_ada"
    assert [one["type"] for one in row["tool_filters"]] == ["tool_keys", "future_kind"]
    assert row["is_override_tool_filter"] is True
    assert body(BulkChange(provider_id="pro_github", config_id="pcf_production")) is None


def test_what_cannot_be_changed_so_says_why() -> None:
    change = BulkChange(provider_id="pro_notion", config_id="pcf_x")
    assert change.why_not(instance()) == "does not have that provider"
    assert BulkChange(removed=("team",)).why_not(instance(status="archived")) == "is archived"
    with pytest.raises(FormProblems):
        change.body_for(instance())


def test_what_changes_is_said_from_what_it_is_to_what_it_becomes() -> None:
    words = BulkChange(put={"team": "web"}).words_for(instance(), {})
    assert words == 'metadata / team: "support" → "web"'
    assert BulkChange(put={"team": "support"}).words_for(instance(), {}) == NOTHING_CHANGES


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (BulkDraft(), ()),
        (BulkDraft(metadata="[1]"), ("metadata",)),
        (BulkDraft(metadata='{"a": 1}', removed_keys="a"), ("removed_keys",)),
        (BulkDraft(identity_id="idn_1"), ("sets_identity",)),
        (BulkDraft(provider_config_id="pcf_1"), ("provider_id",)),
        (BulkDraft(provider_id="pro_1"), ("provider_config_id",)),
    ],
)
def test_what_is_not_clear_is_asked_at_its_field(draft: BulkDraft, field: tuple[str, ...]) -> None:
    with pytest.raises(FormProblems) as raised:
        to_change(draft)
    assert set(raised.value.problems) == {field}


def test_what_is_typed_is_what_changes() -> None:
    draft = BulkDraft(
        metadata='{"team": "web"}',
        removed_keys=" quota, ,old ",
        sets_identity=True,
        identity_actor_id="act_1",
        provider_id="pro_1",
        provider_auth_config_id="pac_1",
    )
    assert to_change(draft) == BulkChange(
        {"team": "web"}, ("quota", "old"), (None, "act_1"), "pro_1", "", "pac_1"
    )
