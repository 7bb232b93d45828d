"""The list as plain text, for pipes, cron jobs and other places without a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import click
from rich.cells import cell_len, set_cell_size

from tui.connect import connect
from tui.errors import (
    ApiError,
    ExplorerError,
    Forbidden,
    TlsError,
    Unauthorized,
    UsageError,
)
from tui.models.row import InstanceRow
from tui.secret import Secret
from tui.settings import Settings
from tui.store.filter import with_token
from tui.store.store import Store
from tui.text import clean
from tui.times import age, utc_now


def print_instances(settings: Settings, key: Secret | None = None) -> int:
    """Print the filtered list once, aligned; return the exit status.

    The status is 0, or 1 where there is no key, the filter is wrong or the API refuses;
    the reason is on stderr.
    """
    click.echo("No terminal here: printing the list. The explorer needs a terminal.", err=True)
    try:
        rows = asyncio.run(_rows(connect(_narrowed(settings), key).store))
    except ApiError as error:
        click.echo(_reason(error), err=True)
        return 1
    except ExplorerError as error:
        click.echo(clean(error), err=True)
        return 1
    for line in _lines(rows):
        click.echo(line)
    return 0


def _reason(error: ApiError) -> str:
    """Return why the API could not be asked, without advice that only a screen's keys give."""
    if isinstance(error, (Unauthorized, Forbidden, TlsError)):
        return error.sentence
    request = f" (request {error.request_id})" if error.request_id else ""
    return f"{error.message}. {error.hint or ''}".strip() + request


def _narrowed(settings: Settings) -> Settings:
    """Return the settings with the filter narrowed to the instance asked for, if one is."""
    if settings.instance_id is None:
        return settings
    text = with_token(settings.filter_text or "", "id", [settings.instance_id])
    return replace(settings, filter_text=text)


async def _rows(store: Store) -> Sequence[InstanceRow]:
    await store.load_all()
    state = store.state
    if state.error:
        raise state.error
    if state.problems:
        raise UsageError(f"The filter is wrong: {state.problems[0].message}.")
    return state.rows


def _lines(rows: Sequence[InstanceRow]) -> list[str]:
    now = utc_now()
    table = [("STATUS", "NAME", "PROVIDERS", "UPDATED", "ID")]
    for row in rows:
        shown = row.problem or ", ".join(row.providers)
        table.append((row.status, row.name, shown, age(row.updated_at, now), clean(row.id or "-")))
    widths = [max(cell_len(line[column]) for line in table) for column in range(len(table[0]))]
    return [
        "  ".join(
            set_cell_size(cell, width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in table
    ]
