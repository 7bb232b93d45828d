"""$EDITOR from within a form, and a clone, in a real terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command
from tests.e2e.test_explorer import INSTANCES, choices, ready

_EDITOR = """
import pathlib, sys
path = pathlib.Path(sys.argv[1])
fails = pathlib.Path(__file__).with_name("fails")
if fails.exists():
    path.write_text("{}")
    sys.exit(1)
path.write_text('{"edited": "outside"}\\n')
"""


def test_a_clone_is_edited_outside_and_created_once(sandbox: Sandbox, home: Path) -> None:
    editor = home / "editor.py"
    editor.write_text(_EDITOR)
    found = choices(sandbox, INSTANCES, status="active", order="desc")[0]
    variables = {
        "METORIAL_API_HOST": sandbox.url,
        "METORIAL_API_KEY": sandbox.key,
        "EDITOR": f"{sys.executable} {editor}",
    }
    environment = clean_environment(home, **variables)
    command = installed_command("--filter", f"id:{found['id']}")
    with Terminal(command, environment=environment, size=(120, 40)) as terminal:
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
