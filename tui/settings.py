"""What the command line, the settings file's profile and the environment ask for together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import platformdirs

from tui.profile import Profile

TOUR_VARIABLE = "METORIAL_TUI_TOUR"
"""The environment variable that is `0` where no start is to show the tour."""

DEFAULT_HOST = "https://api.metorial.com"
"""The API's base URL (its page's examples)."""

SAVED_MARK = "@"
"""What a filter begins with where it is the name of a saved one; alone, it is the profile's."""


def cache_path() -> Path:
    """Return where the lists of the last starts are kept."""
    return platformdirs.user_cache_path("metorial-tui") / "lists.sqlite3"


def state_path() -> Path:
    """Return the folder of what outlives a run and is for the user alone."""
    return platformdirs.user_state_path("metorial-tui")


class Settings(NamedTuple):
    """How the explorer is to run: options win over the profile, that over the environment.

    The variables are those of the official CLI, so that its users have them already.

    Attributes:
        api_host: Host or URL of the API.
        api_key_file: A file that holds the key, by option.
        environment_id: The environment, which the API's header calls instance.
        filter_text: The filter line at the start, or the name of a saved one; None: what the
            profile or the last run says.
        instance_id: The instance to open at the start.
        read_only: Whether every write is refused, whatever the profile says.
        demo: Whether to explore the built-in sandbox, in memory.
        keeps_lists: Whether the last list is kept on disk for the next start.
        state_folder: Where filter lines are kept for the next start; None: nowhere.
        tour: Whether a first start may show the tour, as far as the profile lets it.
        profile: Whose key it is, and what the settings file says of it.
    """

    api_host: str
    api_key_file: Path | None = None
    environment_id: str | None = None
    filter_text: str | None = None
    instance_id: str | None = None
    read_only: bool = False
    demo: bool = False
    keeps_lists: bool = True
    state_folder: Path | None = None
    tour: bool = False
    profile: Profile = Profile()

    @classmethod
    def from_options(
        cls,
        environ: Mapping[str, str],
        *,
        profile: Profile | None = None,
        api_host: str | None = None,
        api_key_file: Path | None = None,
        environment_id: str | None = None,
        filter_text: str | None = None,
        instance_id: str | None = None,
        read_only: bool = False,
        demo: bool = False,
        no_cache: bool = False,
    ) -> Settings:
        """Return the settings that the options, the profile and `environ` mean together."""
        settings = cls(
            api_host=DEFAULT_HOST,
            api_key_file=api_key_file,
            filter_text=filter_text,
            instance_id=instance_id,
            read_only=read_only,
            demo=demo,
            keeps_lists=not no_cache,
            state_folder=state_path(),
            tour=environ.get(TOUR_VARIABLE) != "0",
        ).with_profile(profile or Profile(), environ)
        return settings._replace(
            api_host=api_host or settings.api_host,
            api_key_file=api_key_file,
            environment_id=environment_id or settings.environment_id,
        )

    @property
    def filter_line(self) -> str:
        """The filter line, as far as it is known here: nothing of one that is saved by name."""
        text = self.filter_text or ""
        return "" if text.startswith(SAVED_MARK) else text

    @property
    def is_read_only(self) -> bool:
        """Whether every write is refused."""
        return self.read_only or self.profile.read_only

    def with_profile(self, profile: Profile, environ: Mapping[str, str]) -> Settings:
        """Return these settings for another profile: its host, its environment, its key.

        They win over the variables, which are there for whoever has no profile.
        """
        return Settings(
            api_host=profile.host or environ.get("METORIAL_API_HOST") or DEFAULT_HOST,
            environment_id=profile.environment or environ.get("METORIAL_INSTANCE_ID") or None,
            filter_text=self.filter_text,
            instance_id=self.instance_id,
            read_only=self.read_only,
            demo=self.demo,
            keeps_lists=self.keeps_lists,
            state_folder=self.state_folder,
            tour=self.tour,
            profile=profile,
        )
