"""The commands that read: list, get, tail, export."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from tui.api.api import Api
from tui.errors import ApiError
from tui.export.file import check_target, export
from tui.export.formats import FileFormat, writer_of
from tui.export.objects import Column
from tui.headless.exits import words_of
from tui.headless.opening import reached
from tui.headless.output import Output, stdout, tell_missing
from tui.headless.progress import progress
from tui.headless.reader import while_read
from tui.resources import Kind
from tui.settings import Settings
from tui.store.api_lookup import ApiLookup
from tui.store.finding import Finder, Found, Target, target_in
from tui.store.streaming import Streaming
from tui.text import Display, clean
from tui.times import utc_now


async def list_objects(settings: Settings, kind: Kind, output: Output, most: int | None) -> None:
    """Print the objects of a kind that the settings' filter asks for.

    Raises:
        ExplorerError: They could not be had; those that came before are printed.
    """
    async with reached(settings) as api:
        with progress(api.client, is_shown=output.leaves_room) as line:
            streaming = _streaming(api, kind)
            query = await streaming.query(filter_of(settings))
            await output.write_all(kind, streaming.matching(query, most), line)


async def get(settings: Settings, output: Output, text: str, kind: Kind | None) -> None:
    """Print the object of an ID, or of a URL that has one in it; of whatever kind, or of `kind`.

    Raises:
        ExplorerError: There is none, or it could not be had.
    """
    async with reached(settings) as api:
        with progress(api.client, is_shown=output.leaves_room):
            target = target_in(text) or Target(text)
            if kind is None:
                found = await Finder(api).find(target)
            else:
                found = Found(kind, await api.get(kind, target.id))
        output.write_one(found.kind, found.document)


async def tail(settings: Settings, kind: Kind, output: Output, seconds: float) -> None:
    """Print the objects of the settings' filter as they change, until it is stopped.

    What may pass is waited for, longer and longer; why is said on stderr.

    Raises:
        ExplorerError: They can no longer be asked for.
    """
    from tui.store.circuit import Circuit

    circuit = Circuit()
    async with reached(settings) as api:
        streaming = _streaming(api, kind)
        changes = streaming.changes(await streaming.query(filter_of(settings)))
        await changes.begin()
        stream = stdout()
        writer = writer_of(output.format, kind, output.columns)
        stream.write(writer.begin())
        stream.flush()
        pause = seconds
        async with while_read():
            while True:
                await asyncio.sleep(pause)
                try:
                    news = await changes.since_last()
                except ApiError as error:
                    now = utc_now()
                    again = circuit.failed(error, now)
                    if again is None:
                        raise
                    pause = max(seconds, (again - now) / timedelta(seconds=1))
                    click.echo(f"{words_of(error)} Trying again in {pause:.0f} s.", err=True)
                else:
                    circuit.close()
                    pause = seconds
                    stream.write(writer.write(news))
                    stream.flush()


async def export_objects(
    settings: Settings,
    kind: Kind,
    path: Path,
    format: FileFormat,
    columns: tuple[Column, ...],
    *,
    force: bool,
) -> None:
    """Write the objects of the settings' filter to a file, and say how many.

    Raises:
        ExplorerError: They could not all be had, or the file must not be written.
        OSError: The file could not be written. In either case it is as it was.
    """
    if check_target(path) and not force:
        from tui.headless.asking import ask_to_replace

        ask_to_replace(str(path))
    async with reached(settings) as api:
        with progress(api.client, is_shown=True) as line:
            streaming = _streaming(api, kind)
            query = await streaming.query(filter_of(settings))
            count = 0

            async def counted() -> AsyncGenerator[list[Any], None]:
                nonlocal count
                async for documents in streaming.matching(query):
                    yield documents
                    count += len(documents)
                    line.show(Display(f"{count:,} written"))

            writer = writer_of(format, kind, columns)
            await export(path, counted(), writer)
    click.echo(f"{count:,} written to {clean(path)}", err=True)
    if count:
        tell_missing(writer)


def _streaming(api: Api, kind: Kind) -> Streaming:
    return Streaming(api, ApiLookup(api), utc_now, kind)


def filter_of(settings: Settings) -> str:
    """Return the filter line that the options mean together."""
    if settings.instance_id is None:
        return settings.filter_text or ""
    from tui.store.filter import with_token

    return with_token(settings.filter_text or "", "id", [settings.instance_id])
