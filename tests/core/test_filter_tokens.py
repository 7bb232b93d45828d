"""The filter line's lexer and quoting."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.core.filter_strategies import keys, lines, values
from tui.store.filter.tokens import quote, quote_word, tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   ", []),
        ("ada", [(None, ("ada",))]),
        ("ada,bob", [(None, ("ada,bob",))]),
        ("status:active,draft ada", [("status", ("active", "draft")), (None, ("ada",))]),
        ("Status:ACTIVE", [("status", ("ACTIVE",))]),
        ("status:", [("status", ())]),
        ("status: active", [("status", ()), (None, ("active",))]),
        ("status:active,", [("status", ("active",))]),
        ("status:,,active", [("status", ("active",))]),
        ('integration:"Support desk",x', [("integration", ("Support desk", "x"))]),
        (r'integration:"say \"hi\" \\ \n"', [("integration", (r'say "hi" \ n',))]),
        ('integration:"a, b: c"d', [("integration", ("a, b: cd",))]),
        (r"integration:C:\dir", [("integration", (r"C:\dir",))]),
        ("name:O'Brien", [("name", ("O'Brien",))]),
        ('integration:"open it', [("integration", ("open it",))]),
        ('integration:"open\\', [("integration", ("open\\",))]),
        ('"foo:bar" x', [(None, ("foo:bar",)), (None, ("x",))]),
        ('a"b c"', [(None, ('a"b',)), (None, ('c"',))]),
        ("http://x:80/y?z", [(None, ("http://x:80/y?z",))]),
        ("12:30 :x _a:b", [(None, ("12:30",)), (None, (":x",)), (None, ("_a:b",))]),
        ("foo:bar", [("foo", ("bar",))]),
        ("id:a\tid:b\u00a0c", [("id", ("a",)), ("id", ("b",)), (None, ("c",))]),
        ("x\ud800y", [(None, ("x\ufffdy",))]),
    ],
)
def test_tokens(text: str, expected: list[tuple[str | None, tuple[str, ...]]]) -> None:
    assert [(token.key, token.values) for token in tokenize(text)] == expected


def test_spans_name_each_value_with_its_quotes() -> None:
    text = '  integration:"Support desk",x  ada'
    integration, ada = tokenize(text)
    assert text[integration.start : integration.end] == 'integration:"Support desk",x'
    assert [text[one.start : one.end] for one in integration.typed_values] == [
        '"Support desk"',
        "x",
    ]
    assert text[ada.start : ada.end] == "ada"


def test_an_open_quote_is_known() -> None:
    closed, opened = tokenize('"ada" "lov')
    assert closed.closed
    assert not opened.closed


@given(lines)
def test_spans_lie_in_the_line_in_order_and_cover_all_but_white_space(text: str) -> None:
    place = 0
    for token in tokenize(text):
        assert not text[place : token.start].strip()
        assert place <= token.start < token.end <= len(text)
        within = token.start
        for value in token.typed_values:
            assert within <= value.start <= value.end <= token.end
            within = value.end
        place = token.end
    assert not text[place:].strip()


@given(keys, values, values)
def test_quoted_values_are_read_back(key: str, one: str, other: str) -> None:
    token, word = tokenize(f"{key}:{quote(one)},{quote(other)} ada")
    assert token.key == key
    assert token.values == (one, other)
    assert word.values == ("ada",)


@given(values)
def test_quoted_words_are_read_back_as_free_text(word: str) -> None:
    (token,) = tokenize(quote_word(word))
    assert token.key is None
    assert token.values == (word,)


@pytest.mark.parametrize("clear", ["github", "pro_1aBcDeFgHj", ">2026-01-01", "a:b", "O'Brien"])
def test_what_is_clear_is_not_quoted(clear: str) -> None:
    assert quote(clear) == clear
