"""Metadata text: what is refused, where, and that nothing is lost on the way."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.forms.json_text import MAX_DEPTH, MAX_LENGTH, escaped
from tui.forms.metadata import TOO_DEEP, TOO_LARGE, format_metadata, parse_metadata
from tui.forms.problems import FieldProblem
from tui.text import clean_lines

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(
    SCALARS.filter(lambda value: value not in (float("inf"), float("-inf"))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_what_is_formatted_reads_back_and_is_safe_to_draw(metadata: dict[str, Any]) -> None:
    text = format_metadata(metadata)
    assert clean_lines(text) == text
    assert parse_metadata(text) == metadata


@given(st.text())
def test_any_text_is_an_object_or_a_problem(text: str) -> None:
    with suppress(FieldProblem):
        assert isinstance(parse_metadata(text), dict)


@given(JSON)
def test_only_what_json_itself_has_is_taken(value: object) -> None:
    text = json.dumps({"key": value})
    assert parse_metadata(text) == {"key": value}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('{\n  "a": 1,\n  "a": 2\n}', 3, 3, "twice"),
        ('{"a": {"b": 1, "b": 2}}', 1, 16, "twice"),
        ('{"a": 1, "\\u0061": 2}', 1, 10, "twice"),
        ('{"a": NaN}', 1, 7, "NaN"),
        ('{"a": [1, -Infinity]}', 1, 11, "-Infinity"),
        ('{"a": 1e999}', 1, 7, "1e999"),
        ('{"a": "\\ud800"}', 1, 7, "surrogate"),
        ("[1]", 1, 1, "JSON object"),
        ("3", 1, 1, "JSON object"),
        ('{"a": 1} x', 1, 10, "more text follows"),
        ('{\n  "a": tru\n}', 2, 8, "a value is missing here"),
        ('{"a": 1,}', 1, 9, "comma"),
    ],
)
def test_a_refusal_says_where_and_why(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(FieldProblem) as refused:
        parse_metadata(text)
    assert (refused.value.line, refused.value.column) == (line, column)
    assert words in refused.value.message
    assert refused.value.message.startswith(f"line {line}, column {column}: ")


def test_the_same_key_in_different_objects_is_fine() -> None:
    assert parse_metadata('{"a": {"a": [{"a": 1}, {"a": 2}]}}')


def test_the_words_of_a_string_are_not_taken_for_json() -> None:
    assert parse_metadata('{"a": "NaN, {\\"a\\": [1e999"}') == {"a": 'NaN, {"a": [1e999'}


def test_big_whole_numbers_keep_their_digits() -> None:
    number = 10**40 + 7
    assert parse_metadata(format_metadata({"quota": number})) == {"quota": number}


@pytest.mark.parametrize("text", ['{"a": ' + "1" * 5000 + "}", '{"a": ' * 3000 + "1" + "}" * 3000])
def test_what_python_cannot_read_is_a_problem_too(text: str) -> None:
    with pytest.raises(FieldProblem):
        parse_metadata(text)


def test_depth_is_limited() -> None:
    deep = '{"a": ' * MAX_DEPTH + "1" + "}" * MAX_DEPTH
    assert parse_metadata(deep)
    with pytest.raises(FieldProblem, match="deeper"):
        parse_metadata('{"a": ' + deep + "}")


def test_what_no_editor_holds_cannot_be_sent_in_its_place() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"a": deep}
    assert format_metadata(deep) == TOO_DEEP
    assert format_metadata({"a": "x" * MAX_LENGTH}) == TOO_LARGE
    for text in (TOO_DEEP, TOO_LARGE):
        with pytest.raises(FieldProblem):
            parse_metadata(text)


def test_hidden_characters_become_escapes() -> None:
    text = format_metadata({"key": "a\u202eb\u200b\x1b"})
    assert "\\u202e" in text
    assert "\\u200b" in text
    assert "\\u001b" in text
    assert format_metadata(None) == ""


def test_what_an_editor_left_reads_to_the_same_value() -> None:
    text = '{\n\t"a\u202eb": "\u200b\x7f",\n\t"n": 1.50\n}'
    shown = escaped(text)
    assert json.loads(shown) == json.loads(text)
    assert clean_lines(shown) == shown
