"""All profiles there are: those of the settings file and those of the official CLI."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tui.profile import Profile
from tui.settings import Settings
from tui.settings_file import (
    PROFILE_VARIABLE,
    VARIABLE,
    SettingsFile,
    read_settings_file,
    settings_path,
)

CLI_PREFIX = "cli:"
"""What the names of the official CLI's profiles begin with here."""


class Profiles(NamedTuple):
    """The profiles that can be chosen.

    Attributes:
        file: The settings file.
        cli_config: The official CLI's settings; None means where it keeps them.
    """

    file: SettingsFile
    cli_config: Path | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Profiles:
        """Return the profiles of the settings file that `environ` names, or the usual one."""
        path = settings_path(environ)
        return cls(read_settings_file(path, must_exist=bool(environ.get(VARIABLE))))

    def read_again(self) -> Profiles:
        """Return the profiles as the settings file has them by now."""
        return self._replace(file=read_settings_file(self.file.path))

    def named(self, name: str | None, environ: Mapping[str, str]) -> Profile:
        """Return the profile to start with: by option, by variable, or by the file.

        Raises:
            UsageError: There is none of that name; the message lists those that are there.
        """
        wanted = name or environ.get(PROFILE_VARIABLE) or None
        if wanted and wanted.startswith(CLI_PREFIX) and wanted not in self.file.profiles:
            for profile in self.of_cli():
                if wanted == profile.name:
                    return profile
        return self.file.profile(wanted)

    def all(self) -> tuple[Profile, ...]:
        """Return all of them, ours first; reads the CLI's file, so not on the event loop."""
        return (*self.file.profiles.values(), *self.of_cli())

    def of_cli(self) -> tuple[Profile, ...]:
        """Return the official CLI's, as `cli:<name>`; none where its file cannot be read."""
        # Imported here: the first paint does without it.
        from tui.credentials.cli_config import CLI_CONFIG, logins
        from tui.credentials.source import NotAnswering

        common = self.file.profiles[next(iter(self.file.profiles))]
        try:
            found = logins(self.cli_config or CLI_CONFIG)
        except NotAnswering:
            return ()
        return tuple(
            # All that stands above all profiles, but what says where a key comes from and goes
            # to, and what tells one profile from another.
            common._replace(
                name=f"{CLI_PREFIX}{login.name}",
                host=login.host or None,
                environment=None,
                key="cli",
                key_file=None,
                key_variable=None,
                token_command=(),
                cli_profile=login.id,
                label=None,
                colour=None,
                fault=None,
            )
            for login in found
        )


def read_settings(profile: str | None = None, **options: Any) -> tuple[Settings, Profiles]:
    """Return what the options, the settings file and the environment mean together.

    Raises:
        UsageError: There is no profile of that name.
    """
    profiles = Profiles.read(os.environ)
    chosen = profiles.named(profile, os.environ)
    return Settings.from_options(os.environ, profile=chosen, **options), profiles
