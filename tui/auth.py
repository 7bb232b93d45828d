"""The `auth` commands: keep, remove and look at keys, without the screen."""

from __future__ import annotations

import asyncio
import json
import os
import sys

import click
from rich.cells import cell_len, set_cell_size

from tui.connect import connect, renew_cli_login, usable_origin
from tui.credentials.keyring import Keyring
from tui.credentials.source import checked_key, find_key, shown_key
from tui.credentials.sources import sources
from tui.errors import ApiError, ExplorerError
from tui.profiles import Profiles
from tui.secret import Secret
from tui.settings import Settings
from tui.text import clean


def login(settings: Settings, *, check: bool) -> int:
    """Read a key, ask the API whether it is one, and keep it; return the exit status."""
    try:
        origin = usable_origin(settings)
        if sys.stdin.isatty():
            text = click.prompt(f"API key for {origin.host}", hide_input=True, err=True)
        else:
            text = sys.stdin.read()
        key = checked_key(text, "What was typed")
        if key is None:
            return _failed("No key was given; nothing is changed.")
        whose = asyncio.run(_whose(settings, key)) if check else "not checked"
        Keyring(settings.profile.name, origin).store(key)
    except ApiError as error:
        return _failed(f"The key was not kept. {error.message}")
    except ExplorerError as error:
        return _failed(str(error))
    click.echo(f"Kept {shown_key(key)} for {settings.profile.name} at {origin.host}: {whose}.")
    if settings.profile.key not in (None, "keyring"):
        click.echo(
            f"The profile takes its key from {settings.profile.key}, not from the keyring, "
            "until the settings file says otherwise.",
            err=True,
        )
    return 0


async def _whose(settings: Settings, key: Secret) -> str:
    """Return who a key speaks for.

    Raises:
        ApiError: The API does not take it.
    """
    store = connect(settings._replace(read_only=True), key).store
    try:
        if store.needs_environment:
            count = len(await store.environments())
            return f"{count} environments" if count != 1 else "one environment"
        await store.load_environment()
        environment = store.state.environment
        assert environment is not None, "it was just loaded"
        return clean(f"{environment.name or environment.id} ({environment.type or 'no type'})")
    finally:
        await store.aclose()


def logout(settings: Settings) -> int:
    """Remove the profile's key from the keyring; return the exit status."""
    try:
        keyring = Keyring(settings.profile.name, usable_origin(settings))
        was_there = keyring.forget()
    except ExplorerError as error:
        return _failed(str(error))
    click.echo(f"{'Removed' if was_there else 'There was no key for'} {keyring.username}.")
    return 0


def status(settings: Settings, *, as_json: bool) -> int:
    """Say where the key comes from; return 0, or 1 where there is none."""
    facts: dict[str, object] = {"profile": settings.profile.name, "host": settings.api_host}
    problem = None
    try:
        found = find_key(sources(settings, usable_origin(settings), os.environ))
    except ExplorerError as error:
        problem = clean(error, 600)
        facts |= {"source": None, "key": None, "problem": problem}
    else:
        environment_id = settings.environment_id or found.environment_id
        facts |= {
            "source": found.source_name,
            "key": shown_key(found.key),
            "environment": environment_id,
            "notes": [clean(note, 600) for note in found.notes],
        }
    if as_json:
        click.echo(json.dumps(facts, indent=2))
    elif problem:
        click.echo(problem, err=True)
    else:
        for name, value in facts.items():
            for one in value if isinstance(value, list) else [value or "-"]:
                click.echo(f"{name:<12} {clean(one)}")
    return 1 if problem else 0


def print_profiles(profiles: Profiles, settings: Settings, *, as_json: bool) -> None:
    """Print all profiles, the one in use marked."""
    rows = [
        {
            "name": one.name,
            "host": settings.with_profile(one, os.environ).api_host,
            "key": one.key or "usual",
            "environment": one.environment,
            "read_only": one.read_only,
            "current": one.name == settings.profile.name,
            "fault": one.fault,
        }
        for one in profiles.all()
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for problem in profiles.file.problems:
        click.echo(problem, err=True)
    table: list[tuple[str, ...]] = [("", "NAME", "KEY FROM", "HOST", "")]
    for row in rows:
        marks = ["read-only"] if row["read_only"] else []
        marks += [f"cannot be used: {row['fault']}"] if row["fault"] else []
        shown = (row["name"], row["key"], row["host"], ", ".join(marks))
        table.append(("*" if row["current"] else "", *map(clean, shown)))
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for line in table:
        click.echo("  ".join(map(set_cell_size, line, widths)).rstrip())


def renew(settings: Settings, *, ask: bool) -> int:
    """Renew the official CLI's login, once the user agreed; return the exit status."""
    if ask and not click.confirm(
        "Renewing uses up the login's refresh token and writes the new one into the official "
        "CLI's file, for both programs. Renew it?",
        err=True,
    ):
        return _failed("Nothing is changed.")
    try:
        renew_cli_login(settings, usable_origin(settings))
    except ExplorerError as error:
        return _failed(str(error))
    click.echo("The login is renewed.")
    return 0


def _failed(sentence: str) -> int:
    click.echo(clean(sentence, 600), err=True)
    return 1
