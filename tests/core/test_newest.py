"""What is known stays in order, however it comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui.models.row import InstanceRow
from tui.store.newest import NewestFirst
from tui.store.sort import BY_CREATION

START = datetime(2026, 1, 1, tzinfo=UTC)
Put = tuple[int, int | None, str, bool]


def row(number: int, hour: int | None, name: str) -> InstanceRow:
    created = None if hour is None else (START + timedelta(hours=hour)).isoformat()
    item = {"id": f"int_{number:03}", "name": name, "status": "active", "created_at": created}
    return InstanceRow.from_item(item, "")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.one_of(st.integers(0, 40), st.none()),
            st.sampled_from("ab"),
            st.booleans(),
        )
    )
)
def test_rows_are_those_known_the_newest_first(puts: list[Put]) -> None:
    newest, known = NewestFirst(), dict[str, InstanceRow]()
    for number, hour, name, is_asked_for in puts:
        one = row(number, hour, name)
        before = known.get(one.key)
        if before is not None:
            one = one._replace(created_at=before.created_at)  # That never changes.
        known[one.key] = one
        newest.put(one, is_new=before is None)
        if is_asked_for:
            newest.rows(known.values())
    rows = newest.rows(known.values())
    assert sorted(rows) == sorted(known.values())
    ordered = [one.created_at for one in BY_CREATION.apply(known.values())]
    assert [one.created_at for one in rows] == ordered


def test_many_out_of_order_are_put_in_order_at_once() -> None:
    newest, known = NewestFirst(), dict[str, InstanceRow]()
    for number in range(2_500):
        one = row(number, number, "oldest first")
        known[one.key] = one
        newest.put(one, is_new=True)
    assert newest.rows(known.values()) == BY_CREATION.apply(known.values())
