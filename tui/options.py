"""The options that say where to connect, and with what; several commands share them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from tui.errors import SavedFilterError, UsageError
from tui.profiles import Profiles, read_settings
from tui.settings import SAVED_MARK, Settings

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Completer: TypeAlias = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]
"""Returns what a parameter can be, where so much of it is typed."""


def completed_by(name: str) -> Completer:
    """Return what completes by a function of `tui.headless.completing`, imported when asked."""

    def complete(
        ctx: click.Context, parameter: click.Parameter, typed: str
    ) -> list[CompletionItem]:
        from importlib import import_module

        completer: Completer = getattr(import_module("tui.headless.completing"), name)
        return completer(ctx, parameter, typed)

    return complete


_connecting = (
    click.option(
        "--profile",
        metavar="NAME",
        shell_complete=completed_by("profiles"),
        help="The profile.  [METORIAL_TUI_PROFILE]",
    ),
    click.option("--api-host", metavar="URL", help="The API's host or URL.  [METORIAL_API_HOST]"),
    click.option(
        "--api-key-file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Read the key from this file (mode 0600).  [METORIAL_API_KEY, METORIAL_TOKEN]",
    ),
    click.option(
        "--environment",
        "environment_id",
        metavar="ID",
        help="The environment's ID.  [METORIAL_INSTANCE_ID]",
    ),
)


def connecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say where to connect, and with what."""
    for option in reversed(_connecting):
        command = option(command)
    return command


def settings_of(profile: str | None, **options: Any) -> tuple[Settings, Profiles]:
    """Return what the options, the settings file and the environment mean, or end with 2."""
    try:
        settings, profiles = read_settings(profile, **options)
        filtering(settings, profiles)
    except UsageError as error:
        raise click.UsageError(str(error)) from error
    return settings, profiles


def filtering(settings: Settings, profiles: Profiles) -> Settings:
    """Return the settings with the line of the saved filter that they name, or end with 2."""
    if not (settings.filter_text or "").startswith(SAVED_MARK):
        return settings
    from tui.kept_filters import KeptFilters

    try:
        found = KeptFilters.of(settings, profiles.file.path).asked(settings)
    except SavedFilterError as error:
        raise click.UsageError(str(error)) from error
    return settings._replace(filter_text=found.text if found is not None else None)
