"""How long until the last list is seen, where nothing answers."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.figures import Measured
from tests.bench.programs import Bench
from tests.bench.start import HELLO, MARK, shown_after
from tui.models.row import InstanceRow
from tui.profile import DEFAULT
from tui.sandbox import SANDBOX_KEY
from tui.sandbox.render import render_instance
from tui.sandbox.world import World
from tui.secret import Secret
from tui.store.cache import ListCache
from tui.store.scope import Scope

_ROWS = (1_000, 10_000, 100_000)
_FILE = ".cache/metorial-tui/lists.sqlite3"


def measure(bench: Bench) -> Iterator[Measured]:
    """Start the bare app and the explorer in turn, with lists of all sizes."""
    floor: list[float] = []
    own: dict[int, list[float]] = {rows: [] for rows in _ROWS}
    with _silent_host() as host:
        homes = {rows: bench.home() for rows in _ROWS}
        for rows, home in homes.items():
            _fill(home, host, rows)
        gc.collect()  # Now rather than while something is timed.
        for run in range(bench.runs + 1):
            with bench.hello() as hello:
                bare = shown_after(hello, HELLO)
            for rows, home in homes.items():
                with bench.explorer(host, SANDBOX_KEY, home=home) as explorer:
                    seen = shown_after(explorer, MARK)
                if run:  # The first start reads files that the later ones find in memory.
                    own[rows].append(seen)
            if run:
                floor.append(bare)
    for rows, values in own.items():
        yield Measured(f"{rows:,} rows from disk", values, floor)


@contextmanager
def _silent_host() -> Iterator[str]:
    """Give the URL of a host that takes connections and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def _fill(home: Path, host: str, count: int) -> None:
    """Keep a list of so many rows, as a start before would have."""
    now = datetime.now(UTC)
    world = World(instances=round(count * 1.25), now=now)
    shown = [one for one in world.instances if one.status in ("active", "draft")]
    newest_first = shown[: -count - 1 : -1]
    assert len(newest_first) == count, "the sandbox has too few"
    newest_first[0].name = MARK
    rows = [InstanceRow.from_item(render_instance(one), one.id) for one in newest_first]
    cache = ListCache(home / _FILE, Scope(DEFAULT, host, None), Secret(SANDBOX_KEY))
    cache.write(rows, now, complete=True)
