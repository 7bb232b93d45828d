"""Faults over a real socket, in a real terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import clean_environment

FAULTS = "/_sandbox/faults"


@pytest.fixture
def chaos(home: Path) -> Iterator[Sandbox]:
    """A sandbox that fails now and then."""
    with Sandbox(clean_environment(home), instances=60, arguments=["--chaos"]) as served:
        yield served


def test_a_list_that_fails_comes_back_by_itself(sandbox: Sandbox, explore: Explore) -> None:
    fault = {"kind": "status", "status": 500, "path": "/integration-instances", "count": 1}
    sandbox.http.put(FAULTS, json=[fault]).raise_for_status()
    terminal = explore()
    terminal.wait_for("Trying again at")
    terminal.wait_for("loaded, complete", timeout=30)
    terminal.wait_gone("Trying again at")
    lists = [one for one in sandbox.requests if one.path == "/integration-instances"]
    assert lists[0].status == 200  # The fault's own answers are not in the log.
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_a_broken_line_keeps_the_rows_and_every_key(sandbox: Sandbox, explore: Explore) -> None:
    terminal = explore()
    terminal.wait_for("loaded, complete")
    for kind in ("reset_before", "truncated", "html", "empty"):
        sandbox.http.put(FAULTS, json=[{"kind": kind, "path": "/integration"}]).raise_for_status()
        terminal.press("R")
        terminal.wait_for("Shown", timeout=30)
        terminal.press("down")
        terminal.wait_quiet()
        sandbox.http.delete(FAULTS).raise_for_status()
        terminal.press("R")
        terminal.wait_gone("Shown", timeout=30)
        assert "<html>" not in terminal.text
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_the_explorer_lives_through_chaos(chaos: Sandbox, explore: Explore) -> None:
    terminal = explore(host=chaos.url, key=chaos.key)
    terminal.wait_for("loaded", timeout=60)
    for _ in range(12):
        terminal.press("R", "down", "enter", "escape", "r")
        terminal.wait_quiet()
    met = sum(one["met"] for one in chaos.get(FAULTS)["faults"])
    assert met > 3
    terminal.press("q")
    assert terminal.wait_exit(timeout=30) == 0
    assert terminal.is_restored
