"""An hour's worth of keys against a sandbox that fails: does anything grow, or stay behind?

`python -m tests.bench.soak` prints memory, tasks and open files after every tenth of the run,
and the ratio of the last quarter to the second; the first one fills caches.
"""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

import click
from textual.widgets import Input

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import clean_environment
from tui.app import ExplorerApp
from tui.connect import Connection, connect
from tui.profiles import Profiles
from tui.screens.discard import DiscardScreen
from tui.screens.welcome import WelcomeScreen
from tui.secret import Secret
from tui.settings import Settings
from tui.settings_file import SettingsFile

ACTIONS = 1_800
"""What a user does in an hour, at one action in two seconds."""

_STEPS: dict[tuple[str, ...], int] = {
    ("down",): 20,
    ("up",): 8,
    ("pagedown",): 4,
    ("enter", "down", "right", "down", "escape"): 8,
    ("slash", *"status:active", "enter"): 3,
    ("slash", *"acme", "enter", "escape"): 3,
    ("R",): 4,
    ("r",): 4,
    ("L",): 1,
    ("o", "n"): 1,
    ("y", "i"): 2,
    ("question_mark", "tab", "tab", "escape"): 2,
    ("n", "x", "y", "escape"): 2,
    ("e", "escape"): 2,
    ("t", "escape"): 1,
    ("s", "escape"): 1,
    ("ctrl+p", "escape"): 1,
    ("z", "z"): 1,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process holds after so many actions."""

    actions: int
    kib: int
    tasks: int
    files: int
    objects: int


def _sample(actions: int) -> Sample:
    gc.collect()
    status = Path("/proc/self/status").read_text()
    kib = int(status.partition("VmRSS:")[2].split()[0])
    files = len(os.listdir("/proc/self/fd"))
    return Sample(actions, kib, len(asyncio.all_tasks()), files, len(gc.get_objects()))


async def _soak(settings: Settings, sandbox_key: str, actions: int, seed: int) -> list[Sample]:
    def opener(*_: object, **__: object) -> Connection:
        return connect(settings, Secret(sandbox_key))

    app = ExplorerApp(settings, opener, Profiles(SettingsFile(Path("config.toml"))))
    random = Random(seed)
    samples = []
    done: Counter[str] = Counter()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause(2)
        for number in range(1, actions + 1):
            [keys] = random.choices(list(_STEPS), list(_STEPS.values()))
            for one in keys:
                await pilot.press(one)
            done[keys[0]] += 1
            for _ in range(8):
                # Back to the list; a question about what was typed is answered with "discard".
                if len(app.screen_stack) == 1:
                    break
                if isinstance(app.screen, WelcomeScreen):
                    # A fault refused the key, and nothing but a key leads on.
                    app.screen.query_one("#key", Input).value = sandbox_key
                    app.screen.query_one("#key").focus()
                    await pilot.press("enter")
                elif isinstance(app.screen, DiscardScreen):
                    await pilot.press("tab", "enter")
                else:
                    await pilot.press("escape")
                await pilot.pause(0.05)
            if number % 25 == 0:
                await pilot.press("escape", "escape", "escape")
            if number % max(1, actions // 20) == 0:
                await pilot.pause(1.5)
                samples.append(_sample(number))
                click.echo(f"{samples[-1]}, on {app.screen!r}", err=True)
    click.echo(", ".join(f"{key} {count}" for key, count in done.most_common()))
    return samples


@click.command()
@click.option("--actions", default=ACTIONS, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--chaos/--no-chaos", default=True, show_default=True)
def main(actions: int, seed: int, chaos: bool) -> None:
    """Use the explorer for long, quickly."""
    options = ("--chaos",) if chaos else ()
    with Sandbox(clean_environment(Path.home()), arguments=options) as sandbox:
        settings = Settings(api_host=sandbox.url, keeps_lists=False)
        samples = asyncio.run(_soak(settings, sandbox.key, actions, seed))
        statuses = Counter(request.status for request in sandbox.requests)
        faults = sandbox.get("/_sandbox/faults")["faults"]
    click.echo(f"answers by status: {dict(statuses)}")
    click.echo(", ".join(f"{one['kind']} {one['met']}" for one in faults))
    click.echo(f"{'actions':>8} {'MiB':>7} {'tasks':>6} {'files':>6} {'objects':>9}")
    for one in samples:
        row = f"{one.actions:>8} {one.kib / 1024:>7.1f} {one.tasks:>6} {one.files:>6}"
        click.echo(f"{row} {one.objects:>9,}")
    quarter = len(samples) // 4
    early, late = samples[quarter : 2 * quarter], samples[-quarter:]
    for name in ("kib", "tasks", "files", "objects"):
        before, after = (
            statistics.mean(getattr(one, name) for one in part) for part in (early, late)
        )
        click.echo(
            f"{name}: last quarter {after:,.0f}, second {before:,.0f}: {after / before:.3f}x"
        )


if __name__ == "__main__":
    main()
