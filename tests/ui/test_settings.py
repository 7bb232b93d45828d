"""Settings are looked at, changed where they stand, and kept in the file as people wrote it."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from tests.ui.app_host import NARROW, Explorer, drawn, on, press, settle
from tui.screens.choice import ChoiceScreen
from tui.screens.setting_value import SettingValueScreen
from tui.screens.settings import SettingsScreen
from tui.settings_file import ENTRIES, read_settings_file

FILE = """\
# mine
theme = "nord"  # as at home

[profiles.work]
label = "Work EU"
"""


def explorer_of(file: Path) -> Explorer:
    """An explorer whose profile is the file's `work`."""
    file.write_text(FILE, encoding="utf-8")
    read = read_settings_file(file)
    return Explorer(instances=10, profile=read.profile("work"), settings_file=file)


async def pick(pilot: Pilot[None], name: str) -> None:
    """Choose the setting of that name."""
    await on(pilot, SettingsScreen)
    pilot.app.screen.query_one(OptionList).highlighted = list(ENTRIES).index(name)
    await press(pilot, "enter")


async def test_settings_are_changed_where_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    explorer = explorer_of(file)
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "comma")
        await on(pilot, SettingsScreen)
        at = pilot.app.screen.query_one(OptionList).highlighted
        assert at == list(ENTRIES).index("label"), "the first that can be changed here"
        await pick(pilot, "host")
        assert explorer.said[-1] == f"It is changed in {file} alone."
        assert isinstance(pilot.app.screen, SettingsScreen)

        await pick(pilot, "page_size")
        await on(pilot, SettingValueScreen)
        pilot.app.screen.query_one(Input).value = "500"
        await press(pilot, "enter")
        state = pilot.app.screen.query_one("#name-state", Static)
        assert str(state.content) == "It must be a number from 1 to 100."
        pilot.app.screen.query_one(Input).value = "50"
        await press(pilot, "enter")
        await on(pilot, SettingsScreen)
        assert file.read_text() == FILE + "page_size = 50\n"
        assert "50" in drawn(pilot)

        await pick(pilot, "theme")
        await on(pilot, ChoiceScreen)
        names = sorted(pilot.app.available_themes)
        pilot.app.screen.query_one(OptionList).highlighted = names.index("gruvbox") + 1
        await press(pilot, "enter")
        await settle(pilot, lambda: pilot.app.theme == "gruvbox")
        assert file.read_text() == f'{FILE}page_size = 50\ntheme = "gruvbox"\n'

        await pick(pilot, "page_size")
        await on(pilot, SettingValueScreen)
        pilot.app.screen.query_one(Input).value = ""
        await press(pilot, "enter")
        await on(pilot, SettingsScreen)
        assert file.read_text() == f'{FILE}theme = "gruvbox"\n'
        await press(pilot, "escape")
        assert explorer.screen.settings.profile.page_size == 100
        assert explorer.screen.settings.profile.theme == "gruvbox"


async def test_a_file_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    explorer = explorer_of(file)
    async with explorer.running(NARROW) as pilot:
        file.write_text("broken = [", encoding="utf-8")
        await press(pilot, "comma")
        await pick(pilot, "follow_seconds")
        await on(pilot, SettingValueScreen)
        pilot.app.screen.query_one(Input).value = "30"
        await press(pilot, "enter")
        await on(pilot, SettingsScreen)
        assert "is not changed" in explorer.said[-1]
        assert file.read_text() == "broken = ["
        assert explorer.screen.settings.profile.follow_seconds == 10


async def test_the_lists_keys_move_there_too(tmp_path: Path) -> None:
    explorer = explorer_of(tmp_path / "config.toml")
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "comma")
        await on(pilot, SettingsScreen)
        lines = pilot.app.screen.query_one(OptionList)
        begun = lines.highlighted
        assert begun is not None
        moves = {"j": begun + 1, "k": begun, "G": lines.option_count - 1, "g": 0}
        for key, place in moves.items():
            await press(pilot, key)
            assert lines.highlighted == place
