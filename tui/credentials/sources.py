"""The order in which the places that may hold a key are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tui.api.origin import Origin
from tui.credentials.source import Source
from tui.settings import Settings


def sources(settings: Settings, origin: Origin, environ: Mapping[str, str]) -> Iterator[Source]:
    """Yield where a key for `origin` may be, in the order in which they are asked.

    A profile that says where its key comes from is asked for no other: another profile's
    key must not be sent in its name. Each place is imported when it is its turn: mostly the
    first one has the key, and the list of the last start waits for it.
    """
    profile = settings.profile
    if settings.api_key_file:
        yield _key_file(settings.api_key_file)
        return
    match profile.key:
        case "file" if profile.key_file is not None:
            yield _key_file(profile.key_file)
        case "token_command" if profile.token_command:
            from tui.credentials.token_command import TokenCommand

            yield TokenCommand(profile.token_command)
        case "env":
            yield _environment(environ, profile.key_variable)
        case "keyring":
            yield _keyring(profile.name, origin)
        case "cli":
            yield _cli(origin, profile.cli_profile)
        case _:
            yield _environment(environ)
            yield _keyring(profile.name, origin)
            yield _cli(origin, profile.cli_profile)


def at_hand(settings: Settings, origin: Origin, environ: Mapping[str, str]) -> Iterator[Source]:
    """Yield those of the places that answer at once, and ask nobody for anything."""
    from tui.credentials.keyring import Keyring
    from tui.credentials.token_command import TokenCommand

    for source in sources(settings, origin, environ):
        if not isinstance(source, Keyring | TokenCommand):
            yield source


def _key_file(path: Path) -> Source:
    from tui.credentials.key_file import KeyFile

    return KeyFile(path)


def _environment(environ: Mapping[str, str], variable: str | None = None) -> Source:
    from tui.credentials.environment import Environment

    return Environment(environ, (variable,)) if variable else Environment(environ)


def _keyring(profile: str, origin: Origin) -> Source:
    from tui.credentials.keyring import Keyring

    return Keyring(profile, origin)


def _cli(origin: Origin, profile: str | None) -> Source:
    from tui.credentials.cli_config import CliProfile

    return CliProfile(origin, profile)
