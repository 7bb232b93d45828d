"""Runs every look, and prints what was found."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import asdict

import click

from tui.connect import usable_origin
from tui.doctor.api import look_at_api
from tui.doctor.check import Check
from tui.doctor.keys import look_at_keyring, look_at_settings, look_for_key
from tui.doctor.terminal import look_at_terminal
from tui.errors import ExplorerError
from tui.profiles import Profiles
from tui.settings import Settings
from tui.text import clean
from tui.times import utc_now
from tui.version import VERSION

_WIDTH = 28


def run(settings: Settings, profiles: Profiles, *, as_json: bool) -> int:
    """Look at everything and print it; return 1 where something failed, else 0."""
    return asyncio.run(_run(settings, profiles, as_json))


async def _run(settings: Settings, profiles: Profiles, as_json: bool) -> int:
    checks = []
    if not as_json:
        click.echo(f"metorial-tui {VERSION}")
    async for check in _checks(settings, profiles):
        checks.append(check)
        if not as_json:
            verdict = "" if check.verdict == "ok" else f"{check.verdict}: "
            click.echo(f"{clean(check.name):<{_WIDTH}} {verdict}{clean(check.words, 600)}")
    failed = sum(check.verdict == "failed" for check in checks)
    if as_json:
        report = {"version": VERSION, "ok": not failed, "checks": [asdict(one) for one in checks]}
        click.echo(json.dumps(report, indent=2))
    else:
        warned = sum(check.verdict == "warning" for check in checks)
        click.echo(f"{len(checks)} looked at, {warned} warnings, {failed} failed.")
    return 1 if failed else 0


async def _checks(settings: Settings, profiles: Profiles) -> AsyncIterator[Check]:
    for check in look_at_settings(profiles, settings):
        yield check
    try:
        origin = usable_origin(settings)
    except ExplorerError as error:
        yield Check("host", str(error), "failed")
    else:
        yield await asyncio.to_thread(look_at_keyring, settings, origin)
        key, found = await asyncio.to_thread(look_for_key, settings, origin)
        yield key
        if found is not None:
            environment_id = settings.environment_id or found.environment_id
            async for check in look_at_api(origin, found, environment_id, utc_now):
                yield check
    for check in look_at_terminal(os.environ):
        yield check
