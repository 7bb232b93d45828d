"""$EDITOR from a real terminal: within a form, and for an instance as a whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command
from tests.e2e.test_explorer import INSTANCES, choices, ready, the_only

_METADATA = """
import pathlib, sys
path = pathlib.Path(sys.argv[1])
fails = pathlib.Path(__file__).with_name("fails")
if fails.exists():
    path.write_text("{}")
    sys.exit(1)
path.write_text('{"edited": "outside"}\\n')
"""
_NAME = """
import json, pathlib, sys
path = pathlib.Path(sys.argv[1])
instance = json.loads(path.read_text())
path.write_text(json.dumps({**instance, "name": "By the editor"}, indent=2))
"""


@pytest.fixture
def found(sandbox: Sandbox) -> dict[str, Any]:
    """The newest active instance."""
    return choices(sandbox, INSTANCES, status="active", order="desc")[0]


def explore(sandbox: Sandbox, home: Path, found: dict[str, Any], editor: str) -> Terminal:
    """Start the explorer on that instance alone, with a program as its editor."""
    program = home / "editor.py"
    program.write_text(editor)
    variables = {
        "METORIAL_API_HOST": sandbox.url,
        "METORIAL_API_KEY": sandbox.key,
        "EDITOR": f"{sys.executable} {program}",
    }
    environment = clean_environment(home, **variables)
    command = installed_command("--filter", f"id:{found['id']}")
    return Terminal(command, environment=environment, size=(120, 40))


def test_a_clone_is_edited_outside_and_created_once(
    sandbox: Sandbox, home: Path, found: dict[str, Any]
) -> None:
    with explore(sandbox, home, found, _METADATA) as terminal:
        ready(terminal)
        terminal.press("c")
        terminal.wait_for(f"{found['name']} copy")
        terminal.wait_quiet()
        # The metadata is the form's last field.
        terminal.press("shift+tab")
        terminal.wait_quiet()
        terminal.press("shift+tab", "shift+tab")
        terminal.wait_quiet()
        terminal.press("f4")
        terminal.wait_for('"edited": "outside"}')
        terminal.wait_quiet()
        (home / "fails").touch()
        terminal.press("f4")
        # Keys typed before the editor has ended would be the editor's.
        terminal.wait_for("The editor ended with 1")
        terminal.wait_quiet()
        terminal.press("ctrl+s")
        terminal.wait_for("What is sent")
        terminal.press("ctrl+s")
        terminal.wait_for("─ Created ─")
    [made] = sandbox.writes
    assert (made.method, made.path) == ("POST", INSTANCES)
    assert made.body["name"] == f"{found['name']} copy"
    assert made.body["integration_id"] == found["integration_id"]
    assert made.body["metadata"] == {"edited": "outside"}
    assert made.body.get("identity_id") == found["identity_id"]
    assert {row["provider_id"] for row in made.body.get("providers", [])} == {
        row["provider"]["id"] for row in found["providers"]
    }


def test_an_instance_is_edited_as_a_whole_and_only_what_changed_is_sent(
    sandbox: Sandbox, home: Path, found: dict[str, Any]
) -> None:
    path = f"{INSTANCES}/{found['id']}"
    with explore(sandbox, home, found, _NAME) as terminal:
        ready(terminal)
        terminal.press("E")
        terminal.wait_for("What is sent")
        assert "By the editor" in terminal.text
        terminal.wait_quiet()
        assert sandbox.writes == []
        terminal.press("ctrl+s")
        terminal.wait_for("Updated By the editor")
    assert len(sandbox.writes) == 1
    assert the_only(sandbox.writes, "PATCH", path).body == {"name": "By the editor"}
