"""Follow mode against a sandbox that changes: `python -m tests.bench.follow`.

Each minute it prints what the explorer asked, what processor time it took, and what it holds.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click

from tests.bench.process import processor_milliseconds, resident_mebibytes
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command

INSTANCES = "/integration-instances"
_EVERY = 7.0
"""Seconds between two changes."""


@click.command()
@click.option("--minutes", default=10, show_default=True)
@click.option("--instances", default=1_000, show_default=True)
def main(minutes: int, instances: int) -> None:
    """Follow for so many minutes; each change is to be seen."""
    random = Random(1)
    seen = changed = 0
    with TemporaryDirectory() as folder:
        environment = clean_environment(Path(folder))
        with Sandbox(environment, instances=instances) as sandbox:
            variables = {"METORIAL_API_HOST": sandbox.url, "METORIAL_API_KEY": sandbox.key}
            with Terminal(
                installed_command(), environment={**environment, **variables}, size=(120, 40)
            ) as terminal:
                terminal.wait_for("loaded, complete", timeout=60)
                terminal.wait_quiet(pause=1)
                terminal.press("w")
                terminal.wait_for("FOLLOWING")
                listed = sandbox.get(INSTANCES, limit="20", order="desc")["items"]
                click.echo(f"{'minute':>7}{'calls':>7}{'ms':>8}{'MiB':>8}{'changed':>9}{'seen':>6}")
                before = len(sandbox.requests)
                spent = processor_milliseconds(terminal.process_id)
                for minute in range(1, minutes + 1):
                    end = time.monotonic() + 60
                    while time.monotonic() < end:
                        name = f"Changed {changed:04d}"
                        path = f"{INSTANCES}/{random.choice(listed)['id']}"
                        sandbox.http.patch(path, json={"name": name}).raise_for_status()
                        changed += 1
                        try:
                            terminal.wait_for(name, timeout=30)
                            seen += 1
                        except AssertionError as error:
                            click.echo(str(error), err=True)
                        time.sleep(_EVERY)
                    calls = len(sandbox.requests) - before
                    now = processor_milliseconds(terminal.process_id)
                    size = resident_mebibytes(terminal.process_id)
                    click.echo(
                        f"{minute:>7}{calls:>7}{now - spent:>8.0f}{size:>8.1f}{changed:>9}{seen:>6}"
                    )
                    before, spent = len(sandbox.requests), now
                statuses = Counter(one.status for one in sandbox.requests)
                click.echo(f"answers by status: {dict(statuses)}, on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
