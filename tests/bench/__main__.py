"""Prints what a start costs, beside the least that a Textual app costs: `python -m tests.bench`.

The two are started in turn, so that a busy machine is busy for both; trust the ratios.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from statistics import median

import click

from tests.bench.start_up import Figures, programs

_ROW = "{:<18}{:>10}{:>8}{:>12}{:>8}{:>9}"


@click.command()
@click.option("--runs", default=7, show_default=True, help="How often each is started.")
@click.option("--instances", default=240, show_default=True, help="How many the sandbox has.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of the table.")
def main(runs: int, instances: int, as_json: bool) -> None:
    """Start a bare app and the explorer in turn; print time and memory of both."""
    floor_runs: list[Figures] = []
    explorer_runs: list[Figures] = []
    with programs(instances) as (floor, explorer):
        for program in (floor, explorer):
            program.start()  # the first start reads files that the later ones find in memory
        for _ in range(runs):
            floor_runs.append(floor.start())
            explorer_runs.append(explorer.start())
    rows = summary(floor_runs, explorer_runs)
    if as_json:
        click.echo(json.dumps({"runs": runs, "instances": instances, "figures": rows}, indent=2))
        return
    click.echo(_ROW.format("", "bare app", "(min)", "explorer", "(min)", "ratio"))
    for name, row in rows.items():
        numbers = [f"{row[column]:.0f}" for column in ("bare", "bare_min", "own", "own_min")]
        click.echo(_ROW.format(name, *numbers, f"{row['ratio']:.2f}"))


def summary(
    floor_runs: Sequence[Figures], explorer_runs: Sequence[Figures]
) -> dict[str, dict[str, float]]:
    """Return medians, minima and the ratio of the medians, for each figure of the explorer.

    The bare app has nothing to load, so its first paint is the floor of the rows too.
    """
    rows: dict[str, dict[str, float]] = {}
    for name in explorer_runs[0]:
        bare = [run.get(name, run["first paint, ms"]) for run in floor_runs]
        own = [run[name] for run in explorer_runs]
        rows[name] = {
            "bare": round(median(bare), 1),
            "bare_min": round(min(bare), 1),
            "own": round(median(own), 1),
            "own_min": round(min(own), 1),
            "ratio": round(median(own) / median(bare), 2),
        }
    return rows


if __name__ == "__main__":
    main()
