"""Filters to come back to: saved by name, applied from each place, removed; recent; the first."""

from __future__ import annotations

from pathlib import Path

from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from tests.ui.app_host import NARROW, Explorer, drawn, on, press, settle
from tui.profile import Profile
from tui.saved_filters import SavedFilter, SavedFilters
from tui.screens.confirm import ConfirmScreen
from tui.screens.filter_name import FilterNameScreen
from tui.screens.saved_filters import SavedFiltersScreen
from tui.store.sort import BY_CREATION, Sort
from tui.widgets.completion_list import CompletionList

DRAFTS = SavedFilter("my [b]drafts", "status:draft", "name", True)


def explorer_in(folder: Path, *saved: SavedFilter, profile: Profile | None = None) -> Explorer:
    """Return an explorer whose settings and state are in that folder."""
    filters = SavedFilters(folder / "filters.toml")
    for one in saved:
        filters.save(one)
    return Explorer(
        instances=60,
        settings_file=folder / "config.toml",
        state_folder=folder / "state",
        profile=profile or Profile(),
    )


def statuses(explorer: Explorer) -> set[str]:
    return {row.status for row in explorer.screen.instances.rows}


async def is_listed_as(pilot: Pilot[None], explorer: Explorer, saved: SavedFilter) -> None:
    """Wait until the list is what a saved filter asks for, in its order."""
    bar = explorer.screen.filter_bar
    await settle(pilot, lambda: explorer.is_loaded and bar.text == saved.text)
    assert explorer.store.state.sort == Sort(saved.by, saved.reverse)
    assert statuses(explorer) == {"draft"}
    assert explorer.has_focus(explorer.screen.instances)


async def test_a_filter_is_saved_replaced_and_removed(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path)
    filters = explorer.saved_filters
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: bool(explorer.said))
        assert "nothing to save" in explorer.said[-1]
        await press(pilot, "apostrophe")
        await settle(pilot, lambda: "No filter is saved yet" in explorer.said[-1])

        await press(pilot, "slash", *"status:draft", "ctrl+s")
        await on(pilot, FilterNameScreen)
        await press(pilot, "enter")
        state = pilot.app.screen.query_one("#name-state", Static)
        assert "Type a name" in str(state.content)
        await press(pilot, *"mine", "enter")
        await settle(pilot, lambda: "Saved as mine." in explorer.said)
        assert filters.all() == (SavedFilter("mine", "status:draft"),)
        assert explorer.has_focus(explorer.screen.filter_bar.query_one(Input))

        # Another line by the same name; who has saved this line is offered its name.
        await press(pilot, "ctrl+s")
        await on(pilot, FilterNameScreen)
        assert pilot.app.screen.query_one(Input).value == "mine"
        await press(pilot, "escape")
        explorer.screen.filter_bar.text = "status:active"
        await settle(pilot, lambda: explorer.is_loaded)
        await press(pilot, "ctrl+s")
        await on(pilot, FilterNameScreen)
        await press(pilot, *"mine")
        state = pilot.app.screen.query_one("#name-state", Static)
        assert "Replaces: status:draft" in str(state.content)
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.said.count("Saved as mine.") == 2)
        assert filters.all() == (SavedFilter("mine", "status:active"),)

        await press(pilot, "enter", "apostrophe")
        await on(pilot, SavedFiltersScreen)
        await press(pilot, "d")
        await on(pilot, ConfirmScreen)
        await press(pilot, "enter")
        await on(pilot, SavedFiltersScreen)
        assert filters.all() != ()
        await press(pilot, "d")
        await on(pilot, ConfirmScreen)
        await press(pilot, "tab", "enter")
        await settle(pilot, lambda: pilot.app.screen is explorer.screen and not filters.all())


async def test_a_wrong_line_and_a_secret_are_not_saved(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path)
    async with explorer.running() as pilot:
        explorer.screen.filter_bar.text = "colour:red"
        await settle(pilot, lambda: bool(explorer.store.state.problems))
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: "Mend the filter line" in "".join(explorer.said))
        explorer.screen.filter_bar.text = "metorial_sk_0123456789abcdef"
        await settle(pilot, lambda: explorer.is_loaded)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: "looks like a secret" in "".join(explorer.said))
    assert explorer.saved_filters.all() == ()


