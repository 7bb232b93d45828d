"""Marks stay on their instances, whatever becomes of the list."""

from __future__ import annotations

import httpx
from hypothesis import given
from hypothesis import strategies as st

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import LIST, Bench
from tui.models.row import InstanceRow
from tui.store.sort import Sort


def row(bench: Bench, index: int) -> InstanceRow:
    return bench.state.rows[index]


async def test_a_mark_is_put_and_taken_away(bench: Bench) -> None:
    await bench.store.load()
    marks = bench.store.marks
    assert marks.toggle(row(bench, 2))
    assert marks.toggle(row(bench, 0))
    assert bench.state.marked == {bench.keys[0], bench.keys[2]}
    assert [one.key for one in marks.rows] == [bench.keys[0], bench.keys[2]]
    assert marks.toggle(row(bench, 2))
    assert bench.state.marked == {bench.keys[0]}
    marks.clear()
    assert bench.state.marked == frozenset()
    assert marks.rows == ()


async def test_a_range_goes_from_the_last_mark_both_ways(bench: Bench) -> None:
    await bench.store.load()
    marks = bench.store.marks
    assert marks.mark_to(row(bench, 3)) == 1
    assert marks.mark_to(row(bench, 6)) == 3
    assert marks.mark_to(row(bench, 4)) == 0
    assert marks.mark_to(row(bench, 1)) == 2
    assert bench.state.marked == set(bench.keys[1:7])


async def test_marks_survive_the_filter_the_order_and_a_load(bench: Bench) -> None:
    await bench.store.load()
    marks = bench.store.marks
    marks.toggle(row(bench, 0))
    marks.mark_to(row(bench, 4))
    marked = bench.state.marked
    bench.store.set_sort(Sort("name"))
    bench.store.set_filter(f"id:{bench.keys[0]}")
    shown = sum(key in marked for key in bench.keys)
    assert bench.state.guess
    assert bench.state.marked == marked
    assert bench.state.marked_hidden == len(marked) - shown > 0
    assert {one.key for one in marks.rows} == marked
    await bench.store.load()
    assert bench.state.marked_hidden == len(marked) - sum(one in marked for one in bench.keys)
    bench.store.set_filter("")
    await bench.store.load()
    assert (bench.state.marked, bench.state.marked_hidden) == (marked, 0)


async def test_all_that_is_shown_is_marked_and_no_more(bench: Bench) -> None:
    await bench.store.load()
    everything = len(bench.keys)
    bench.store.set_filter("status:draft")
    await bench.store.load()
    assert bench.store.marks.mark_all() == len(bench.keys) < everything
    assert bench.state.marked == set(bench.keys)


async def test_what_has_no_id_is_not_marked(bench: Bench) -> None:
    def without_ids(request: httpx.Request, response: httpx.Response) -> object:
        if request.url.path != LIST:
            return None
        items = [{"name": "nameless"}, *response.json()["items"][1:]]
        return {"items": items, "pagination": {}}

    bench.link.change = without_ids
    await bench.store.load()
    assert not bench.store.marks.toggle(row(bench, 0))
    assert bench.state.marked == frozenset()
    assert bench.store.marks.mark_all() == len(bench.keys) - 1


async def test_other_stores_have_other_marks(bench: Bench, time: FrozenTime) -> None:
    await bench.store.load()
    bench.store.marks.mark_all()
    other = bench.open()
    await other.load()
    assert other.state.marked == frozenset()
    await other.aclose()


@given(st.lists(st.tuples(st.sampled_from(["toggle", "to", "all", "clear"]), st.integers(0, 19))))
async def test_what_is_marked_is_known_and_counted(steps: list[tuple[str, int]]) -> None:
    bench = Bench(20, FrozenTime())
    await bench.store.load()
    marks, expected = bench.store.marks, set[str]()
    for what, number in steps:
        one = row(bench, number % len(bench.keys))
        if what == "toggle":
            marks.toggle(one)
            expected ^= {one.key}
        elif what == "all":
            marks.mark_all()
            expected = set(bench.keys)
        elif what == "clear":
            marks.clear()
            expected.clear()
        else:
            marks.mark_to(one)
            expected.add(one.key)
            assert bench.state.marked >= expected
            expected = set(bench.state.marked)
    assert bench.state.marked == expected
    assert [one.key for one in marks.rows] == [key for key in bench.keys if key in expected]
    await bench.store.aclose()
