"""Starts the explorer: what is slow to import is imported in the order of its need."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NoReturn

from tui.profiles import Profiles
from tui.settings import Settings

if TYPE_CHECKING:
    from tui.connect import Connection
    from tui.secret import Secret


def read_settings(profile: str | None = None, **options: Any) -> tuple[Settings, Profiles]:
    """Return what the options, the settings file and the environment mean together.

    Raises:
        UsageError: There is no profile of that name.
    """
    profiles = Profiles.read(os.environ)
    chosen = profiles.named(profile, os.environ)
    return Settings.from_options(os.environ, profile=chosen, **options), profiles


def explore(settings: Settings, profiles: Profiles) -> NoReturn:
    """Run the explorer in this terminal, and end the process with it."""
    from tui import terminal
    from tui.remote import is_thin

    terminal.prepare(os.environ, thin=is_thin(settings.profile, os.environ))
    from tui.app import ExplorerApp

    terminal.run(ExplorerApp(settings, open_store, profiles))


def open_store(settings: Settings, key: Secret | None = None, **options: Any) -> Connection:
    """Connect; what is slow to import is imported when this is called."""
    from tui.connect import connect

    return connect(settings, key, **options)
