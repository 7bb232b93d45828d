"""A form that is saved as a file and filled in from one, in a real terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import KEYS, Terminal
from tests.e2e.test_explorer import INSTANCES, choices, open_dialog, ready, send, the_only

F5, F6 = KEYS["f5"].decode(), KEYS["f6"].decode()
NEEDED = "an integration is needed"
CTRL_S, CTRL_U = "\x13", "\x15"


def use_file(terminal: Terminal, key: str, title: str, path: str = "") -> None:
    """Name a file in the dialog that a key opens, or take the one that it names."""
    open_dialog(terminal, key, title)
    terminal.type(path)
    terminal.wait_for(path)
    terminal.press("enter")
    terminal.wait_gone(title)
    terminal.wait_quiet()


def test_keys_typed_at_once_go_where_they_lead_and_none_is_lost(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    [integration] = choices(sandbox, "/integrations", search="Knowledge search")
    body = {"integration_id": integration["id"], "name": "All at once"}
    (home / "in.json").write_text(json.dumps(body))
    terminal = ready(explore(size=(80, 24)))
    open_dialog(terminal, "n", "New instance")

    # The dialog comes of the first key: what is behind it is not the form's.
    terminal.type(F6 + CTRL_S)
    terminal.wait_for("Save as a file")
    terminal.wait_quiet()
    assert NEEDED not in terminal.text
    terminal.press("escape")
    terminal.wait_gone("Save as a file")
    terminal.wait_quiet()
    # What comes first is done first: nothing can be sent yet, and then the file is asked for.
    terminal.type(CTRL_S + F5)
    terminal.wait_for("Fill in from a file")
    terminal.wait_for(NEEDED)
    terminal.press("escape")
    terminal.wait_gone("Fill in from a file")
    terminal.wait_quiet()

    terminal.type(f"{F5}wrong{CTRL_U}~/in.json\r{CTRL_S}")
    terminal.wait_for("What is sent")
    assert sandbox.writes == []
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("─ Created ─")
    assert len(sandbox.writes) == 1
    assert the_only(sandbox.writes, "POST", INSTANCES).body == body


def test_what_is_saved_of_one_form_is_created_from_another_once(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    [integration] = choices(sandbox, "/integrations", search="Knowledge search")
    notion = next(one["id"] for one in choices(sandbox, "/providers") if one["slug"] == "notion")
    body: dict[str, Any] = {
        "integration_id": integration["id"],
        "name": "From a file",
        "metadata": {"team": "support"},
        "providers": [
            {"provider_id": notion, "tool_filters": {"type": "tool_keys", "keys": ["search"]}}
        ],
    }
    (home / "in.json").write_text(json.dumps(body))
    terminal = ready(explore(size=(80, 24)))
    open_dialog(terminal, "n", "New instance")
    use_file(terminal, "f5", "Fill in from a file", "~/in.json")
    terminal.wait_for("Knowledge search")
    use_file(terminal, "f6", "Save as a file")
    terminal.wait_for("Saved as")
    assert json.loads((home / "from-a-file.json").read_text()) == body
    assert (home / "from-a-file.json").stat().st_mode & 0o777 == 0o600
    terminal.press("escape")
    terminal.wait_for("Discard what you typed?")
    terminal.wait_quiet()
    terminal.press("tab", "enter")
    terminal.wait_gone("New instance")
    terminal.wait_quiet()

    open_dialog(terminal, "n", "New instance")
    use_file(terminal, "f5", "Fill in from a file", "from-a-file.json")
    terminal.wait_for("Knowledge search")
    assert sandbox.writes == []
    send(terminal)
    terminal.wait_for("─ Created ─")
    assert len(sandbox.writes) == 1
    assert the_only(sandbox.writes, "POST", INSTANCES).body == body
