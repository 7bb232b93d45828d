"""A body that was written elsewhere is checked as what is typed into a form is."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import metadata, texts, values
from tui.forms.body import draft_of_session, draft_to_create, draft_to_update, read_body
from tui.forms.instance import InstanceDraft, to_create, to_update
from tui.forms.problems import FieldProblem, FormProblems
from tui.forms.provider_ids import row_ids_in
from tui.forms.session import to_session
from tui.models.integration_instance import IntegrationInstance

BASE = IntegrationInstance.model_validate(
    {
        "id": "int_1",
        "name": "Ada",
        "description": "Old",
        "metadata": {"team": "a"},
        "providers": [
            {
                "provider": {"id": "pro_1"},
                "config": {"id": "pcf_1"},
                "auth_config": {"id": "pac_1"},
                "tool_filter": {"type": "allow_all"},
                "is_override_tool_filter": False,
            }
        ],
    }
)


def created(body: dict[str, Any]) -> dict[str, Any]:
    return to_create(draft_to_create(read_body(json.dumps(body)))).as_json()


def updated(body: dict[str, Any]) -> dict[str, Any]:
    return to_update(draft_to_update(body, InstanceDraft.from_instance(BASE)), BASE).as_json()


def problems_of(body: dict[str, Any]) -> dict[tuple[str | int, ...], str]:
    with pytest.raises(FormProblems) as caught:
        created({"integration_id": "itg_1", "name": "x", **body})
    return dict(caught.value.problems)


def test_a_whole_body_is_sent_as_it_is() -> None:
    rule = {"type": "tool_keys", "keys": ["a", "b"]}
    body = {
        "integration_id": "itg_1",
        "name": "Ada",
        "metadata": {"n": 10**20, "deep": [{"é": None}]},
        "identity_id": "ide_1",
        "identity_actor_id": "act_1",
        "providers": [
            {"provider_id": "pro_1", "provider_config_id": "pcf_1", "tool_filters": rule},
            {"provider_id": "pro_2", "tool_filters": None, "is_override_tool_filter": True},
        ],
    }
    assert created(body) == body


def test_null_is_as_empty_as_in_a_form() -> None:
    body = {"integration_id": "itg_1", "name": "Ada", "description": None, "metadata": None}
    assert created(body) == {"integration_id": "itg_1", "name": "Ada"}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"nmae": "x"}, ("nmae",)),
        ({"name": 1}, ("name",)),
        ({"metadata": []}, ("metadata",)),
        ({"providers": {}}, ("providers",)),
        ({"providers": [1]}, ("providers", 0)),
        ({"providers": [{}]}, ("providers", 0, "provider_id")),
        (
            {"providers": [{"provider_id": "p"}, {"provider_id": "p"}]},
            ("providers", 1, "provider_id"),
        ),
        ({"providers": [{"provider_id": "p", "x": 1}]}, ("providers", 0, "x")),
        (
            {"providers": [{"provider_id": "p", "tool_filters": "all"}]},
            ("providers", 0, "tool_filters"),
        ),
        (
            {"providers": [{"provider_id": "p", "tool_filters": {"type": "tool_keys"}}]},
            ("providers", 0, "tool_filters", 0),
        ),
        (
            {"providers": [{"provider_id": "p", "is_override_tool_filter": "yes"}]},
            ("providers", 0, "is_override_tool_filter"),
        ),
    ],
)
def test_a_wrong_field_is_named(body: dict[str, Any], path: tuple[str | int, ...]) -> None:
    assert list(problems_of(body)) == [path]


def test_what_is_missing_and_what_is_near_are_told() -> None:
    with pytest.raises(FormProblems, match="an integration is needed"):
        created({"name": "x"})
    assert problems_of({"nmae": "x"})[("nmae",)].endswith("did you mean name?")


def test_an_update_sends_what_differs_and_keeps_the_rest_of_a_row() -> None:
    assert updated({"name": "Ada", "metadata": {"team": "a"}}) == {}
    assert updated({"description": None}) == {"description": None}
    row = {"provider_id": "pro_1", "provider_config_id": "pcf_2"}
    assert updated({"providers": [row]}) == {
        "providers": [
            {
                **row,
                "provider_auth_config_id": "pac_1",
                "tool_filters": None,
                "is_override_tool_filter": False,
            }
        ]
    }
    assert updated({"providers": [{"provider_id": "pro_2"}]})["providers"] == [
        {"provider_id": "pro_2"}
    ]
    with pytest.raises(FormProblems, match="integration_id"):
        updated({"integration_id": "itg_2"})


@pytest.mark.parametrize("identifier", ["itp_1", " pro_1 "])
def test_a_row_is_found_by_every_id_that_the_api_takes_for_it(identifier: str) -> None:
    told = BASE.as_json()
    told["providers"][0]["integration_provider"] = {"id": "itp_1"}
    base = IntegrationInstance.model_validate(told)
    body = {"providers": [{"provider_id": identifier, "provider_config_id": "pcf_2"}]}
    draft = draft_to_update(body, InstanceDraft.from_instance(base), row_ids_in(base))
    (row,) = to_update(draft, base).as_json()["providers"]
    assert row["provider_id"] == "pro_1"
    assert row["provider_auth_config_id"] == "pac_1", "what the body does not say of it is kept"


@given(metadata)
def test_metadata_arrives_as_it_is(given_metadata: dict[str, Any] | None) -> None:
    body = to_session(draft_of_session({"metadata": given_metadata})).as_json()
    assert body == ({} if given_metadata is None else {"metadata": given_metadata})


@given(st.dictionaries(st.one_of(texts, st.sampled_from(["name", "providers"])), values))
def test_whatever_is_written_is_sent_or_refused(body: dict[str, Any]) -> None:
    with suppress(FormProblems, FieldProblem):
        assert set(created(body)) <= {"name", "integration_id", "providers"}