async def test_saved_and_recent_ones_stand_below_the_empty_line(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path, DRAFTS)
    async with explorer.running() as pilot:
        await press(pilot, "slash", *"ada", "enter")
        await settle(pilot, lambda: explorer.is_loaded)
        await press(pilot, "escape", "slash", "down")
        below = explorer.screen.query_one(CompletionList)
        assert [one.label for one in below._items[:3]] == ["my [b]drafts", "ada", "status:"]
        assert "my [b]drafts" in drawn(pilot)
        await press(pilot, "enter")
        await is_listed_as(pilot, explorer, DRAFTS)
        assert "my [b]drafts" in drawn(pilot)

        # By Tab it is put into the line, to be typed on.
        await press(pilot, "escape", "slash", "down", "down", "tab")
        assert explorer.screen.filter_bar.text == "ada"
        assert not below.is_open
        await press(pilot, "escape", "down", "down", "enter")
        await settle(pilot, lambda: explorer.is_loaded and explorer.screen.filter_bar.text == "ada")
        assert explorer.has_focus(explorer.screen.instances)


async def test_enter_in_a_line_that_was_emptied_applies_nothing(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path, DRAFTS)
    async with explorer.running() as pilot:
        await press(pilot, "slash", "a", "backspace")
        assert not explorer.screen.query_one(CompletionList).is_open
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.is_loaded)
        assert explorer.screen.filter_bar.text == ""
        assert explorer.store.state.sort == BY_CREATION


async def test_one_is_applied_from_the_list_and_from_the_palette(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path, DRAFTS)
    async with explorer.running() as pilot:
        all_names = explorer.names
        await press(pilot, "apostrophe")
        await on(pilot, SavedFiltersScreen)
        await press(pilot, "enter")
        await is_listed_as(pilot, explorer, DRAFTS)

        # As with any other way to a list, one can go back.
        await press(pilot, "left_square_bracket")
        await settle(pilot, lambda: explorer.is_loaded and not explorer.screen.filter_bar.text)
        explorer.store.set_sort(BY_CREATION)
        assert explorer.names == all_names

        await press(pilot, "colon")
        await on(pilot, CommandPalette)
        await press(pilot, *"filter: my")
        offered = pilot.app.screen.query_one(OptionList)
        await settle(pilot, lambda: offered.option_count > 0)
        assert "filter: my [b]drafts" in drawn(pilot)
        await press(pilot, "enter")
        await is_listed_as(pilot, explorer, DRAFTS)


async def test_a_damaged_file_is_told_of_and_left_alone(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path)
    explorer.saved_filters.path.write_text('["mine"]\nfilter = 3\n')
    async with explorer.running() as pilot:
        await press(pilot, "apostrophe")
        await settle(pilot, lambda: "line 2: mine.filter" in "".join(explorer.said))
        await press(pilot, "slash", "down")
        first = explorer.screen.query_one(CompletionList).highlighted
        assert first is not None
        assert "line 2" in first.label
        await press(pilot, "escape", *"ada", "ctrl+s")
        await settle(pilot, lambda: "".join(explorer.said).count("line 2") == 2)
    assert explorer.saved_filters.path.read_text() == '["mine"]\nfilter = 3\n'


async def test_a_start_goes_on_with_the_line_of_the_last_one(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path)
    async with explorer.running() as pilot:
        await press(pilot, "slash", *"status:draft", "enter")
        await settle(pilot, lambda: explorer.is_loaded)
        # What is half typed is not gone on with.
        await press(pilot, "slash", *"ada")
    explorer = explorer_in(tmp_path)
    async with explorer.running() as pilot:
        assert explorer.screen.filter_bar.text == "status:draft"
        assert statuses(explorer) == {"draft"}
        await press(pilot, "escape")
        await settle(pilot, lambda: explorer.is_loaded and len(statuses(explorer)) > 1)
    explorer = explorer_in(tmp_path)
    async with explorer.running():
        assert explorer.screen.filter_bar.text == ""


async def test_a_profile_begins_with_its_filter(tmp_path: Path) -> None:
    profile = Profile(filter="@my [b]drafts")
    explorer = explorer_in(tmp_path, DRAFTS, profile=profile)
    async with explorer.running() as pilot:
        await is_listed_as(pilot, explorer, DRAFTS)
        explorer.saved_filters.remove(DRAFTS.name)
        await explorer.screen.switch_profile(profile)
        await settle(pilot, lambda: explorer.is_loaded and not explorer.screen.filter_bar.text)
        assert 'No filter is saved as "my [b]drafts"' in explorer.said[-1]
        assert len(statuses(explorer)) > 1
