"""The local guess, against a plain scan of the rows."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given

from tests.core.filter_strategies import NOW, lines, rows
from tui.models.query import TimeRange
from tui.models.row import InstanceRow
from tui.store.filter import Filter, looks_like_id, matches, parse
from tui.text import fold


def row(key: str = "int_1aBcDeFgHj", **item: Any) -> InstanceRow:
    """Return the row of an item; `item` replaces its fields."""
    known = {
        "id": key,
        "status": "active",
        "name": "GitHub for Ada",
        "description": "Straße 7",
        "integration_id": "ing_1aBcDeFgHj",
        "identity_id": "idn_1aBcDeFgHj",
        "identity_actor_id": "act_1aBcDeFgHj",
        "providers": [{"provider": {"id": "pro_1aBcDeFgHj", "name": "GitHub"}}],
        "created_at": "2026-01-01T00:00:00.000Z",
        "updated_at": "2026-05-30T00:00:00Z",
    }
    return InstanceRow.from_item(known | item, key)


@pytest.mark.parametrize(
    "line",
    [
        *("", "status:active", "status:draft,active", "id:int_1aBcDeFgHj", "id:x,int_1aBcDeFgHj"),
        *("ada", "ADA", "ádâ for", "strasse", "STRASSE github", "int_1aBc", '"for Ada"', "ada git"),
        *("created:2026-01-01", "created:2026-01-01..", "created:<=2026-01-01T00:00"),
        *("created:>=2026-01-01", "updated:<7d", "created:>30d updated:<7d"),
        *("integration:ing_1aBcDeFgHj", "integration:ing_2aBcDeFgHj,ing_1aBcDeFgHj"),
        *("identity:idn_1aBcDeFgHj", "actor:act_1aBcDeFgHj", "provider:pro_1aBcDeFgHj"),
        # What cannot be known locally does not narrow.
        *("integration:ing_2aBcDeFgHj,name", "provider:slack", "deployment:pde_1aBcDeFgHj"),
        *("config:x", "auth-config:x", "template:x", "credential:x", "integration-provider:x"),
        # What is wrong, or not typed to its end, changes nothing.
        *("foo:bar", "status:nope", "status:dra", "created:nope", 'integration:"x'),
    ],
)
def test_a_row_that_stays(line: str) -> None:
    assert matches(parse(line, NOW), [row()]) == [row()]


@pytest.mark.parametrize(
    "line",
    [
        *("status:draft", "id:int_1aBcDeFgH", "id:x", "bob", "ada bob", "status:active ada x"),
        *("created:>2026-01-01", "created:<2026-01-01", "created:2026-01-02", "updated:>7d"),
        *("integration:ing_2aBcDeFgHj", "identity:idn_2aBcDeFgHj", "actor:act_2aBcDeFgHj"),
        "provider:pro_2aBcDeFgHj,pro_3aBcDeFgHj",
    ],
)
def test_a_row_that_goes(line: str) -> None:
    assert matches(parse(line, NOW), [row()]) == []


@pytest.mark.parametrize("status", ["archived", "deleted"])
def test_archived_rows_are_hidden_unless_asked_for(status: str) -> None:
    put_away = row(status=status)
    assert matches(parse("", NOW), [put_away]) == []
    assert matches(parse(f"status:{status}", NOW), [put_away]) == [put_away]


def test_unknown_statuses_are_shown_unless_another_is_asked_for() -> None:
    frozen = row(status="frozen")
    assert matches(parse("", NOW), [frozen]) == [frozen]
    assert matches(parse("status:active", NOW), [frozen]) == []


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("integration:ing_2aBcDeFgHj", {"integration_id": None}),
        ("identity:idn_2aBcDeFgHj", {"identity_id": None}),
        ("actor:act_2aBcDeFgHj", {"identity_actor_id": None}),
        ("provider:pro_2aBcDeFgHj", {"providers": [{"provider": {"name": "without ID"}}]}),
        ("provider:pro_2aBcDeFgHj", {"providers": "broken"}),
    ],
)
def test_what_a_row_does_not_know_does_not_hide_it(line: str, item: dict[str, Any]) -> None:
    unknowing = row(**item)
    assert matches(parse(line, NOW), [unknowing]) == [unknowing]


def test_a_row_without_a_time_is_in_no_range() -> None:
    assert matches(parse("created:>2020-01-01", NOW), [row(created_at="?")]) == []


def test_order_of_the_rows_is_kept() -> None:
    three = [row("int_3aBcDeFgHj"), row("int_1aBcDeFgHj"), row("int_2aBcDeFgHj")]
    assert matches(parse("order:asc ada", NOW), three) == three


def within(moment: datetime | None, wanted: TimeRange) -> bool:
    """Whether a moment is in a range, both ends left out."""
    if not wanted:
        return True
    if moment is None:
        return False
    return not (wanted.gt and moment <= wanted.gt) and not (wanted.lt and moment >= wanted.lt)


def relates(filter: Filter, key: str, known: set[str], unsure: bool) -> bool:
    """Whether a row may have one of the IDs asked for."""
    wanted = filter.references.get(key, ())
    names = [value for value in wanted if not looks_like_id(value)]
    return not wanted or bool(names) or unsure or bool(known & set(wanted))


def stays(filter: Filter, one: InstanceRow) -> bool:
    """The rules of the guess, one after the other."""
    own = {
        "integration": one.integration_id,
        "identity": one.identity_id,
        "actor": one.identity_actor_id,
    }
    unsure = one.problem is not None or len(one.provider_ids) != len(one.providers)
    return (
        (
            one.status in filter.status
            if filter.status
            else one.status not in ("archived", "deleted")
        )
        and ("id" not in filter.references or one.id in filter.references["id"])
        and all(relates(filter, key, {str(known)}, known is None) for key, known in own.items())
        and relates(filter, "provider", set(one.provider_ids), unsure)
        and within(one.created_at, filter.created)
        and within(one.updated_at, filter.updated)
        and all(word in one.search_text for word in fold(filter.search).split())
    )


@given(lines, rows)
def test_the_guess_is_what_a_plain_scan_finds(line: str, found: list[InstanceRow]) -> None:
    filter = parse(line, NOW)
    assert matches(filter, found) == [one for one in found if stays(filter, one)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ADA", "ada"), ("Zoë", "zoe"), ("Straße", "strasse"), ("İstanbul", "istanbul"), ("①", "1")],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(lines)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
