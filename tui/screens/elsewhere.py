"""An instance of another profile: it is looked for there, read, and the connection closed."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tui.errors import ApiError
from tui.models import outline
from tui.models.outline import Node
from tui.screens.picker import PickerScreen
from tui.screens.profile_choice import choose_other_profile
from tui.text import Display, clean

if TYPE_CHECKING:
    from textual.app import App

    from tui.profile import Profile
    from tui.profiles import Profiles
    from tui.screens.opener import Opener
    from tui.settings import Settings
    from tui.store.store import Store

NOTE = "Two of this profile: mark them with Space, then = compares them."
_MOMENT = 1.5
"""Seconds that it says where it connects to; a key may take a while to be had."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Reads instances of the profiles that are not in use, and changes nothing anywhere.

    Attributes:
        opener: Finds a profile's key and connects, as when one switches to it.
        profiles: Which there are.
        settings: The settings in use, which stay so.
    """

    opener: Opener
    profiles: Profiles
    settings: Settings

    async def counterpart(self, app: App[Any], root: Node) -> tuple[Display, Node] | None:
        """Ask for a profile and there for an instance to compare `root` with.

        Returns what the profile is called and the instance, or None where none was chosen.

        Raises:
            UsageError: There is no other profile, or it cannot be used.
            CredentialsError: It has no key.
            ApiError: The instance could not be had.
        """
        title = Display(f"Compare {root.label} with an instance of")
        profile = await choose_other_profile(app, self.profiles, self.settings, title, NOTE)
        if profile is None:
            return None
        words = Display(f"Connecting as {clean(profile.title, 40)} …")
        app.notify(words, timeout=_MOMENT, markup=False)
        connection = await asyncio.to_thread(self.opener, self._settings_of(profile))
        try:
            document = await _choose_instance(app, connection.store, profile, root)
        finally:
            await connection.store.aclose()
        return None if document is None else (clean(profile.title, 40), outline.root(document))

    def _settings_of(self, profile: Profile) -> Settings:
        """Return the settings to read a profile's instances with: nothing is kept or written."""
        return replace(
            self.settings.with_profile(profile, os.environ),
            demo=False,
            filter_text=None,
            instance_id=None,
            read_only=True,
            keeps_lists=False,
        )


async def _choose_instance(
    app: App[Any], store: Store, profile: Profile, root: Node
) -> dict[str, Any] | None:
    """Return the instance that the user picks: that of the same ID or name is offered first."""
    if store.needs_environment:
        from tui.screens.environment_choice import choose_environment

        chosen = await choose_environment(app, await store.environments())
        if chosen is None:
            return None
        store.enter(chosen)
    title = Display(f"An instance of {clean(profile.title, 40)}")
    text = await _begin_with(store, root)
    picker = PickerScreen(title, "integration_instance", store.lookup, text=text)
    choice = await app.push_screen_wait(picker)
    return await store.fetch(choice.id) if choice is not None else None


async def _begin_with(store: Store, root: Node) -> str:
    """Return what to look for: the instance's own ID, where it is known there, else its name."""
    name = root.value.get("name") if isinstance(root.value, dict) else None
    named = name if isinstance(name, str) else ""
    if root.id is None:
        return named
    try:
        found = await store.lookup.name_of("integration_instance", root.id)
    except ApiError:
        return named  # What is wrong is said where the list is asked for.
    return root.id if found is not None else named
