"""Whatever both sides did: nothing of somebody else's is undone unless the user chose to."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.core.form_samples import instance
from tui.forms.instance import as_body
from tui.forms.merge import IDENTITY, Merge, Place, Side
from tui.forms.outcome import has_all_of
from tui.forms.values import MISSING, same
from tui.models.requests import UpdateIntegrationInstance

TEXTS = st.sampled_from(["a", "b", "c", None])
KEYS = st.sampled_from("xyz")
VALUES = st.sampled_from([1, 1.0, True, None, "1", {"deep": [1]}, {"deep": [True]}])
RULES = st.sampled_from([None, [{"type": "tool_keys", "keys": ["k"]}], [{"type": "new_kind"}]])
PROVIDERS = ("p", "q", "r")


def rows(fields: Any) -> Any:
    return st.dictionaries(st.sampled_from(PROVIDERS), fields, max_size=3).map(
        lambda found: [{"provider_id": key, **row} for key, row in found.items()]
    )


WHOLE_ROW = st.fixed_dictionaries(
    {"provider_config_id": TEXTS, "provider_auth_config_id": TEXTS},
    optional={"tool_filters": RULES, "is_override_tool_filter": st.booleans()},
)
STATES = st.fixed_dictionaries(
    {
        "name": st.sampled_from("abc"),
        "description": TEXTS,
        "metadata": st.none() | st.dictionaries(KEYS, VALUES, max_size=3),
        "identity_id": TEXTS,
        "identity_actor_id": TEXTS,
        "providers": rows(WHOLE_ROW),
    }
)


@st.composite
def bodies(draw: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A state, and a body that changes it as a form does: only what differs, rows whole."""
    base, wanted = draw(STATES), draw(STATES)
    body = {
        field: wanted[field]
        for field in ("name", "description", "metadata")
        if draw(st.booleans()) and not same(base[field], wanted[field])
    }
    identity = ("identity_id", "identity_actor_id")
    if draw(st.booleans()) and any(base[field] != wanted[field] for field in identity):
        body |= {field: wanted[field] for field in identity}
    old = {row["provider_id"]: row for row in base["providers"]}
    changed = [row for row in wanted["providers"] if not same(old.get(row["provider_id"]), row)]
    if changed and draw(st.booleans()):
        body["providers"] = changed
    return base, body


def applied(state: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """What the API makes of a state: metadata and rows whole, rows that are not listed stay."""
    found = {row["provider_id"]: row for row in state["providers"]}
    for row in body.get("providers", []):
        found[row["provider_id"]] = row
    return {**state, **body, "providers": list(found.values())}


def value_at(state: dict[str, Any], place: Place) -> Any:
    field, *rest = place
    if place == IDENTITY:
        return {one: state[one] for one in ("identity_id", "identity_actor_id")}
    value: Any = state.get(field) or ({} if rest else state.get(field))
    if field == "providers":
        value = {row["provider_id"]: row for row in state["providers"]}
    for key in rest:
        value = value.get(key, MISSING)
        if value is MISSING:
            break
    return value


def leaves(state: dict[str, Any]) -> set[Place]:
    found: set[Place] = {("name",), ("description",), IDENTITY}
    found |= {("metadata", key) for key in state["metadata"] or {}}
    for row in state["providers"]:
        found |= {("providers", row["provider_id"], field) for field in row}
    return found


@given(bodies(), STATES, st.dictionaries(st.integers(0, 30), st.sampled_from(["theirs", "yours"])))
def test_nothing_of_theirs_is_undone_but_by_choice(
    edit: tuple[dict[str, Any], dict[str, Any]], theirs: dict[str, Any], picks: dict[int, Side]
) -> None:
    base, body = edit
    merge = Merge(base, theirs, body)
    choices = {
        one.place: picks[number] for number, one in enumerate(merge.conflicts) if number in picks
    }
    sent = merge.body(choices)
    result = applied(theirs, sent)
    UpdateIntegrationInstance(**sent)
    yours: set[Place] = set()
    for one in merge.differences:
        mine = choices.get(one.place) == "yours" if one.is_conflict else not one.is_theirs
        yours |= {one.place} if mine else set()
        assert same(value_at(result, one.place), one.yours if mine else one.theirs), one
    for place in leaves(theirs) | leaves(result):
        if place not in yours and place[:2] not in yours:
            assert same(value_at(result, place), value_at(theirs, place)), place
    assert not sent or yours or same(theirs["metadata"], base["metadata"])
    assert has_all_of(result, sent)


@given(bodies())
def test_where_nobody_else_did_anything_the_body_stays_as_it_is(
    edit: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    base, body = edit
    merge = Merge(base, base, body)
    assert merge.conflicts == merge.others == ()
    assert same(merge.body(), body)


@given(bodies())
def test_what_is_there_already_is_not_sent(edit: tuple[dict[str, Any], dict[str, Any]]) -> None:
    base, body = edit
    merge = Merge(base, applied(base, body), body)
    assert not merge.conflicts
    assert merge.body() == {}


def test_a_row_that_was_added_by_another_of_its_ids_is_the_same_row() -> None:
    theirs = {"providers": [{"provider_id": "pro_1", "provider_config_id": "c"}]}
    body = {"providers": [{"provider_id": "itp_1"}]}
    (one,) = Merge({}, theirs, body, {"itp_1": "pro_1"}).conflicts
    assert one.place == ("providers", "pro_1")


def test_others_changes_in_a_row_are_kept_in_what_goes_out_whole() -> None:
    base = as_body(instance())
    theirs = as_body(instance())
    theirs["providers"][0]["provider_auth_config_id"] = "pac_theirs"
    row = {**base["providers"][0], "provider_config_id": "pcf_mine"}
    merge = Merge(base, theirs, {"providers": [row]})
    assert not merge.conflicts
    assert merge.body() == {
        "providers": [{**row, "provider_auth_config_id": "pac_theirs"}],
    }


def test_a_single_rule_is_found_in_the_list_that_is_answered() -> None:
    rule = {"type": "tool_keys", "keys": ["a"]}
    now = {"providers": [{"provider_id": "p", "tool_filters": [rule], "more": 1}]}
    assert has_all_of(now, {"providers": [{"provider_id": "p", "tool_filters": rule}]})
    assert not has_all_of(now, {"providers": [{"provider_id": "p", "tool_filters": None}]})
    assert not has_all_of(now, {"providers": [{"provider_id": "q"}]})
    assert not has_all_of({"metadata": {"a": 1}}, {"metadata": {"a": True}})
    assert has_all_of({"metadata": {}}, {"metadata": None})
