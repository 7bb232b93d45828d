"""From the filter line to what it asks for, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.core.filter_strategies import NOW, keys, lines, values
from tui.models.query import TimeRange
from tui.store.filter import Filter, Problem, parse, quote
from tui.store.filter.dates import read_range
from tui.store.filter.parse import LONGEST
from tui.text import is_plain


def asked(filter: Filter) -> dict[str, Any]:
    """What a filter asks for, its empty parts left out."""
    parts = {
        "status": filter.status,
        **filter.references,
        "created": filter.created,
        "updated": filter.updated,
        "order": filter.order if filter.order != "desc" else None,
        "search": filter.search,
    }
    return {name: part for name, part in parts.items() if part}


def only_problem(text: str) -> Problem:
    """The one problem of a line."""
    (problem,) = parse(text, NOW).problems
    return problem


def test_the_whole_language() -> None:
    line = (
        "status:active,draft provider:github created:>2026-01-01 updated:<7d "
        'integration:"Support desk" order:asc ada trial'
    )
    filter = parse(line, NOW)
    assert filter.problems == ()
    assert asked(filter) == {
        "status": ("active", "draft"),
        "provider": ("github",),
        "integration": ("Support desk",),
        "created": read_range(">2026-01-01", NOW),
        "updated": read_range("<7d", NOW),
        "order": "asc",
        "search": "ada trial",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("Status:ACTIVE", {"status": ("active",)}),
        ("status:active status:draft,active", {"status": ("active", "draft")}),
        ("provider:a provider:b,a", {"provider": ("a", "b")}),
        ("ada status:draft  trial", {"status": ("draft",), "search": "ada trial"}),
        ('"support   desk" ada', {"search": "support desk ada"}),
        ('"foo:bar"', {"search": "foo:bar"}),
        ("see http://x/y at 12:30", {"search": "see http://x/y at 12:30"}),
        ('"" ada', {"search": "ada"}),
        ("order:asc order:ASC", {"order": "asc"}),
        ("order:desc", {}),
        (
            "created:>2026-01-01 created:<2026-02-01",
            {
                "created": TimeRange(
                    read_range(">2026-01-01", NOW).gt, read_range("<2026-02-01", NOW).lt
                )
            },
        ),
        (
            "created:>2026-01-01,<2026-02-01",
            {
                "created": TimeRange(
                    read_range(">2026-01-01", NOW).gt, read_range("<2026-02-01", NOW).lt
                )
            },
        ),
        ("status:active,", {"status": ("active",)}),
    ],
)
def test_what_is_asked_for(text: str, expected: dict[str, Any]) -> None:
    filter = parse(text, NOW)
    assert asked(filter) == expected
    assert filter.problems == ()
    assert filter.is_empty == (not expected)


@pytest.mark.parametrize(
    ("text", "marked", "says"),
    [
        ("provder:github", "provder:github", "did you mean provider:"),
        ("provider_id:x", "provider_id:x", "did you mean provider:"),
        ("auth-cfg:x", "auth-cfg:x", "did you mean auth-config:"),
        ("created_at:x", "created_at:x", "did you mean created:"),
        ("sort:asc", "sort:asc", "did you mean order:"),
        ("zzz:bar", "zzz:bar", "in quotes it is searched for"),
        ("status:activ ", "activ", "did you mean active"),
        ("status:active,nope ", "nope", "type active, draft, archived or deleted"),
        ("order:up", "up", "type desc or asc"),
        ("order:asc,desc", "asc,desc", "one"),
        ("order:asc order:desc", "desc", "one"),
        ("created:yesterday", "yesterday", "type 2026-01-31"),
        ("created:7d", "7d", "<7d"),
        ("created:2026-13-40", "2026-13-40", "is no date"),
        ("created:2026-01-01 created:2026-03-01", "2026-03-01", "no moment"),
        ("updated:<999999999y", "<999999999y", "calendar"),
    ],
)
def test_what_is_wrong_is_marked_and_says_what_to_do(text: str, marked: str, says: str) -> None:
    problem = only_problem(text)
    assert text[problem.start : problem.end] == marked
    assert says in problem.message
    assert not problem.incomplete


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("provder:github ada", {"search": "ada"}),
        ("status:active,nope ada", {"search": "ada"}),
        ("created:<7d,nope ada", {"search": "ada"}),
        ("order:asc order:desc", {"order": "asc"}),
        ("created:<7d created:>30d", {"created": read_range("<7d", NOW)}),
    ],
)
def test_a_wrong_token_changes_nothing(text: str, expected: dict[str, Any]) -> None:
    assert asked(parse(text, NOW)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status:", {}),
        ("status: ada", {"search": "ada"}),
        ("foo:", {}),
        ("status:act", {}),
        ("status:active,dra", {"status": ("active",)}),
        ("order:d", {}),
        ("created:<7", {}),
        ("created:>2026-01-01,<2026-0", {"created": read_range(">2026-01-01", NOW)}),
        ('integration:"Supp', {}),
        ('provider:github,"Sla', {"provider": ("github",)}),
        ('ada "lov', {"search": "ada"}),
    ],
)
def test_what_is_being_typed_is_said_gently_and_waits(text: str, expected: dict[str, Any]) -> None:
    assert only_problem(text).incomplete
    assert asked(parse(text, NOW)) == expected


@pytest.mark.parametrize("text", ["status:act ada", "order:d ada", "created:<7 ada"])
def test_what_is_left_unfinished_is_wrong(text: str) -> None:
    assert not only_problem(text).incomplete


@pytest.mark.parametrize("blank", ['""', '" "', '"\u3000"'])
def test_a_blank_value_is_none(blank: str) -> None:
    filter = parse(f"provider:{blank}", NOW)
    assert filter.references == {}
    assert filter.problems[0].incomplete


def test_a_line_too_long_is_read_in_part() -> None:
    text = "ada " * LONGEST
    problem = only_problem(text)
    assert (problem.start, problem.end) == (LONGEST, len(text))
    assert parse(text, NOW).search.startswith("ada ada")


@given(lines)
def test_any_line_is_read_and_problems_lie_in_it(text: str) -> None:
    filter = parse(text, NOW)
    assert filter.text == text
    assert list(filter.problems) == sorted(filter.problems, key=lambda one: one.start)
    for problem in filter.problems:
        assert 0 <= problem.start < problem.end <= len(text)
        assert problem.message
        assert is_plain(problem.message)
    filter.search.encode()
    assert all(one.encode() for values in filter.references.values() for one in values)


@given(keys, values.filter(str.strip))
def test_quoted_values_are_asked_for_as_they_are(key: str, value: str) -> None:
    filter = parse(f"{key}:{quote(value)} ada", NOW)
    assert filter.search == "ada"
    if key not in ("status", "order", "created", "updated"):
        assert filter.references == {key: (value,)}


def test_a_filter_can_be_a_key_of_a_dict() -> None:
    assert hash(parse("provider:x", NOW)) == hash(parse("provider:x", NOW))
