"""A filter that outlives the explorer, in a real terminal, with what the server was asked."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal
from tests.e2e.test_explorer import INSTANCES, choices, is_list, ready


def leave(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


def test_a_filter_is_saved_and_applied_after_a_restart(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    drafts = choices(sandbox, INSTANCES, status="draft", order="desc")
    every = choices(sandbox, INSTANCES, order="desc")
    terminal = ready(explore(size=(80, 24)))
    terminal.press("/")
    terminal.wait_for("Enter to the list")
    terminal.type("status:draft")
    terminal.wait_for(f" {len(drafts)} │")
    terminal.press("ctrl+s")
    terminal.wait_for("Save the filter")
    terminal.wait_quiet()
    terminal.type("my drafts")
    terminal.press("enter")
    terminal.wait_for("Saved as my drafts.")
    # Cleared before the end, so that nothing is gone on with.
    terminal.press("escape")
    terminal.wait_for(f" {len(every)} │")
    terminal.press("enter")
    terminal.wait_for("Enter open")
    leave(terminal)

    (saved,) = home.rglob("filters.toml")
    assert tomllib.loads(saved.read_text()) == {"my drafts": {"filter": "status:draft"}}
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600

    terminal = ready(explore(size=(80, 24)))
    terminal.wait_for(f" {len(every)} │")
    terminal.press("/")
    terminal.wait_for("Enter to the list")
    terminal.press("down")
    terminal.wait_for("my drafts")
    terminal.press("enter")
    terminal.wait_for(lambda text: "Instances · my drafts" in text and f" {len(drafts)} │" in text)
    sandbox.wait_for(lambda one: is_list(one, status=["draft"]))
    terminal.wait_quiet()
    leave(terminal)

    # That was in use: the third start goes on with it, and asks for no other list.
    begun = len(sandbox.requests)
    terminal = explore(size=(80, 24))
    terminal.wait_for(lambda text: "/ status:draft" in text and f" {len(drafts)} │" in text)
    asked = [one for one in sandbox.requests[begun:] if is_list(one)]
    assert {one.query["status"][0] for one in asked} == {"draft"}
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_for(f" {len(every)} │")
    assert sandbox.writes == []
