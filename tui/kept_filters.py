"""What filters there are to come back to, and which one a start begins with."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tui.errors import SavedFilterError
from tui.recent_filters import RecentFilters
from tui.saved_filters import SavedFilter, SavedFilters
from tui.settings import SAVED_MARK, Settings
from tui.text import clean

FILE = "filters.toml"
"""The file beside the settings that filters are saved in."""


class KeptFilters(NamedTuple):
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

    def asked(self, settings: Settings) -> SavedFilter | None:
        """Return the filter that the option asks for, if it does.

        Raises:
            SavedFilterError: It names one that cannot be had.
        """
        line = settings.filter_text
        if line is None or line.strip() != SAVED_MARK:
            return None if line is None else self._meant(line)
        if settings.profile.filter is None:
            raise SavedFilterError(f"The profile {clean(settings.profile.name)} has no filter.")
        return self._meant(settings.profile.filter)

    def first(self, settings: Settings, *, restores: bool = True) -> SavedFilter:
        """Return what the list begins with: by option, by profile, or, with `restores`, as last.

        Whoever asks for one instance is not to find it among others by a filter of before.

        Raises:
            SavedFilterError: A saved filter is named that cannot be had.
        """
        asked = self.asked(settings)
        if asked is not None:
            return asked
        if settings.profile.filter is not None:
            return self._meant(settings.profile.filter)
        if restores and settings.instance_id is None:
            return SavedFilter("", self.recent.last)
        return SavedFilter("", "")

    def _meant(self, line: str) -> SavedFilter:
        if line.startswith(SAVED_MARK):
            return self.saved.named(line.removeprefix(SAVED_MARK).strip())
        return SavedFilter("", line)
