"""The order in which the places that may hold a key are asked."""

from __future__ import annotations

from collections.abc import Mapping

from tui.api.origin import Origin
from tui.credentials.cli_config import CliProfile
from tui.credentials.environment import Environment
from tui.credentials.key_file import KeyFile
from tui.credentials.keyring import Keyring
from tui.credentials.source import Source
from tui.credentials.token_command import TokenCommand
from tui.settings import Settings


def sources(settings: Settings, origin: Origin, environ: Mapping[str, str]) -> tuple[Source, ...]:
    """Return where a key for `origin` may be, in the order in which they are asked.

    A profile that says where its key comes from is asked for no other: another profile's
    key must not be sent in its name.
    """
    if settings.api_key_file:
        return (KeyFile(settings.api_key_file),)
    profile = settings.profile
    keyring = Keyring(profile.name, origin)
    cli = CliProfile(origin, profile.cli_profile)
    match profile.key:
        case "file" if profile.key_file is not None:
            return (KeyFile(profile.key_file),)
        case "token_command" if profile.token_command:
            return (TokenCommand(profile.token_command),)
        case "env":
            named = (profile.key_variable,) if profile.key_variable else ()
            return (Environment(environ, named) if named else Environment(environ),)
        case "keyring":
            return (keyring,)
        case "cli":
            return (cli,)
        case _:
            return (Environment(environ), keyring, cli)
