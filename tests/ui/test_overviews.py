"""Two instances compared, and what is loaded counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.widgets import Input, OptionList, Static

from tests.ui.app_host import NARROW, NO_KEY, WIDE, Explorer, drawn, on, press, settle
from tui.connect import Connection
from tui.profile import Profile
from tui.screens.choice import ChoiceScreen
from tui.screens.compare import CompareScreen
from tui.screens.picker import PickerScreen
from tui.screens.summary import SummaryScreen
from tui.settings import Settings
from tui.widgets.column_layout import in_sight
from tui.widgets.difference_list import DifferenceRow
from tui.widgets.group_list import GroupList, bar
from tui.widgets.object_list import least_for, widths_for

WORK = Profile(name="work", host="https://work.example", label="Work EU")


def pair(row: DifferenceRow) -> tuple[str | None, str | None]:
    return row.difference.left, row.difference.right


async def test_the_two_that_are_marked_are_compared() -> None:
    explorer = Explorer()
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "equals_sign")
        await settle(pilot, lambda: bool(explorer.said))
        assert "Mark two instances" in explorer.said[-1]
        first, second = explorer.names[:2]
        await press(pilot, "space", "equals_sign")
        await on(pilot, CompareScreen)
        screen = pilot.app.screen
        assert isinstance(screen, CompareScreen)
        await pilot.pause()
        shown = len(screen.listed.rows)
        assert "name" in drawn(pilot)
        whole = str(screen.query_one(".overview-whole", Static).content)
        assert f"{first}: {first}" in whole
        assert f"{second}: {second}" in whole
        # What came by its ID alone is called by its name, too, once that is known.
        left, right = (
            found.integration.entry
            for row in explorer.store.state.rows[:2]
            if (found := explorer.world.instances.get(row.key))
        )
        ids = (f"{left.name}  {left.id}", f"{right.name}  {right.id}")
        await settle(pilot, lambda: ids in [pair(one) for one in screen.listed.rows])
        await press(pilot, "i")
        assert len(screen.listed.rows) > shown
        assert "id" in {one.difference.words[-1] for one in screen.listed.rows}
        await press(pilot, "i", "j", "j", "escape")
        assert pilot.app.screen is explorer.screen


class TwoProfiles(Explorer):
    """An explorer whose profile `work` is of a sandbox of its own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(profiles=[Profile(), WORK], **options)
        self.work = Explorer(instances=60)

    def open(self, settings: Settings, *args: Any, **options: Any) -> Connection:
        there = settings.profile.name == WORK.name
        return (self.work.open if there else super().open)(settings, *args, **options)


async def test_an_instance_is_compared_with_one_of_another_profile() -> None:
    explorer = TwoProfiles(instances=30)
    async with explorer.running(WIDE) as pilot:
        row = next(one for one in explorer.store.state.rows if one.status == "active")
        explorer.screen.instances.move_to_key(row.key)
        await settle(pilot, lambda: explorer.shown == row.key)
        for one in explorer.work.world.instances:
            one.name = f"Not {row.key}"
        other = next(one for one in explorer.work.world.instances if one.status == "active")
        other.name, other.description = row.name, "Only there."
        before = explorer.screen.settings
        await press(pilot, "equals_sign")
        await on(pilot, ChoiceScreen)
        assert "Work EU" in drawn(pilot)
        assert "default" not in drawn(pilot)
        await press(pilot, "enter")
        await on(pilot, PickerScreen)
        options = pilot.app.screen.query_one(OptionList)
        await settle(pilot, lambda: options.option_count > 0)
        # Its ID is unknown there, so its name is looked for.
        assert pilot.app.screen.query_one(Input).value == row.name
        await press(pilot, "enter")
        await on(pilot, CompareScreen)
        screen = pilot.app.screen
        assert isinstance(screen, CompareScreen)
        await settle(pilot, lambda: bool(screen.listed.rows))
        assert screen.listed.names == (f"default: {row.name}", f"Work EU: {row.name}")
        said = {str(one.difference.words[-1]): one.difference.right for one in screen.listed.rows}
        assert said["description"] == "Only there."
        here = explorer.world.instances.get(row.key)
        assert here is not None
        # By their IDs alone all integrations differ; what counts is their names.
        apart = here.integration.entry.name != other.integration.entry.name
        assert ("integration" in said) == apart
        assert explorer.work.wire.closed
        assert {one.method for one in explorer.work.wire.requests} == {"GET"}
        assert explorer.work.opened[-1].is_read_only
        # Nothing of the profile in use changed, and it goes on.
        assert explorer.screen.settings == before
        assert not explorer.wire.closed
        asked = len(explorer.work.wire.requests)
        explorer.work.key = None
        await press(pilot, "p", "enter")
        await settle(pilot, lambda: explorer.said[-1] == NO_KEY)
        assert len(explorer.work.wire.requests) == asked
        assert pilot.app.screen is screen


