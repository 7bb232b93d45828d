"""Marks by keys alone: what the frame tells, what Esc clears first, what they cost."""

from __future__ import annotations

from time import perf_counter

import pytest
from textual.widgets import Input

from tests.ui.app_host import NARROW, NOW, Explorer, drawn, press, settle
from tests.ui.test_instance_list import Host, rows
from tui.screens import list_words
from tui.settings import Settings
from tui.store.filter import parse
from tui.store.state import ListState
from tui.widgets.instance_list import MARK

SETTINGS = Settings(api_host="https://api.metorial.com")


def marked(explorer: Explorer) -> list[int]:
    """The numbers of the lines that bear a mark."""
    keys = explorer.store.state.marked
    return [at for at, row in enumerate(explorer.store.state.rows) if row.key in keys]


async def test_marks_go_by_keys_and_escape_clears_them_before_the_filter() -> None:
    explorer = Explorer()
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "slash", *"status:active", "enter")
        await settle(pilot, lambda: explorer.is_loaded)
        await press(pilot, "space", "space", "j", "space", "j", "j", "v")
        assert marked(explorer) == [0, 1, 3, 4, 5, 6]
        assert explorer.screen.instances.cursor == 6
        assert "Instances · 6 marked" in drawn(pilot)
        assert drawn(pilot).count(MARK) == 6
        await press(pilot, "k", "space")
        assert marked(explorer) == [0, 1, 3, 4, 6]
        first = explorer.names[0]
        await press(pilot, "slash")
        explorer.screen.filter_bar.query_one(Input).value = f'status:active "{first}"'
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.is_loaded)
        assert "5 marked," in drawn(pilot)
        assert "hidden by the filter" in drawn(pilot)
        await press(pilot, "escape")
        assert not explorer.store.state.marked
        assert MARK not in drawn(pilot)
        assert explorer.screen.filter_bar.text
        await press(pilot, "escape")
        assert not explorer.screen.filter_bar.text


async def test_all_are_marked_and_cleared_by_a_key_each_and_a_refresh_moves_none() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "space")
        key = explorer.store.marks.rows[0].key
        explorer.world.instances.get(key).status = "archived"  # type: ignore[union-attr]  # it is there
        await press(pilot, "ctrl+r")
        await settle(pilot, lambda: explorer.is_loaded and key not in explorer.names)
        assert explorer.store.state.marked == {key}
        assert "1 marked, 1 not in the list" in drawn(pilot)
        await press(pilot, "A")
        assert len(explorer.store.state.marked) == len(explorer.names) + 1
        await press(pilot, "u")
        assert not explorer.store.state.marked
        assert "marked" not in drawn(pilot)


@pytest.mark.parametrize(
    ("count", "hidden", "filter_text", "said"),
    [
        (0, 0, "", ""),
        (1, 0, "", "1 marked"),
        (1200, 3, "ada", "1,200 marked, 3 hidden by the filter"),
        (2, 1, "", "2 marked, 1 not in the list"),
    ],
)
def test_the_frame_tells(count: int, hidden: int, filter_text: str, said: str) -> None:
    keys = frozenset(str(number) for number in range(count))
    wanted = parse(filter_text, NOW)
    state = ListState(filter=wanted, marked=keys, marked_hidden=hidden)
    assert list_words.marked(state) == said
    assert ("d archives" in list_words.with_marked(state, SETTINGS)) is bool(count)
    assert "d archives" not in list_words.with_marked(state, SETTINGS._replace(read_only=True))


async def test_a_mark_draws_only_its_lines_and_many_cost_little() -> None:
    app = Host()
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        many = rows(100_000)
        app.shown.set_rows(many)
        await pilot.pause()
        before = list(app.lines())
        app.shown.marked = frozenset({"int_1", "int_50000"})
        after = list(app.lines())
        assert [
            at for at, pair in enumerate(zip(before, after, strict=True)) if len(set(pair)) > 1
        ] == [2]
        started = perf_counter()
        app.shown.marked = frozenset(row.key for row in many)
        assert perf_counter() - started < 0.5
        assert sum(line.startswith(MARK) for line in app.lines()) == 11
