"""The form and the line say the same, whichever is typed; and what the line sends is told."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tests.core.filter_strategies import NOW, keys, lines, values
from tui.store.filter import KEYS, parse
from tui.store.filter.form import (
    TEXT,
    command_line,
    field_text,
    field_values,
    field_values_of,
    names_something,
    problems_by_key,
    query_string,
    unresolved,
    with_field,
)

every_key = keys | st.just(TEXT)
ALL = (TEXT, *(key.name for key in KEYS))


@given(lines, every_key)
def test_what_the_form_shows_changes_nothing_of_the_line(line: str, key: str) -> None:
    assert with_field(line, key, field_text(line, key)) == line


@given(lines, every_key, st.lists(values | strategies.texts, max_size=3).map(", ".join))
def test_the_line_says_what_is_typed_and_all_else_as_before(
    line: str, key: str, typed: str
) -> None:
    after = with_field(line, key, typed)
    expected = typed.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    wanted = expected.split() if key == TEXT else field_values(expected)
    assert field_values_of(after, key) == wanted
    for other in ALL:
        if other != key:
            assert field_values_of(after, other) == field_values_of(line, other)
    # And back: the field shows it so that it means the same.
    assert with_field(after, key, field_text(after, key)) == after


@given(st.text(max_size=40))
def test_commands_mean_the_line_in_a_shell(line: str) -> None:
    words = shlex.split(command_line(line, "work"))
    assert words == ["metorial-tui", "--profile", "work", "--filter", line]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        (" , ", []),
        ("Support desk, GitHub", ["Support desk", "GitHub"]),
        ('"a, b",c', ["a, b", "c"]),
        ('"a, b', ["a, b"]),
        ('5" pipe', ['5" pipe']),
        ('" a "', [" a "]),
        (r'"a\"b"', ['a"b']),
        (r"C:\x", [r"C:\x"]),
    ],
)
def test_a_field_takes_spaces_and_commas_apart(typed: str, expected: list[str]) -> None:
    assert field_values(typed) == expected


def test_names_are_quoted_in_the_line_and_not_in_the_field() -> None:
    line = with_field("ada status:draft", "integration", "Support desk, Sales")
    assert line == 'ada status:draft integration:"Support desk",Sales'
    assert field_text(line, "integration") == "Support desk, Sales"
    assert with_field(line, "integration", " ") == "ada status:draft"
    assert with_field(line, TEXT, "grace status:active") == (
        'grace "status:active" status:draft integration:"Support desk",Sales'
    )


def test_what_is_wrong_stands_at_its_field() -> None:
    filter = parse("colour:red status:nope created:>2026-13-01 ada", NOW)
    found = problems_by_key(filter, filter.problems)
    assert set(found) == {TEXT, "status", "created"}
    assert "colour" in found[TEXT]


def test_the_query_is_what_is_sent_and_names_stand_apart() -> None:
    filter = parse("provider:github,pro_1aBcDeFgHj created:>2026-05-01 status:draft a&b", NOW)
    assert names_something(filter)
    assert query_string(unresolved(filter), 50) == (
        "limit=50&order=desc&search=a%26b&status=draft&provider_id=<github>"
        "&provider_id=pro_1aBcDeFgHj&created_at%5Bgt%5D=2026-05-01T00%3A00%3A00.000Z"
    )
    assert not names_something(parse("id:x provider:pro_1aBcDeFgHj", NOW))
