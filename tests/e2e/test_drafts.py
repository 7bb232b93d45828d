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
NAME = "Typed, not sent"


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


def press(terminal: Terminal, key: str, *, until: str) -> None:
    """Press a key, and wait until what it brings takes keys."""
    terminal.press(key)
    terminal.wait_for(until)
    terminal.wait_quiet()


def type_instance(terminal: Terminal) -> None:
    press(terminal, "n", until="New instance")
    press(terminal, "enter", until="Choose the integration")
    terminal.press("enter")
    terminal.wait_gone("Choose the integration")
    terminal.wait_quiet()
    terminal.press("tab")
    terminal.wait_quiet()
    terminal.type(NAME)
    terminal.wait_for(NAME)


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
def test_what_was_typed_is_offered_again_whole_and_never_sent_twice(
    sandbox: Sandbox, tmp_path: Path, end: Callable[[Terminal], None]
) -> None:
    terminal = explore(sandbox, tmp_path)
    type_instance(terminal)
    end(terminal)

    again = explore(sandbox, tmp_path)
    again.wait_for("Not sent yet")
    press(again, "n", until="Go on with what was typed before?")
    press(again, "enter", until="Description")
    assert NAME in again.text
    assert sandbox.writes == []
    # It is carried out, but its answer never comes to its end.
    slow = {"kind": "slow_body", "path": INSTANCES, "method": "POST", "seconds": 60}
    sandbox.http.put(FAULTS, json=[slow]).raise_for_status()
    press(again, "ctrl+s", until="What is sent")
    again.press("ctrl+s")
    made = sandbox.wait_for(lambda one: one.method == "POST")
    again.wait_for("Sending")
    end(again)
    sandbox.http.put(FAULTS, json=[]).raise_for_status()

    with explore(sandbox, tmp_path) as last:
        press(last, "n", until="was being sent")
        press(last, "enter", until="Description")
        press(last, "ctrl+s", until="Is it this one?")
        last.press("enter")
        last.wait_for("─ Created ─")
    assert sandbox.writes == [made]
    assert (made.body["name"], set(made.body)) == (NAME, {"name", "integration_id"})
