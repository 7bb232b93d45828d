"""How long it takes to open the instance under the cursor, its data at hand."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime

import uvicorn

from tests.bench.figures import Measured
from tests.bench.loaded import wait_rested
from tests.bench.programs import STARTING, Bench
from tests.bench.watched import Watched
from tui.sandbox import SANDBOX_KEY
from tui.sandbox.app import create_app
from tui.sandbox.records import Instance, InstanceProvider
from tui.sandbox.world import World

_INSTANCES = 60
_PROVIDERS = 60
_KEYS = 1_000
_VALUE = "x" * 180
"""With its key, two hundred bytes: a thousand of them are 200 KB."""
_REST = 0.6
"""Seconds without output after which all that follows a key has followed."""


def measure(bench: Bench) -> Iterator[Measured]:
    """Open the second row, an ordinary one, then the fourth, which is big."""
    ordinary: list[float] = []
    big: list[float] = []
    world = World(instances=_INSTANCES, now=datetime.now(UTC))
    _grow(world, _shown(world)[3])
    with _served(world) as host:
        for _ in range(bench.runs):
            with bench.explorer(host, SANDBOX_KEY) as explorer:
                wait_rested(explorer)
                ordinary.append(_open_next(explorer))
                for key in ("escape", "down"):
                    mark, _ = explorer.strike(key)
                    explorer.wait_still(_REST, since=mark, timeout=STARTING)
                big.append(_open_next(explorer))
    yield Measured("instance", ordinary)
    yield Measured("60 providers, 200 KB", big)


def _open_next(explorer: Watched) -> float:
    """Open the row below, before the tree has followed; return the milliseconds that takes.

    The last frame that changes a word on the screen ends it.
    """
    mark, _ = explorer.strike("down")
    explorer.wait_frame(mark, timeout=STARTING)
    explorer.skip()
    before = explorer.picture
    mark, pressed = explorer.strike("enter")
    explorer.wait_still(_REST, since=mark, timeout=STARTING)
    drawn = pressed
    for moment in explorer.frames():
        if explorer.picture != before:
            before, drawn = explorer.picture, moment
    assert drawn > pressed, "Opening changed nothing on the screen."
    return (drawn - pressed) * 1000


def _shown(world: World) -> list[Instance]:
    """Return what the list shows, in its order."""
    shown = [one for one in world.instances if one.status in ("active", "draft")]
    return shown[::-1]


def _grow(world: World, instance: Instance) -> None:
    """Give an instance many providers, and much metadata."""
    some = [row for one in world.instances for row in one.active_providers]
    instance.providers = [
        _copy(world, some[number % len(some)], instance) for number in range(_PROVIDERS)
    ]
    instance.metadata = {f"key {number:05}": _VALUE for number in range(_KEYS)}


def _copy(world: World, row: InstanceProvider, instance: Instance) -> InstanceProvider:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    return InstanceProvider(**{**values, "id": world.new_id("iip_"), "instance": instance})


@contextmanager
def _served(world: World) -> Iterator[str]:
    """Serve a world in this process, as the sandbox serves only its own; give its URL."""
    config = uvicorn.Config(create_app(world), port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + STARTING
    while not server.started:
        assert time.monotonic() < deadline, "The server does not start."
        time.sleep(0.01)
    try:
        _, port = server.servers[0].sockets[0].getsockname()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(5)