async def test_what_is_loaded_is_counted_and_filtered_by() -> None:
    explorer = Explorer()
    async with explorer.running(WIDE) as pilot:
        before = len(explorer.names)
        await press(pilot, "number_sign")
        await on(pilot, SummaryScreen)
        listed = pilot.app.screen.query_one(GroupList)
        names = {one.id: one.name for one in explorer.world.catalogue.integrations}
        await settle(pilot, lambda: listed.rows[0].title in names.values())
        assert sum(one.count for one in listed.rows) == before
        assert len(explorer.wire.sent("GET", "/integrations")) == 1
        assert f"{before} instances counted: all that the filter asks for" in drawn(pilot)
        chosen = listed.rows[1]
        await press(pilot, "tab", "shift+tab", "down", "enter")
        await settle(pilot, lambda: explorer.is_loaded and len(explorer.names) < before)
        assert explorer.screen.filter_bar.text == f"integration:{chosen.key}"
        assert len(explorer.names) == chosen.count
        assert f"Instances · integration: {chosen.title}" in drawn(pilot)
        await press(pilot, "left_square_bracket")
        await settle(pilot, lambda: explorer.is_loaded and len(explorer.names) == before)
        # Of what no filter can ask for, it says so.
        await press(pilot, "number_sign")
        await on(pilot, SummaryScreen)
        await press(pilot, "shift+tab")
        listed = pilot.app.screen.query_one(GroupList)
        nobody = next(at for at, one in enumerate(listed.rows) if one.title == "none")
        listed.cursor = nobody
        await press(pilot, "enter")
        assert explorer.said[-1] == "The API cannot list those without an actor."


def test_a_bar_is_as_long_as_its_share() -> None:
    assert bar(0, 10) == ""
    assert bar(0.0001, 10) == "■"
    assert bar(0.25, 8) == "■■"
    assert bar(1, 10) == "■" * 10


def shown(columns: Sequence[str], width: int, skip: int = 0) -> dict[str, int]:
    """Return the columns in sight of a list of other objects, and their cells."""
    at = columns.index("name")
    names = [columns[one] for one in in_sight(least_for(columns, width), at, width, skip).places]
    return dict(zip(names, widths_for(names, width), strict=True))


def test_names_and_descriptions_share_what_others_leave() -> None:
    columns = ("status", "name", "description", "id")
    assert widths_for(columns, 78) == (10, 20, 20, 20)
    assert widths_for(columns, 78, {"name": 10, "description": 60}) == (10, 16, 24, 20)
    assert widths_for(columns, 78, {"name": 90, "description": 20}) == (10, 20, 20, 20)


def test_columns_out_of_sight_are_scrolled_to() -> None:
    columns = ("status", "name", "description", "created_at", "id")
    assert list(shown(columns, 90)) == list(columns)
    assert list(shown(columns, 62)) == ["status", "name", "description", "created_at"]
    assert list(shown(columns, 62, 1)) == ["status", "name", "created_at", "id"]
    assert list(shown(columns, 62, 9)) == ["status", "name", "id"]
    for width in range(20, 140):
        sizes = shown(columns, width)
        assert min(sizes.values()) >= 1
        assert sum(sizes.values()) + 2 * (len(sizes) - 1) + 2 <= max(width, 28)
