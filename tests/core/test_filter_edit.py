"""Changing one part of the filter line and leaving the rest alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.filter_strategies import keys, lines, values
from tui.store.filter import with_search, with_token, without_key
from tui.store.filter.tokens import Token, tokenize


def told(tokens: tuple[Token, ...]) -> list[tuple[str | None, tuple[str, ...]]]:
    """What tokens say, wherever they stand."""
    return [(token.key, token.values) for token in tokens]


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("", ["a"], "provider:a"),
        ("ada", ["a", "b"], "ada provider:a,b"),
        ("ada ", ["a"], "ada provider:a"),
        ("ada  provider:x   trial", ["a"], "ada  provider:a   trial"),
        ("provider:x ada provider:y", ["a"], "provider:a ada"),
        ("provider:x ada", [], "ada"),
        ("ada provider:x", [], "ada"),
        ("ada provider:x trial", [], "ada trial"),
        ("PROVIDER:x", ["Support desk"], 'provider:"Support desk"'),
        ("ada", [""], "ada"),
        ('integration:"Sup', ["a"], 'integration:"Sup" provider:a'),
        ('integration:"Sup\\', ["a"], 'integration:"Sup\\\\" provider:a'),
        ('integration:"Sup\\\\', ["a"], 'integration:"Sup\\\\" provider:a'),
        ('provider:"Sup', ["a"], "provider:a"),
        ("integration-provider:x", ["a"], "integration-provider:x provider:a"),
    ],
)
def test_a_token_is_set(text: str, values: list[str], expected: str) -> None:
    assert with_token(text, "provider", values) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ada status:active trial", "ada trial"),
        ("status:active", ""),
        ("status: ada STATUS:draft", "ada"),
        ("ada  trial", "ada  trial"),
    ],
)
def test_a_key_is_taken_out(text: str, expected: str) -> None:
    assert without_key(text, "status") == expected


@pytest.mark.parametrize(
    ("text", "search", "expected"),
    [
        ("ada status:active trial", "grace", "grace status:active"),
        ("status:active", " grace  hopper ", "status:active grace hopper"),
        ("ada status:active", "", "status:active"),
        ("", 'foo:bar "x http://y', '"foo:bar" "\\"x" http://y'),
    ],
)
def test_free_text_is_set(text: str, search: str, expected: str) -> None:
    assert with_search(text, search) == expected


@given(lines, keys, st.lists(values, min_size=1, max_size=3))
def test_a_set_token_says_so_and_others_stay(text: str, key: str, wanted: list[str]) -> None:
    changed = tokenize(with_token(text, key, wanted))
    others = [one for one in told(tokenize(text)) if one[0] != key]
    assert [one for one in told(changed) if one[0] != key] == others
    assert [one for one in told(changed) if one[0] == key] == [(key, tuple(wanted))]


@given(lines, keys)
def test_a_key_taken_out_is_gone_and_others_stay(text: str, key: str) -> None:
    changed = told(tokenize(without_key(text, key)))
    assert changed == [one for one in told(tokenize(text)) if one[0] != key]


@given(lines, values)
def test_set_free_text_says_so_and_keys_stay(text: str, search: str) -> None:
    changed = tokenize(with_search(text, search))
    assert [value for one in changed if one.key is None for value in one.values] == search.split()
    assert [one for one in told(changed) if one[0]] == [
        one for one in told(tokenize(text)) if one[0]
    ]
