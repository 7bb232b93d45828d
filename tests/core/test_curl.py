"""Copied curl commands: what a shell makes of them, whatever the values are."""

from __future__ import annotations

import json
import shlex
from typing import Any
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from tui.curl import curl

URL = "https://api.metorial.com/integration-instances"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def words(command: str) -> list[str]:
    """Return what a POSIX shell passes on, the variable unexpanded."""
    return shlex.split(command.replace("\\\n", ""))


def test_a_read() -> None:
    assert curl("get", f"{URL}?created_at[gt]=2026-01-01T00:00:00Z&status=active") == (
        "curl --globoff --request GET \\\n"
        "  --url 'https://api.metorial.com/integration-instances"
        "?created_at[gt]=2026-01-01T00:00:00Z&status=active' \\\n"
        '  --header "Authorization: Bearer $METORIAL_API_KEY" \\\n'
        "  --header 'metorial-version: 2026-01-01-magnetar'"
    )


def test_a_write_with_an_environment() -> None:
    said = words(curl("PATCH", f"{URL}/int_1", {"name": "Ada's"}, "ins_1"))
    assert "metorial-instance-id: ins_1" in said
    assert "Content-Type: application/json" in said
    assert json.loads(said[said.index("--data-raw") + 1]) == {"name": "Ada's"}


def test_without_a_body_there_is_no_content_type() -> None:
    assert "Content-Type" not in curl("DELETE", f"{URL}/int_1")


def test_the_key_is_the_only_thing_that_the_shell_expands() -> None:
    command = curl("GET", f"{URL}/$(id)`id`$HOME!x'\"\n\x1b[201~", {"a": "$(id)'"}, "$HOME")
    assert command.count("$METORIAL_API_KEY") == 1
    assert "\x1b" not in command
    assert words(command)[5] == f"{URL}/$(id)`id`$HOME!x'\"%0A%1B[201~"


@given(tail=st.text(st.characters(codec=None)), environment=st.text(min_size=1), body=JSON)
def test_hostile_values_stay_one_word_each(tail: str, environment: str, body: Any) -> None:
    command = curl("GET", URL + tail, body, environment)
    assert command.isascii()
    assert command.replace("\n", "").isprintable()
    said = words(command)
    assert said[4] == "--url"
    whole = tail.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "%" not in tail:
        assert unquote(said[5]) == URL + whole
    assert [word for word in said if word == "--header"] == ["--header"] * (
        3 if body is None else 4
    )
    if body is not None:
        assert json.loads(said[-1]) == body
