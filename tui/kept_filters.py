"""What filters there are to come back to, and which one a start begins with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tui.recent_filters import RecentFilters
from tui.saved_filters import SavedFilter, SavedFilters
from tui.settings import Settings

FILE = "filters.toml"
"""The file beside the settings that filters are saved in."""

SAVED_MARK = "@"
"""What a profile's filter begins with where it is the name of a saved one."""


@dataclass(frozen=True, slots=True)
class KeptFilters:
    """What is kept of filters, for one profile.

    Attributes:
        saved: Those that were saved by name; they are the same for all profiles.
        recent: The lines that were used lately.
    """

    saved: SavedFilters
    recent: RecentFilters

    @classmethod
    def of(cls, settings: Settings, settings_file: Path) -> KeptFilters:
        """Return those of the settings' profile."""
        keeps = settings.keeps_lists and not settings.demo
        folder = settings.state_folder if keeps else None
        account = f"{settings.profile.name} {settings.api_host} {settings.environment_id or ''}"
        return cls(SavedFilters(settings_file.with_name(FILE)), RecentFilters(folder, account))

    def first(self, settings: Settings, *, restores: bool = True) -> SavedFilter:
        """Return what the list begins with: by option, by profile, or, with `restores`, as last.

        Whoever asks for one instance is not to find it among others by a filter of before.

        Raises:
            SavedFilterError: The profile names a saved filter that cannot be had.
        """
        asked, usual = settings.filter_text, settings.profile.filter
        if asked is not None:
            return SavedFilter("", asked)
        if usual is not None and usual.startswith(SAVED_MARK):
            return self.saved.named(usual.removeprefix(SAVED_MARK).strip())
        if usual is not None:
            return SavedFilter("", usual)
        if restores and settings.instance_id is None:
            return SavedFilter("", self.recent.last)
        return SavedFilter("", "")
