"""Switching profiles: which there are, and what each is."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import Any

from textual.app import App

from tui.errors import NoOtherProfile
from tui.profile import KeySource, Profile
from tui.profiles import Profiles
from tui.screens.choice import ChoiceScreen, Line
from tui.settings import Settings
from tui.text import Display, clean

_SOURCES: dict[KeySource | None, str] = {
    None: "usual places",
    "keyring": "keyring",
    "env": "environment",
    "token_command": "token command",
    "cli": "official CLI",
    "file": "key file",
}


async def choose_profile(app: App[Any], profiles: Profiles, settings: Settings) -> Profile | None:
    """Ask which profile to use; return it, or None where none was chosen."""
    every = await asyncio.to_thread(profiles.all)
    names = [one.name for one in every]
    current = settings.profile.name
    screen = ChoiceScreen(
        "Profiles",
        _lines(every, settings),
        chosen=names.index(current) if current in names else 0,
        note=f"They are kept in {clean(profiles.file.path)}",
    )
    return await app.push_screen_wait(screen)


async def choose_other_profile(
    app: App[Any], profiles: Profiles, settings: Settings, title: str, note: str
) -> Profile | None:
    """Ask, under `title`, for a profile that is not in use; None: none was chosen.

    Raises:
        NoOtherProfile: There is none.
    """
    every = await asyncio.to_thread(profiles.all)
    others = [one for one in every if one.name != settings.profile.name]
    if not others:
        raise NoOtherProfile("There is no other profile. The settings file may name more.")
    return await app.push_screen_wait(ChoiceScreen(title, _lines(others, settings), note=note))


def _lines(profiles: Sequence[Profile], settings: Settings) -> list[Line[Profile]]:
    return [Line(_columns(one, settings), one) for one in profiles]


def _columns(profile: Profile, settings: Settings) -> tuple[Display, ...]:
    marks = {
        "in use": profile.name == settings.profile.name,
        "read-only": profile.read_only,
        "cannot be used": profile.fault is not None,
    }
    host = settings.with_profile(profile, os.environ).api_host.removeprefix("https://")
    words = (
        profile.title,
        host,
        _SOURCES[profile.key],
        ", ".join(mark for mark, true in marks.items() if true),
    )
    return tuple(clean(word) for word in words)
