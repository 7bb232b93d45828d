"""An instance of another profile: it is looked for there, read, and the connection closed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.errors import ApiError
from tui.models import outline
from tui.models.outline import Node
from tui.models.reference import unnamed_in
from tui.resources import Kind
from tui.screens.names import names_of
from tui.screens.picker import PickerScreen
from tui.screens.profile_choice import choose_other_profile
from tui.text import Display, clean

if TYPE_CHECKING:
    from textual.app import App

    from tui.profile import Profile
    from tui.profiles import Profiles
    from tui.screens.opener import Opener
    from tui.settings import Settings
    from tui.store.lookup import Lookup
    from tui.store.store import Store

NOTE = "Two of this profile: mark them with Space, then = compares them."
_KIND: Kind = "integration_instance"
_MOMENT = 1.5
"""Seconds that it says where it connects to; a key may take a while to be had."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """An instance of another profile.

    Attributes:
        profile: What the profile is called.
        root: The instance.
        names: What the objects are called, by ID, that it tells nothing else of.
    """

    profile: Display
    root: Node
    names: Mapping[str, Display]


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

    async def counterpart(self, app: App[Any], root: Node) -> Counterpart | None:
        """Ask for a profile and there for an instance to compare `root` with.

        Returns None where none was chosen.

        Raises:
            UsageError: There is no other profile, or it cannot be used.
            CredentialsError: It has no key.
            ApiError: The instance could not be had.
        """
        profile = await choose_other_profile(
            app, self.profiles, self.settings, "Compare with an instance of", NOTE
        )
        if profile is None:
            return None
        title = clean(profile.title, 40)
        app.notify(Display(f"Connecting as {title} …"), timeout=_MOMENT, markup=False)
        connection = await asyncio.to_thread(self.opener, self._settings_of(profile))
        store = connection.store
        try:
            document = await _choose_instance(app, store, title, root)
            if document is None:
                return None
            there = outline.root(document)
            return Counterpart(title, there, await names_of(store.lookup, unnamed_in(there)))
        finally:
            await store.aclose()

    def _settings_of(self, profile: Profile) -> Settings:
        """Return the settings to read a profile's instances with: nothing is kept or written."""
        return self.settings.with_profile(profile, os.environ)._replace(
            demo=False,
            filter_text=None,
            instance_id=None,
            read_only=True,
            keeps_lists=False,
        )


async def _choose_instance(
    app: App[Any], store: Store, profile: Display, root: Node
) -> dict[str, Any] | None:
    """Return the instance that the user picks: that of the same ID or name is offered first."""
    if store.needs_environment:
        from tui.screens.environment_choice import choose_environment

        chosen = await choose_environment(app, await store.environments())
        if chosen is None:
            return None
        store.enter(chosen)
    title = Display(f"An instance of {profile}")
    text = await _begin_with(store.lookup, root)
    picker = PickerScreen(title, _KIND, store.lookup, text=text)
    choice = await app.push_screen_wait(picker)
    return await store.fetch(choice.id) if choice is not None else None


async def _begin_with(lookup: Lookup, root: Node) -> str:
    """Return what to look for: the instance's own ID or its name, where that is known there."""
    name = root.value.get("name") if isinstance(root.value, dict) else None
    try:
        if root.id is not None and await lookup.name_of(_KIND, root.id) is not None:
            return root.id
        if isinstance(name, str) and await lookup.search(_KIND, name):
            return name
    except ApiError:
        pass  # What is wrong is said where the list is asked for.
    return ""
