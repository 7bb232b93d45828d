"""Whatever ends the explorer while a form is open: what was typed is there at the next start."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command

FAULTS = "/_sandbox/faults"
INSTANCES = "/integration-instances"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(clean_environment(tmp_path), instances=20) as sandbox:
        yield sandbox


def explore(sandbox: Sandbox, home: Path) -> Terminal:
    variables = {"METORIAL_API_HOST": sandbox.url, "METORIAL_API_KEY": sandbox.key}
    terminal = Terminal(
        installed_command(), environment=clean_environment(home, **variables), size=(120, 40)
    )
    terminal.wait_for("complete")
    terminal.wait_quiet()
    return terminal


def type_template(terminal: Terminal) -> None:
    terminal.press("t")
    terminal.wait_for("Session template")
    terminal.wait_quiet()
    terminal.type("Typed, not sent")
    terminal.wait_for("Typed, not sent")


def kill(terminal: Terminal) -> None:
    time.sleep(0.5)  # What was typed last is kept after a moment.
    terminal.signal(signal.SIGKILL)
    terminal.wait_exit()


def stop(terminal: Terminal) -> None:
    terminal.signal(signal.SIGTERM)
    terminal.wait_exit()


def hang_up(terminal: Terminal) -> None:
    terminal.hang_up()
    terminal.wait_exit()


@pytest.mark.parametrize("end", [kill, stop, hang_up])
def test_what_was_typed_is_offered_again_whole(
    sandbox: Sandbox, tmp_path: Path, end: Callable[[Terminal], None]
) -> None:
    terminal = explore(sandbox, tmp_path)
    type_template(terminal)
    end(terminal)
    with explore(sandbox, tmp_path) as again:
        again.wait_for("Not sent yet")
        again.press("t")
        again.wait_for("Go on with what was typed before?")
        again.wait_quiet()
        again.press("enter")
        again.wait_for("Typed, not sent")
        assert sandbox.writes == []


def test_killed_while_it_is_sent_it_is_neither_lost_nor_sent_twice(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    slow = {"kind": "latency", "path": INSTANCES, "method": "POST", "seconds": 30}
    terminal = explore(sandbox, tmp_path)
    type_template(terminal)
    sandbox.http.put(FAULTS, json=[slow]).raise_for_status()
    terminal.press("ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("Sending")
    kill(terminal)
    sandbox.http.put(FAULTS, json=[]).raise_for_status()
    with explore(sandbox, tmp_path) as again:
        again.press("t")
        again.wait_for("was being sent")
        again.wait_quiet()
        again.press("enter")
        again.wait_for("Typed, not sent")
        again.wait_quiet()
        again.press("ctrl+s")
        again.wait_for("had no answer")
        assert len(sandbox.writes) <= 1
