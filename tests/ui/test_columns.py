"""The list's columns: chosen in a dialog, applied at once, kept with the profile and filters."""

from __future__ import annotations

import tomllib
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from tests.ui.app_host import NARROW, Explorer, drawn, on, press, settle
from tests.ui.test_reading import browse
from tui.models.columns import DEFAULT
from tui.profile import Profile
from tui.resources import BY_KIND
from tui.saved_filters import SavedFilter
from tui.screens.column_choice import ColumnChoiceScreen
from tui.screens.filter_name import FilterNameScreen
from tui.screens.sort_menu import SortMenu
from tui.settings_file import read_settings_file
from tui.store.sort import Sort
from tui.widgets.instance_list import InstanceList

TEAM = "metadata.team"
SHARED = SavedFilter("shared", "", TEAM, True, ("name", TEAM, "id"))


def explorer_in(folder: Path, profile: Profile | None = None) -> Explorer:
    """Return an explorer whose settings are in that folder."""
    file = folder / "config.toml"
    return Explorer(instances=60, settings_file=file, profile=profile or Profile())


def teams(explorer: Explorer) -> list[str | None]:
    return [dict(row.metadata).get("team") for row in explorer.screen.instances.rows]


async def choose(pilot: Pilot[None], *keys: str) -> None:
    """Press keys in the dialog, and close it."""
    await press(pilot, "C")
    await on(pilot, ColumnChoiceScreen)
    await press(pilot, *keys, "escape")


