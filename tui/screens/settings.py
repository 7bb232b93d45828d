"""The settings: what each is, where that was said, and another value for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.app import App
from textual.content import Content
from textual.widgets import OptionList, Static

from tui.errors import SettingsFileError
from tui.profile import DEFAULT, Profile
from tui.profiles import Profiles
from tui.screens.choice import ChoiceScreen, Line
from tui.screens.setting_value import SettingValueScreen
from tui.settings import Settings
from tui.settings_change import set_entry
from tui.settings_shown import (
    AT_THE_NEXT_START,
    CHOICES,
    TELLING_APART,
    TYPED,
    Setting,
    in_words,
    settings_shown,
)
from tui.text import Display, clean
from tui.toml_file import loads

ONLY_NOW = Display("The demo's settings are kept until you leave.")


@dataclass(frozen=True, slots=True)
class Value:
    """What a setting is to be; None: what it is without a word."""

    value: object


async def change_settings(
    app: App[Any],
    settings: Settings,
    profiles: Profiles,
    take: Callable[[Profile], None],
) -> None:
    """Show the settings, and change them until the user leaves; `take` is given each profile."""
    if settings.demo:
        app.notify(ONLY_NOW, markup=False)
    at: int | None = None
    while True:
        document = await asyncio.to_thread(_document, profiles.file.path)
        found = settings_shown(settings, document, os.environ)
        if at is None:
            at = next(place for place, one in enumerate(found) if one.can_be_changed)
        chosen = await app.push_screen_wait(SettingsScreen(found, profiles.file.path, at))
        if chosen is None:
            return
        at = found.index(chosen)
        wanted = await _ask(app, chosen, getattr(settings.profile, chosen.name))
        if wanted is None:
            continue
        try:
            value = await _keep(settings, profiles, chosen.name, wanted.value)
        except SettingsFileError as error:
            app.notify(clean(error), severity="error", markup=False)
            continue
        settings = settings._replace(profile=settings.profile._replace(**{chosen.name: value}))
        take(settings.profile)


async def _ask(app: App[Any], setting: Setting, now: object) -> Value | None:
    """Ask for another value; None: it stays."""
    name = setting.name
    if name in TYPED:
        screen = SettingValueScreen(setting, "" if now is None else str(now))
        typed = await app.push_screen_wait(screen)
        return None if typed is None else Value(typed.value)
    values = CHOICES[name] or tuple(sorted(app.available_themes))
    lines = [Line((Display("without a word"),), Value(None))]
    lines += [Line((clean(in_words(name, value)),), Value(value)) for value in values]
    at = values.index(now) + 1 if now in values else 0
    title = f"Setting {name}"
    return await app.push_screen_wait(ChoiceScreen(title, lines, chosen=at, note=setting.meaning))


async def _keep(settings: Settings, profiles: Profiles, name: str, value: object) -> Any:
    """Write a setting into the file, and return what it is by that.

    Raises:
        SettingsFileError: It could not be kept.
    """
    usual = getattr(Profile(), name)
    if settings.demo:
        return usual if value is None else value
    path, profile = profiles.file.path, settings.profile.name
    await asyncio.to_thread(set_entry, path, profile, name, value, usual)
    written = (await asyncio.to_thread(profiles.read_again)).file.profiles
    return getattr(written.get(profile, written[DEFAULT]), name)


def _document(path: Path) -> dict[str, Any]:
    """Return what the file holds; what is wrong with it was said at the start."""
    try:
        return loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}


class SettingsScreen(ChoiceScreen[Setting]):
    """Dismissed with the setting to change, or with None."""

    NEXT = "Enter change · Esc close"
    WIDEST: ClassVar[int] = 26

    def __init__(self, settings: tuple[Setting, ...], path: Path, at: int = 0) -> None:
        """Show `settings` of the file at `path`, with the cursor on number `at`."""
        lines = [Line((clean(one.name), one.value, one.source), one) for one in settings]
        super().__init__("Settings", lines, chosen=at, note=" ")
        self._settings = settings
        self._path = clean(path)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the setting means, and how it is changed."""
        event.stop()
        one = self._settings[event.option_index]
        how = "From the next start on." if one.name in AT_THE_NEXT_START else ""
        if not one.can_be_changed:
            how = self._elsewhere(one)
        whole = f"\n{one.value}" if cell_len(one.value) > self.WIDEST else ""
        words = Content(f"{one.name}: {one.meaning}. {how}{whole}")
        self.query_one(".choice-note", Static).update(words)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change what can be changed here; of all else say where that is."""
        one = self._settings[event.option_index]
        if not one.can_be_changed:
            event.prevent_default()
            self.notify(self._elsewhere(one), severity="warning", markup=False)

    def _elsewhere(self, setting: Setting) -> Display:
        """Say where a setting is changed that is not changed here."""
        if setting.name in ("columns", "columns_of"):
            return Display("They are changed in the list.")
        if setting.name in TELLING_APART:
            return Display(f"This profile has none, as {self._path} has no table of it.")
        return Display(f"It is changed in {self._path} alone.")
