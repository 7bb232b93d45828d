"""Flat metadata as lines: nothing is lost on the way there and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tui.errors import UsageError
from tui.forms.pairs import read_pairs, write_pairs
from tui.forms.problems import FieldProblem
from tui.forms.values import same
from tui.text import clean_lines

AWKWARD = st.sampled_from(
    ["", " ", "true", "1", "1.0", "-0", "1e999", "NaN", '"', '"a"', "{", "[1]", "a: b", ":", "a\nb"]
)
KEYS = AWKWARD | strategies.words
VALUES = AWKWARD | strategies.scalars


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_there_and_back_loses_nothing(values: dict[str, Any]) -> None:
    text = write_pairs(values)
    assert clean_lines(text) == text
    assert len([line for line in text.split("\n") if line]) == len(values)
    back = read_pairs(text)
    assert list(back) == list(values)
    assert same(back, values)


@given(strategies.texts)
def test_whatever_is_typed_is_read_or_refused_at_its_line(text: str) -> None:
    line: int | None = 1
    try:
        read_pairs(text)
    except FieldProblem as problem:
        line = problem.line
    assert line is not None
    assert 1 <= line <= text.count("\n") + 1


def test_what_reads_as_json_is_that_and_all_else_is_text() -> None:
    text = 'team: support\nquota: 12345678901234567890\non: true\n\n"1": "1"\nurl: http://x/?a=1\n'
    assert read_pairs(f"{text}empty:\nnone: null\nlist: [1, 2]") == {
        "team": "support",
        "quota": 12345678901234567890,
        "on": True,
        "1": "1",
        "url": "http://x/?a=1",
        "empty": "",
        "none": None,
        "list": [1, 2],
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nteam", "line 2, column 1: write a pair as key: value"),
        (": 1", "line 1, column 1: write a pair as key: value"),
        ("a: 1\n  a: 2", "line 2, column 1: the key a is there twice"),
        ('a: "b', "line 1, column 3: the quotes that open here are not closed on their line"),
        ('"a: b', "line 1, column 1: the key's quotes are not closed"),
        ('{"a": 1}', "line 1, column 1: write a pair as key: value, or go back to JSON"),
    ],
)
def test_what_is_wrong_has_its_line(text: str, message: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        read_pairs(text)
    assert caught.value.message == message


def test_what_is_not_flat_is_named() -> None:
    with pytest.raises(UsageError, match="labels holds more than one value"):
        write_pairs({"team": "support", "labels": ["a"]})
