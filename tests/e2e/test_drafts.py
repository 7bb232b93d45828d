"""Whatever ends the explorer while a form is open: what was typed is there at the next start."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command
from tests.e2e.test_explorer import choices

FAULTS = "/_sandbox/faults"
INSTANCES = "/integration-instances"
NAME = "Typed, not sent"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(clean_environment(tmp_path), instances=20) as sandbox:
        yield sandbox


def explore(sandbox: Sandbox, home: Path, *arguments: str, **more: str) -> Terminal:
    variables = {"METORIAL_API_HOST": sandbox.url, "METORIAL_API_KEY": sandbox.key, **more}
    terminal = Terminal(
        installed_command(*arguments),
        environment=clean_environment(home, **variables),
        size=(120, 40),
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


def type_session(terminal: Terminal) -> None:
    press(terminal, "s", until="New session")
    terminal.type(NAME)
    terminal.wait_for(NAME)


def with_template(sandbox: Sandbox) -> str:
    """Return the ID of an instance that sessions are made of."""
    active = {one["id"] for one in choices(sandbox, INSTANCES, status="active")}
    templates = choices(sandbox, "/session-templates", status="active")
    return next(
        str(one["integration_instance_id"])
        for one in templates
        if one["integration_instance_id"] in active and one["providers"]
    )


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


ENDS = pytest.mark.parametrize("end", [kill, stop, hang_up])


@dataclass(frozen=True)
class Form:
    """A form that makes something.

    Attributes:
        key: Opens it.
        title: What its frame says.
        type: Types a name into it.
        path: Where it sends to, with the instance's ID in it.
        sends: The fields it sends.
        made: What is said once it is made.
    """

    key: str
    title: str
    type: Callable[[Terminal], None]
    path: str
    sends: set[str]
    made: str


FORMS = {
    "instance": Form(
        "n",
        "New instance",
        type_instance,
        INSTANCES,
        {"name", "integration_id"},
        "─ Created ─",
    ),
    "session": Form(
        "s",
        "New session",
        type_session,
        INSTANCES + "/{}/session",
        {"name"},
        "Session created",
    ),
}


@ENDS
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_was_typed_is_offered_again_whole_and_never_sent_twice(
    sandbox: Sandbox, tmp_path: Path, end: Callable[[Terminal], None], form: Form
) -> None:
    instance = with_template(sandbox)
    path, only = form.path.format(instance), ("--filter", f"id:{instance}")
    terminal = explore(sandbox, tmp_path, *only)
    form.type(terminal)
    end(terminal)

    again = explore(sandbox, tmp_path, *only)
    again.wait_for("Not sent yet")
    press(again, form.key, until="Go on with what was typed before?")
    press(again, "enter", until="Description")
    assert NAME in again.text
    assert sandbox.writes == []
    # It is carried out, but its answer never comes to its end.
    slow = {"kind": "slow_body", "path": path, "method": "POST", "seconds": 60}
    sandbox.http.put(FAULTS, json=[slow]).raise_for_status()
    press(again, "ctrl+s", until="What is sent")
    again.press("ctrl+s")
    made = sandbox.wait_for(lambda one: one.method == "POST")
    again.wait_for("Sending")
    end(again)
    sandbox.http.put(FAULTS, json=[]).raise_for_status()

    with explore(sandbox, tmp_path, *only) as last:
        press(last, form.key, until="was being sent")
        press(last, "enter", until="Description")
        press(last, "ctrl+s", until="Is it this one?")
        last.press("enter")
        last.wait_for(form.made)
    assert sandbox.writes == [made]
    assert (made.body["name"], set(made.body)) == (NAME, form.sends)


@ENDS
def test_what_could_not_be_sent_of_a_whole_edit_is_offered_again_and_sent_once(
    sandbox: Sandbox, tmp_path: Path, end: Callable[[Terminal], None]
) -> None:
    instance = with_template(sandbox)
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import json, pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "instance = json.loads(path.read_text())\n"
        "status = 'active' if instance['status'] == 'gone' else 'gone'\n"
        f"instance |= {{'name': {NAME!r}, 'status': status}}\n"
        "path.write_text(json.dumps(instance, indent=2))\n"
    )
    options = {"EDITOR": f"{sys.executable} {editor}"}
    only = ("--filter", f"id:{instance}")
    terminal = explore(sandbox, tmp_path, *only, **options)
    press(terminal, "E", until="this cannot be changed")
    end(terminal)

    with explore(sandbox, tmp_path, *only, **options) as again:
        again.wait_for("Not sent yet")
        press(again, "E", until="Go on with what was typed before?")
        assert " old" in again.text
        press(again, "enter", until="What is sent")
        again.press("ctrl+s")
        again.wait_for(f"Updated {NAME}")
    [sent] = sandbox.writes
    assert (sent.method, sent.body) == ("PATCH", {"name": NAME})
