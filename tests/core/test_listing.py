"""Rows in the server's order: what is put among them, and what leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.models.row import InstanceRow
from tui.store.listing import Listing

START = datetime(2026, 1, 1, tzinfo=UTC)


def row(number: int, *, name: str = "x") -> InstanceRow:
    created = (START + timedelta(minutes=number)).isoformat()
    item = {"id": f"int_{number}", "name": name, "status": "active", "created_at": created}
    return InstanceRow.from_item(item, "")


def numbers(listing: Listing) -> list[int]:
    return [int(one.key.removeprefix("int_")) for one in listing.rows]


@given(
    st.sets(st.integers(0, 30)),
    st.sets(st.integers(0, 30)),
    st.sets(st.integers(0, 30)),
    st.booleans(),
)
def test_a_change_gives_what_the_server_would_list(
    before: set[int], put: set[int], gone: set[int], oldest_first: bool
) -> None:
    def ordered(some: set[int]) -> list[int]:
        return sorted(some, reverse=not oldest_first)

    listing = Listing(row(one) for one in ordered(before))
    gone -= put
    listing.change(
        [row(one, name="new") for one in put],
        [f"int_{one}" for one in gone],
        oldest_first=oldest_first,
    )
    assert numbers(listing) == ordered((before | put) - gone)
    assert {one.key for one in listing.rows if one.name == "new"} == {f"int_{one}" for one in put}
    assert all((f"int_{one}" in listing) == (one in (before | put) - gone) for one in range(31))


def test_a_row_without_a_time_comes_first_and_moves_no_other() -> None:
    timeless = InstanceRow.from_item({"id": "int_99"}, "")
    listing = Listing([row(3), row(1)])
    listing.change([timeless, row(2)], oldest_first=False)
    assert numbers(listing) == [99, 3, 2, 1]


def test_who_holds_the_rows_sees_them_grow_and_no_other_change() -> None:
    listing = Listing([row(3)])
    held = listing.rows
    listing.append(row(2))
    assert [one.key for one in held] == ["int_3", "int_2"]
    listing.change(gone=["int_3"], oldest_first=False)
    assert [one.key for one in held] == ["int_3", "int_2"]
    assert len(listing) == 1


@pytest.mark.parametrize("held", [[], ["item 0"], ["item 1"], ["item 2", "item 3"]])
def test_a_free_key_is_held_by_no_row(held: list[str]) -> None:
    listing = Listing(InstanceRow.from_item("broken", key) for key in held)
    assert listing.free_key() not in held