async def test_columns_are_applied_at_once_and_kept_with_the_profile(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('# Ours.\nlabel = "ours"\n')
    explorer = explorer_in(tmp_path)
    async with explorer.running(NARROW) as pilot:
        shown = explorer.screen.instances
        asked = len(explorer.wire.requests)
        await press(pilot, "C")
        await on(pilot, ColumnChoiceScreen)
        note = pilot.app.screen.query_one("#column-note", Static)
        # The name cannot be hidden; the status is, and comes back last.
        await press(pilot, "down", "space")
        assert "The name stays" in str(note.content)
        await press(pilot, "up", "space")
        assert shown.columns == DEFAULT[1:]
        await press(pilot, "space", "J", "J", "J")
        assert shown.columns == (*DEFAULT[1:], "status")
        await press(pilot, "r", "a", *"te")
        assert str(note.content) == "There are: team"
        await press(pilot, "escape")
        assert pilot.app.screen.query_one(Input).value == ""
        await press(pilot, "a", *"te", "tab", "enter")
        await settle(pilot, lambda: explorer.is_idle and any(teams(explorer)))
        assert shown.columns == (*DEFAULT, TEAM)
        await press(pilot, "K")
        assert file.read_text() == '# Ours.\nlabel = "ours"\n'
        await press(pilot, "escape")
        wanted = ["status", "name", "providers", TEAM, "updated"]
        await settle(pilot, lambda: tomllib.loads(file.read_text()).get("columns") == wanted)
        assert file.read_text().startswith('# Ours.\nlabel = "ours"\ncolumns = [')
        assert "team" in drawn(pilot)
        # It was at hand, so nobody was asked.
        assert len(explorer.wire.requests) == asked

        # The usual ones again are no entry of the file.
        await choose(pilot, "r")
        await settle(pilot, lambda: file.read_text() == '# Ours.\nlabel = "ours"\n')
        await settle(pilot, lambda: explorer.is_idle and set(teams(explorer)) == {None})


async def test_any_column_orders_the_list_and_the_cursor_stays(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path, Profile(columns=("name", TEAM, "updated")))
    async with explorer.running() as pilot:
        shown = explorer.screen.instances
        await press(pilot, *["down"] * 5)
        key = explorer.cursor
        await press(pilot, "o")
        await on(pilot, SortMenu)
        assert "1      team" in str(
            pilot.app.screen.query_one(OptionList).get_option_at_index(4).prompt
        )
        await press(pilot, "2")
        assert isinstance(pilot.app.screen, SortMenu), "no column has that number"
        await press(pilot, "1")
        await settle(pilot, lambda: explorer.store.state.sort == Sort(TEAM))
        assert explorer.cursor == key
        known = [team for team in teams(explorer) if team]
        assert known == sorted(known)
        assert teams(explorer)[: len(known)] == known
        assert explorer.said == [], "the first row is in sight"
        header = shown.render_line(0).text
        assert "team ▲" in header
        await pilot.click(InstanceList, offset=(header.index("team"), 0))
        await settle(pilot, lambda: explorer.store.state.sort == Sort(TEAM, True))
        assert teams(explorer)[: len(known)] == known[::-1]
        assert explorer.cursor == key


async def test_where_an_order_takes_the_cursor_away_it_is_said_how_to_come_to_the_first(
    tmp_path: Path,
) -> None:
    explorer = explorer_in(tmp_path, Profile(columns=("name", TEAM)))
    async with explorer.running(NARROW) as pilot:
        without = next(row for row in explorer.screen.instances.rows if not row.metadata[0][1])
        explorer.screen.instances.move_to_key(without.key)
        await press(pilot, "o")
        await on(pilot, SortMenu)
        await press(pilot, "1")
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.said == ["The cursor stays on its row; Home goes to the first."]
        assert explorer.cursor == without.key


async def test_a_saved_filter_brings_its_columns(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path)
    explorer.saved_filters.save(SHARED)
    explorer.saved_filters.save(SavedFilter("plain", "status:draft"))
    async with explorer.running() as pilot:
        screen = explorer.screen
        screen.apply_filter(SHARED)
        await settle(pilot, lambda: explorer.is_loaded and any(teams(explorer)))
        assert screen.instances.columns == SHARED.columns
        assert explorer.store.state.sort == Sort(TEAM, True)
        # By another name, with the columns that one sees.
        await press(pilot, "ctrl+s")
        await on(pilot, FilterNameScreen)
        await press(pilot, *["backspace"] * 6, *"again", "enter")
        await settle(pilot, lambda: "Saved as again." in explorer.said)
        assert explorer.saved_filters.named("again").columns == SHARED.columns
        # One that says nothing of columns shows the profile's own.
        screen.apply_filter(explorer.saved_filters.named("plain"))
        await settle(pilot, lambda: explorer.is_loaded and screen.filter_bar.text != "")
        assert screen.instances.columns == DEFAULT

        # A start, or a profile, that begins with it begins with its columns.
        await screen.switch_profile(Profile(filter="@shared"))
        await settle(pilot, lambda: explorer.is_loaded and any(teams(explorer)))
        assert screen.instances.columns == SHARED.columns


async def test_what_is_no_longer_at_hand_is_loaded_again(tmp_path: Path) -> None:
    explorer = explorer_in(tmp_path)
    async with explorer.running() as pilot:
        explorer.store._instances._documents.__init__(1)  # type: ignore[misc]  # all is dropped
        await choose(pilot, "a", *TEAM, "enter")
        await settle(pilot, lambda: explorer.is_loaded and any(teams(explorer)))
        assert "the list is loaded again" in explorer.said[-1]


async def test_what_cannot_be_kept_is_shown_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("columns = [\n")
    explorer = explorer_in(tmp_path)
    async with explorer.running() as pilot:
        await choose(pilot, "space")
        await settle(pilot, lambda: "is not changed" in "".join(explorer.said))
        assert explorer.screen.instances.columns == DEFAULT[1:]
        assert explorer.screen.own_columns == DEFAULT[1:]
    assert file.read_text() == "columns = [\n"


async def test_lists_of_other_objects_have_columns_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    explorer = explorer_in(tmp_path)
    async with explorer.running(NARROW) as pilot:
        screen = await browse(pilot, "identity_actor")
        [key, *_] = await screen._list.seen_metadata_keys()
        name = f"metadata.{key}"
        await choose(pilot, "a", *key, "enter", "K", "K")
        columns = ("status", "name", name, "type", "id")
        await settle(pilot, lambda: explorer.is_idle and file.exists())
        assert screen.objects.columns == columns
        assert tomllib.loads(file.read_text()) == {"columns_of": {"identity_actor": [*columns]}}
        # Not all of them fit: the last is scrolled to.
        assert screen.objects.render_line(0).text.rstrip().endswith(">")
        await press(pilot, "right")
        header = screen.objects.render_line(0).text
        assert header.startswith("<")
        assert "ID" in header
        assert key not in header
        # They are there whenever such a list is opened, and other kinds have theirs.
        await press(pilot, "escape")
        assert explorer.screen.settings.profile.columns_of == {"identity_actor": columns}
        assert (await browse(pilot, "identity_actor")).objects.columns == columns
        await press(pilot, "escape")
        assert (await browse(pilot, "session")).objects.columns == BY_KIND["session"].columns
        await press(pilot, "escape")

        await browse(pilot, "identity_actor")
        await choose(pilot, "r")
        await settle(pilot, lambda: file.read_text() == "")
    read = read_settings_file(file)
    assert read.problems == ()


async def test_a_start_shows_the_columns_that_the_file_names(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('columns_of = { session = ["name", "created_at"], provider = ["id"] }\n')
    read = read_settings_file(file)
    assert ["must have the column name" in one for one in read.problems] == [True]
    file.write_text('columns_of = { session = ["name", "created_at"] }\n')
    explorer = explorer_in(tmp_path, read_settings_file(file).profile(None))
    async with explorer.running(NARROW) as pilot:
        screen = await browse(pilot, "session")
        await settle(pilot, lambda: bool(screen.objects.rows))
        assert screen.objects.render_line(0).text.split() == ["Name", "Created"]
