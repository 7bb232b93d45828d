"""The list of instances: cursor and place, messages, columns, what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.message import Message

from tui.models.row import InstanceRow
from tui.stylesheets import stylesheet
from tui.widgets.instance_list import InstanceList

NOW = datetime(2026, 2, 1, tzinfo=UTC)


def row(number: int, **fields: Any) -> InstanceRow:
    item = {
        "id": f"int_{number}",
        "status": "active",
        "name": f"Instance {number}",
        "providers": [{"provider": {"id": "pro_1", "name": "github"}}],
        "updated_at": (NOW - timedelta(hours=number)).isoformat(),
        **fields,
    }
    return InstanceRow.from_item(item, f"row {number}")


def rows(count: int) -> list[InstanceRow]:
    return [row(number) for number in range(count)]


class Host(App[None]):
    CSS_PATH = [stylesheet("app"), stylesheet("panes")]  # noqa: RUF012  # as Textual has it

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Message] = []

    def compose(self) -> ComposeResult:
        yield InstanceList(clock=lambda: NOW)

    def on_virtual_list_highlighted(self, event: InstanceList.Highlighted) -> None:
        self.seen.append(event)

    def on_virtual_list_opened(self, event: InstanceList.Opened) -> None:
        self.seen.append(event)

    def on_virtual_list_near_end(self, event: InstanceList.NearEnd) -> None:
        self.seen.append(event)

    def on_instance_list_sort_requested(self, event: InstanceList.SortRequested) -> None:
        self.seen.append(event)

    def on_columned_list_load_all_requested(self, event: InstanceList.LoadAllRequested) -> None:
        self.seen.append(event)

    def keys(self, kind: type[InstanceList.Highlighted | InstanceList.Opened]) -> list[str | None]:
        return [event.key for event in self.seen if isinstance(event, kind)]

    def count(self, kind: type[Message]) -> int:
        return sum(isinstance(event, kind) for event in self.seen)

    @property
    def shown(self) -> InstanceList:
        return self.query_one(InstanceList)

    def lines(self) -> Iterator[str]:
        for y in range(self.shown.size.height):
            yield self.shown.render_line(y).text


@pytest.fixture
def app() -> Host:
    return Host()


async def test_the_cursor_stays_on_its_row_and_its_line(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(50))
        await pilot.press(*["down"] * 20)
        line = app.shown.cursor - app.shown.scroll_offset.y
        assert app.shown.cursor_key == "int_20"
        app.shown.set_rows([row(1000), row(1001), *rows(50)])
        await pilot.pause()
        assert (app.shown.cursor_key, app.shown.cursor) == ("int_20", 22)
        assert app.shown.cursor - app.shown.scroll_offset.y == line
        assert app.keys(InstanceList.Highlighted)[-1] == "int_20"


async def test_a_vanished_row_leaves_the_cursor_at_its_index(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(10))
        await pilot.press("j", "j", "j")
        app.shown.set_rows([one for one in rows(10) if one.key != "int_3"])
        await pilot.pause()
        assert (app.shown.cursor, app.shown.cursor_key) == (3, "int_4")
        assert app.keys(InstanceList.Highlighted)[-1] == "int_4"


async def test_an_empty_answer_does_not_lose_the_row(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(10))
        await pilot.press("j", "j")
        app.shown.set_rows([])
        await pilot.press("j", "enter", "pagedown", "G")
        assert app.shown.cursor_key is None
        assert app.keys(InstanceList.Highlighted)[-1] is None
        app.shown.set_rows(rows(10))
        assert app.shown.cursor_key == "int_2"


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        (["G"], 99),
        (["end", "g"], 0),
        (["pagedown"], 10),
        (["ctrl+d"], 5),
        (["G", "pageup", "ctrl+u"], 84),
        (["k"], 0),
        (["down", "j", "up"], 1),
    ],
)
async def test_keys_move_the_cursor(app: Host, keys: list[str], at: int) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(100))
        await pilot.press(*keys)
        assert app.shown.cursor == at
        top = app.shown.scroll_offset.y
        assert top <= at < top + 11


async def test_enter_opens_and_l_asks_for_all(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(3))
        await pilot.press("j", "enter", "L")
        await pilot.pause()
        assert app.keys(InstanceList.Opened) == ["int_1"]
        assert app.count(InstanceList.LoadAllRequested) == 1


async def test_new_is_the_screens_business(app: Host) -> None:
    made = []
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.screen.action_new = lambda: made.append("new")  # type: ignore[attr-defined]  # a stub
        await pilot.press("n")
    assert made == ["new"]


async def test_near_the_end_it_says_so_once(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(100))
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        assert app.count(InstanceList.NearEnd) == 0
        await pilot.press("G", "k", "k", "G")
        await pilot.pause()
        assert app.count(InstanceList.NearEnd) == 1
        app.shown.set_rows(rows(105))
        await pilot.pause()
        assert app.count(InstanceList.NearEnd) == 2


async def test_scrolling_to_the_end_counts_too(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(60))
        await pilot.pause()
        app.shown.scroll_to(y=45, animate=False)
        await pilot.pause()
        assert app.count(InstanceList.NearEnd) == 1


async def test_the_mouse_moves_then_opens(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(30))
        await pilot.pause()
        app.shown.scroll_to(y=5, animate=False)
        await pilot.pause()
        await pilot.click(InstanceList, offset=(10, 3))
        assert app.shown.cursor_key == "int_7"
        assert app.keys(InstanceList.Opened) == []
        await pilot.click(InstanceList, offset=(10, 3))
        assert app.keys(InstanceList.Opened) == ["int_7"]
        await pilot.click(InstanceList, offset=(10, 0))
        assert app.keys(InstanceList.Opened) == ["int_7"]


async def test_move_to_key(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(100))
        assert app.shown.move_to_key("int_70")
        await pilot.pause()
        assert app.keys(InstanceList.Highlighted)[-1] == "int_70"
        assert not app.shown.move_to_key("int_700")


async def test_all_cells_align_whatever_the_text(app: Host) -> None:
    names = ["plain", "日本語の名前" * 12, "👍😀" * 30, "e\u0301" * 50, "[b]x[/b] \x1b[31m", ""]
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        for width in (24, 39, 40, 57, 58, 80, 120, 200):
            await pilot.resize_terminal(width, 12)
            app.shown.set_rows([row(n, name=name) for n, name in enumerate(names)])
            await pilot.pause()
            lines = list(app.lines())
            # The last cell is the scrollbar's, whether it is shown or not.
            assert {cell_len(line) for line in lines} == {width - 1}
            ages = [line.rstrip() for line in lines[1:7]]
            if width > 40:
                assert {cell_len(line) for line in ages} == {width - 2}
            assert not any("\x1b" in line for line in lines)


async def test_columns_that_do_not_fit_are_scrolled_to(app: Host) -> None:
    async with app.run_test(size=(61, 12), notifications=True) as pilot:
        app.shown.columns = ("status", "name", "id", "integration", "updated", "metadata.team")
        metadata = {"team": "red", "tier": 1}
        item = {"id": "int_1", "name": "Ada", "integration_id": "igr_1", "metadata": metadata}
        app.shown.set_rows([InstanceRow.from_item(item, "", ["team"]), row(2)])
        app.shown.focus()
        await pilot.pause()
        seen = [next(app.lines())]
        for _ in range(5):
            await pilot.press("right")
            seen.append(next(app.lines()))
        titles = [line.split() for line in seen]
        assert titles[0] == ["Status", "Name", "ID", ">"]
        assert titles[1] == ["<Status", "Name", "Integration", "Updated>"]
        assert titles[2] == titles[5] == ["<Status", "Name", "Updated", "team"]
        assert list(app.lines())[1].split()[1:] == ["unknown", "Ada", "-", "red"]
        # What a row was not read for is not taken for nothing.
        assert list(app.lines())[2].split()[-1] == "…"
        await pilot.press("h", "left", "h")
        assert next(app.lines()) == seen[0]
        await pilot.resize_terminal(120, 12)
        await pilot.pause()
        assert "team" in next(app.lines())


async def test_a_title_that_is_clicked_asks_for_its_order(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_state(rows(3), "id", False)
        await pilot.pause()
        header = next(app.lines())
        assert "Name (by ID ▲)" in header
        await pilot.click(InstanceList, offset=(header.index("Providers"), 0))
        await pilot.click(InstanceList, offset=(header.index("Updated"), 0))
        asked = [one.by for one in app.seen if isinstance(one, InstanceList.SortRequested)]
        assert asked == ["providers", "updated"]


async def test_status_is_a_shape_and_a_word(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        statuses = ["active", "draft", "archived", "deleted", "paused"]
        app.shown.set_rows([row(n, status=status) for n, status in enumerate(statuses)])
        await pilot.pause()
        shapes = [line.split()[:2] for line in app.lines()][1:6]
        assert [word for _, word in shapes] == statuses
        assert len({shape for shape, _ in shapes}) == 5
        await pilot.resize_terminal(44, 12)
        assert [line[1] for line in app.lines()][1:6] == [shape for shape, _ in shapes]


async def test_a_broken_row_says_what_is_wrong(app: Host) -> None:
    async with app.run_test(size=(120, 12), notifications=True) as pilot:
        app.shown.set_rows([row(0, providers=3), InstanceRow.from_item(None, "row 1")])
        await pilot.pause()
        lines = list(app.lines())
        assert "! providers is not a list of objects" in lines[1]
        assert "! not an object" in lines[2]


async def test_the_header_marks_the_order(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True):
        for by, reverse, title in (
            ("updated", False, "Updated ▼"),
            ("updated", True, "Updated ▲"),
            ("name", False, "Name ▲"),
            ("status", True, "Status ▼"),
            ("created", False, "Name (by creation ▼)"),
        ):
            app.shown.set_state(rows(3), by, reverse)
            assert title in next(app.lines())


async def test_without_rows_it_says_why(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.empty_text = Content("No instance matches. [b]Esc[/b] clears the filter.")
        await pilot.pause()
        said = [line for line in app.lines() if "[b]Esc[/b]" in line]
        assert len(said) == 1
        assert {cell_len(line) for line in app.lines()} == {79}


async def test_ages_are_told_when_they_are_drawn(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows([row(5)])
        await pilot.pause()
        assert list(app.lines())[1].split()[-1] == "5h"


async def test_marks_dimming_and_news_change_how_rows_look(app: Host) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(3))
        await pilot.pause()

        def looks() -> list[object]:
            return [segment.style for segment in app.shown.render_line(2)]

        before = looks()
        app.shown.match = ("instance", "1")
        assert any(segment.style.underline for segment in app.shown.render_line(2) if segment.style)
        app.shown.match = ()
        app.shown.highlight = frozenset({"int_1"})
        assert looks() != before
        app.shown.highlight = frozenset()
        app.shown.dimmed = True
        assert looks() != before


async def test_moving_redraws_two_lines(app: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(80, 12), notifications=True) as pilot:
        app.shown.set_rows(rows(50))
        await pilot.pause()
        asked: list[tuple[Region, ...]] = []
        monkeypatch.setattr(app.shown, "refresh", lambda *regions, **_: asked.append(regions))
        app.shown.action_move(1)
        assert asked == [(Region(0, 1, 79, 1), Region(0, 2, 79, 1))]


async def test_the_number_of_rows_costs_nothing(app: Host) -> None:
    many = rows(100_000)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.shown.set_rows(many)
        app.shown.action_bottom()
        again = [row(-1), *many]
        began = perf_counter()
        app.shown.set_rows(again)
        # Generous, for a busy machine: it takes about 15 ms.
        assert perf_counter() - began < 0.5
        await pilot.pause()
        assert app.shown.cursor == 100_000
