"""What the filter line offers to type next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.filter_strategies import NOW, lines
from tui.store.filter import KEYS, STATUSES, parse
from tui.store.filter.complete import MOST, Completions, complete
from tui.store.lookup import Choice
from tui.text import Display, clean

CHOICES = (
    Choice("ing_support0001", Display("Support desk"), Display("support-desk")),
    Choice("ing_sales000001", Display("Sales"), Display("sales"), Display("archived")),
    Choice("ing_desk0000001", Display("Desk"), None, Display("active"), Display("of the office")),
    Choice("ing_twin0000001", Display("Twin")),
    Choice("ing_twin0000002", Display("Twin")),
    Choice("ing_bare0000001", Display("ing_bare0000001")),
    Choice("ing_evil0000001", clean("evil\x1b[2J")),
    Choice("ing_long0000001", clean("long " * 200)),
    Choice("ing_zoe00000001", Display('Zoë "Z", Inc')),
)


def offered(text: str, cursor: int | None = None) -> Completions:
    """Return the completions at `cursor`, else at the line's end."""
    return complete(text, len(text) if cursor is None else cursor, lambda key: CHOICES)


def inserts(text: str, cursor: int | None = None) -> list[str]:
    return [one.insert for one in offered(text, cursor).items]


def taken(text: str, place: int = 0) -> str:
    """Return the line after the completion at `place` is taken."""
    found = offered(text)
    return text[: found.start] + found.items[place].insert + text[found.end :]


@pytest.mark.parametrize("text", ["", "ada ", "status:active "])
def test_every_key_at_the_start_of_a_word(text: str) -> None:
    assert inserts(text) == [f"{key.name}:" for key in KEYS]
    assert [one.note for one in offered(text).items] == [key.doc for key in KEYS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("st", ["status:"]),
        ("ada ST", ["status:"]),
        ("prov", ["provider:", "integration-provider:"]),
        ("config", ["config:", "auth-config:"]),
        ("zzz", []),
        ('"st', []),
        ("foo:", []),
        ("foo:b", []),
        ("http://x", []),
        ("status:", list(STATUSES)),
        ("status:a", ["active", "archived"]),
        ("status:D", ["draft", "deleted"]),
        ("status:active,", ["draft", "archived", "deleted"]),
        ("status:active,d", ["draft", "deleted"]),
        ("status:active", []),
        ("order:", ["desc", "asc"]),
        ("order:a", ["asc"]),
        ("created:", ["<1d", "<7d", ">30d", ">1y"]),
        ("created:<", ["<1d", "<7d"]),
        ("updated:<3", ["<3d", "<3h", "<3m", "<3w", "<3y"]),
    ],
)
def test_what_is_offered(text: str, expected: list[str]) -> None:
    assert inserts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("integration:des", ["Desk", '"Support desk"']),
        ("integration:SUPPORT-", ['"Support desk"']),
        ("integration:sal", ["sales"]),
        ("integration:sales,des", ["Desk", '"Support desk"']),
        ("integration:twin", ["ing_twin0000001", "ing_twin0000002"]),
        ("integration:ing_tw", ["ing_twin0000001", "ing_twin0000002"]),
        ("integration:ing_b", ["ing_bare0000001"]),
        ("integration:evil", ["ing_evil0000001"]),
        ("integration:long", ["ing_long0000001"]),
        ("integration:zoe", ['"Zoë \\"Z\\", Inc"']),
        ('integration:"Support d', ['"Support desk"']),
        ("integration:Desk,des", ['"Support desk"']),
        ("id:desk", ["ing_desk0000001", "ing_support0001"]),
    ],
)
def test_names_are_offered_as_they_can_be_typed(text: str, expected: list[str]) -> None:
    assert inserts(text) == expected


def test_a_choice_shows_its_name_and_what_tells_it_from_others() -> None:
    desk, _ = offered("integration:des").items
    assert (desk.label, desk.note) == ("Desk", "ing_desk0000001, of the office")
    (sales,) = offered("integration:sal").items
    assert sales.note == "ing_sales000001, archived"


def test_dates_of_today_are_offered_where_the_time_is_known() -> None:
    found = complete("created:2026", 12, lambda key: (), NOW)
    assert [one.insert for one in found.items] == ["2026-06-01", "2026-06-01..", "2026-01-01.."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ada sta", "ada status:"),
        ("status:act", "status:active"),
        ("status:draft,act", "status:draft,active"),
        ('integration:"Support d', 'integration:"Support desk"'),
        ('integration:sales,"Supp', 'integration:sales,"Support desk"'),
    ],
)
def test_taking_one_replaces_only_what_it_completes(text: str, expected: str) -> None:
    assert taken(text) == expected


@pytest.mark.parametrize(
    ("text", "cursor", "span"),
    [
        ("status:active,draft ada", 9, (7, 13)),
        ("status:active,draft ada", 13, (7, 13)),
        ("status:active,draft ada", 14, (14, 19)),
        ("status:active", 3, (0, 7)),
        ("sta ada", 2, (0, 3)),
        ("ada  trial", 4, (4, 4)),
        ('provider:"a b" c', 11, (9, 14)),
        ("ada", 0, (0, 0)),
        ("ada", -5, (0, 0)),
        ("ada", 99, (0, 3)),
    ],
)
def test_the_span_is_the_word_or_value_at_the_cursor(
    text: str, cursor: int, span: tuple[int, int]
) -> None:
    found = offered(text, cursor)
    assert (found.start, found.end) == span


def test_no_key_is_put_right_before_a_word() -> None:
    assert inserts("ada", 0) == []


def test_a_great_many_names_are_offered_in_part() -> None:
    many = [Choice(f"ing_{number:010}", Display(f"name {number}")) for number in range(500)]
    assert len(complete("integration:", 12, lambda key: many).items) == MOST


@given(lines, st.integers(0, 60))
def test_any_line_is_completed_within_itself(text: str, cursor: int) -> None:
    found = offered(text, cursor)
    assert 0 <= found.start <= found.end <= len(text)
    for one in found.items:
        after = text[: found.start] + one.insert + text[found.end :]
        assert parse(after, NOW).text == after
