"""Prints what the explorer costs, and the least that it could: `python -m tests.bench`.

The explorer runs in a real terminal, in turn with what it is compared with, so that a busy
machine is busy for both: trust the ratios, not the times.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import httpx

from tests.bench import (
    cache,
    filter,
    headless,
    idle,
    keys,
    memory,
    opening,
    report,
    size_of_output,
    start,
    stream,
    thin,
)
from tests.bench.figures import GROUPS, Measured, Result, result
from tests.bench.programs import Bench
from tests.e2e.terminal import Size

_MEASURES: Mapping[str, Callable[[Bench], Iterator[Measured]]] = {
    "start": start.measure,
    "cache": cache.measure,
    "headless": headless.measure,
    "thin": thin.measure,
    "memory": memory.measure,
    "keys": keys.measure,
    "filter": filter.measure,
    "stream": stream.measure,
    "bytes": size_of_output.measure,
    "idle": idle.measure,
    "open": opening.measure,
}
_SIZES: Mapping[str, Size] = {"120x40": (120, 40), "80x24": (80, 24)}


@click.command()
@click.option("--runs", default=5, show_default=True, help="How often what is quick is repeated.")
@click.option("--size", default="120x40", show_default=True, type=click.Choice(list(_SIZES)))
@click.option("--only", multiple=True, type=click.Choice(GROUPS), help="A group; may be repeated.")
@click.option("--idle-seconds", default=60.0, show_default=True)
@click.option(
    "--json",
    "json_to",
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="Print JSON in place of the table, or write it to a file beside it.",
)
def main(
    runs: int, size: str, only: Sequence[str], idle_seconds: float, json_to: str | None
) -> None:
    """Measure the explorer beside its floors; print the figures and whether they are met.

    The exit status tells whether all could be measured, not whether all are met.
    """
    results: list[Result] = []
    failed: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        bench = Bench(runs, _SIZES[size], idle_seconds, Path(folder))
        for group in only or GROUPS:
            began = time.monotonic()
            try:
                for measured in _MEASURES[group](bench):
                    results.append(result(group, measured))
                    click.echo(f"{group}: {measured.name}", err=True)
            except (AssertionError, OSError, httpx.HTTPError) as error:
                failed[group] = str(error)
            click.echo(f"{group}: {time.monotonic() - began:.0f} s", err=True)
    if json_to is not None:
        text = report.as_json(results, failed, runs=runs, size=size, idle_seconds=idle_seconds)
        with click.open_file(json_to, "w") as file:
            file.write(f"{text}\n")
    if json_to != "-":
        click.echo(report.table(results))
    for group, reason in failed.items():
        click.echo(f"{group} could not be measured: {reason}", err=True)
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
