"""What the review shows, and where the server's errors land."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_forms_metadata import JSON
from tui.errors import ConnectError, FieldError, Forbidden, InvalidData, RequestTimeout
from tui.forms.diff import ABSENT, FALLS_BACK, Change, changes
from tui.forms.server_errors import field_problems, form_sentence
from tui.forms.session import SessionDraft, to_session, to_session_template
from tui.text import Display, is_plain


def change(field: str, before: str, after: str) -> Change:
    return Change(Display(field), Display(before), Display(after))


def test_plain_fields_show_before_and_after() -> None:
    before = {"name": "a", "description": "b", "identity_id": "c"}
    body = {"name": "x", "description": None, "identity_id": "c"}
    assert changes(before, body) == (
        change("name", '"a"', '"x"'),
        change("description", '"b"', ABSENT),
    )


def test_metadata_is_compared_key_by_key() -> None:
    before = {"metadata": {"same": 1, "gone": 2, "other": {"a": 1}}}
    body = {"metadata": {"same": 1, "other": {"a": 2}, "new": None}}
    assert changes(before, body) == (
        change("metadata / gone", "2", ABSENT),
        change("metadata / other", '{"a": 1}', '{"a": 2}'),
        change("metadata / new", ABSENT, "null"),
    )


def test_rows_are_found_by_their_provider_and_called_by_name() -> None:
    before = {"providers": [{"provider_id": "p", "provider_config_id": "c", "tool_filters": None}]}
    body = {
        "providers": [
            {"provider_id": "p", "provider_config_id": "d", "tool_filters": None},
            {"provider_id": "q"},
        ]
    }
    assert changes(before, body, {"p": Display("GitHub")}) == (
        change("providers / GitHub / provider_config_id", '"c"', '"d"'),
        change("providers / q", ABSENT, '{"provider_id": "q"}'),
    )


def test_what_a_row_leaves_out_falls_back_to_the_integration() -> None:
    before = {"providers": [{"provider_id": "p", "tool_filters": [{"type": "x"}]}]}
    assert changes(before, {"providers": [{"provider_id": "p"}]}) == (
        change("providers / p / tool_filters", '[{"type": "x"}]', FALLS_BACK),
    )


@given(st.dictionaries(st.text(), JSON, max_size=4), st.dictionaries(st.text(), JSON, max_size=4))
def test_whatever_is_shown_is_safe_to_draw(before: dict[str, Any], body: dict[str, Any]) -> None:
    for one in changes({"metadata": before}, {"metadata": body}):
        assert all(is_plain(text) for text in (one.field, one.before, one.after))
    assert changes({"metadata": before}, {"metadata": before}) == ()


def invalid(*paths: tuple[str | int, ...], entity: str = "body") -> InvalidData:
    fields = tuple(FieldError(path, Display(f"no {path}"), Display("x")) for path in paths)
    return InvalidData("no", status=400, entity=entity, fields=fields)


def test_a_row_of_the_body_is_found_in_the_form() -> None:
    found = field_problems(
        invalid(("name",), ("providers", 1, "tool_filters", "keys"), ("providers", "0")), (2, 5)
    )
    assert list(found.problems) == [
        ("name",),
        ("providers", 5, "tool_filters", "keys"),
        ("providers", 2),
    ]


def test_a_row_that_was_not_sent_is_left_as_it_is() -> None:
    assert list(field_problems(invalid(("providers", 7)), (1,)).problems) == [("providers", 7)]


def test_several_errors_of_one_field_are_one_message() -> None:
    found = field_problems(invalid(("name",), ("name",)))
    assert found.problems == {("name",): "no ('name',); no ('name',)"}


def test_an_error_of_the_query_is_of_no_field() -> None:
    assert list(field_problems(invalid(("limit",), entity="query")).problems) == [()]


def test_a_form_gives_no_advice_of_the_main_screen() -> None:
    lost = form_sentence(ConnectError("No route", request_id="req_1"))
    assert "press r" not in lost
    assert "req_1" in lost
    assert "kept" in lost
    assert "kept" not in form_sentence(RequestTimeout("Too slow"))
    assert "right" in form_sentence(Forbidden("No", status=403))


@pytest.mark.parametrize("make", [to_session, to_session_template])
def test_a_session_sends_what_is_there(make: Any) -> None:
    assert make(SessionDraft()).as_json() == {}
    assert make(SessionDraft(" a ", " ", '{"b": 1}')).as_json() == {
        "name": "a",
        "metadata": {"b": 1},
    }
