"""What is drawn is safe: nothing reaches the terminal that it would obey."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import texts
from tui.text import clean, clean_lines, fold, hidden_characters, is_plain, well_formed

_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def is_safe(text: str) -> bool:
    return all(
        unicodedata.category(one) not in ("Cc", "Cs", "Zl", "Zp")
        and unicodedata.bidirectional(one) not in _BIDI
        for one in text
    )


@given(texts)
def test_a_cleaned_line_is_one_safe_line(text: str) -> None:
    assert is_safe(clean(text))
    assert len(clean(text).splitlines()) <= 1


@given(texts)
def test_cleaned_lines_are_safe_each(text: str) -> None:
    assert all(is_safe(line) for line in clean_lines(text).split("\n"))


@given(texts)
def test_lines_are_cleaned_as_each_of_their_characters_is(text: str) -> None:
    flat = text.replace("\r", "").replace("\t", "")
    assert clean_lines(flat) == "".join(one if one == "\n" else clean(one) for one in flat)


@given(texts)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(texts)
def test_plain_is_what_cleaning_leaves_alone(text: str) -> None:
    assert is_plain(text) == (clean(text) == text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GitHub for Ada", "GitHub for Ada"),
        ("\x1b[2J", "␛[2J"),
        ("a\nb\tc\x7f", "a␊b␉c␡"),
        ("\x9b31m", "\ufffd31m"),
        ("\u202eeman", "\ufffdeman"),
        ("a\u200bb\ud800", "a\ufffdb\ufffd"),
        ("tag\U000e0041\U000e0101", "tag\ufffd\ufffd"),
        ("\u2764\ufe0f", "\u2764"),
        ("Żółć 日本", "Żółć 日本"),
        ("[red]markup[/]", "[red]markup[/]"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_long_text_is_cut_with_a_mark() -> None:
    assert clean("x" * 9, limit=8) == "x" * 8 + "…"
    assert clean("x" * 8, limit=8) == "x" * 8
    assert clean_lines("x" * 9, limit=8) == "x" * 8 + "…"


def test_what_is_not_text_is_shown_as_python_writes_it() -> None:
    assert clean(12) == "12"
    assert clean(None) == "None"


def test_lines_keep_their_breaks_and_expand_tabs() -> None:
    assert clean_lines("a\r\n\tb\rc") == "a\n    b␍c"


@given(texts)
def test_well_formed_text_can_be_encoded(text: str) -> None:
    sent = well_formed(text)
    assert sent.encode() is not None
    assert sent == text or any("\ud800" <= one <= "\udfff" for one in text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["Ärger", "ärger", "ARGER", "A\u0308rger"])
def test_folding_leaves_no_case_and_no_accents(text: str) -> None:
    assert fold(text) == "arger"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("plain, Zoë 日本 ❤\ufe0f\n\tline", []),
        ("a\x1b[2J\x1b", ["U+001B escape"]),
        ("a\r\nb", ["U+000D carriage return"]),
        ("a\u202eb\u2028", ["U+202E right-to-left override", "U+2028 line separator"]),
        ("\x85\x7f", ["U+0085", "U+007F"]),
        ("\udc80", ["U+DC80"]),
    ],
)
def test_what_is_not_seen_is_named(text: str, named: list[str]) -> None:
    assert hidden_characters(text) == named
