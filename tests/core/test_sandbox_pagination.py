"""Pages: any walk in any direction meets every row once."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from tui.sandbox.collection import Collection, Page, PageRequest


@dataclass(frozen=True)
class Numbered:
    id: str


def collection(numbers: set[int]) -> Collection[Numbered]:
    return Collection(Numbered(f"{number:04}") for number in numbers)


def is_even(row: Numbered) -> bool:
    return int(row.id) % 2 == 0


numbers = st.sets(st.integers(0, 9999), max_size=60)
limits = st.integers(1, 100)


@given(numbers, limits, st.booleans())
def test_walking_forward_meets_every_accepted_row_once(
    given_numbers: set[int], limit: int, descending: bool
) -> None:
    rows = collection(given_numbers)
    found: list[str] = []
    after: str | None = None
    while True:
        page = rows.page(PageRequest(limit, after=after, descending=descending), is_even)
        assert page.has_more_before == bool(found)
        found += [row.id for row in page.items]
        if not page.has_more_after:
            break
        assert len(page.items) == limit
        after = found[-1]
    even = sorted((f"{one:04}" for one in given_numbers if one % 2 == 0), reverse=descending)
    assert found == even


@given(numbers, limits, st.booleans())
def test_walking_backward_meets_every_accepted_row_once(
    given_numbers: set[int], limit: int, descending: bool
) -> None:
    rows = collection(given_numbers)
    found: list[str] = []
    # A position is exclusive, so the walk starts beyond any number.
    before = "" if descending else "~"
    while True:
        page = rows.page(PageRequest(limit, before=before, descending=descending), is_even)
        assert page.has_more_after == bool(found)
        found[:0] = [row.id for row in page.items]
        if not page.has_more_before:
            break
        assert len(page.items) == limit
        before = found[0]
    even = sorted((f"{one:04}" for one in given_numbers if one % 2 == 0), reverse=descending)
    assert found == even


@given(numbers, st.integers(0, 9999), limits, st.booleans())
def test_a_position_need_not_be_a_row(
    given_numbers: set[int], position: int, limit: int, descending: bool
) -> None:
    rows = collection(given_numbers)
    spot = f"{position:04}"
    after = rows.page(PageRequest(limit, after=spot, descending=descending), lambda row: True)
    before = rows.page(PageRequest(limit, before=spot, descending=descending), lambda row: True)
    ordered = sorted((f"{one:04}" for one in given_numbers), reverse=descending)
    beyond = [one for one in ordered if (one < spot if descending else one > spot)]
    ahead = [one for one in ordered if (one > spot if descending else one < spot)]
    assert ids(after) == beyond[:limit]
    assert ids(before) == ahead[-limit:]
    assert after.has_more_after == (len(beyond) > limit)
    assert after.has_more_before == (len(beyond) < len(ordered))
    assert before.has_more_before == (len(ahead) > limit)
    assert before.has_more_after == (len(ahead) < len(ordered))


def ids(page: Page[Numbered]) -> list[str]:
    return [row.id for row in page.items]


@given(numbers, st.integers(0, 9999))
def test_an_added_row_takes_its_place(given_numbers: set[int], number: int) -> None:
    rows = collection(given_numbers - {number})
    row = Numbered(f"{number:04}")
    rows.add(row)
    assert rows.get(row.id) is row
    assert len(rows) == len(given_numbers | {number})
    assert [one.id for one in rows] == sorted(one.id for one in rows)
