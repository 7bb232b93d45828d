"""Filters and columns that outlive the explorer, in a real terminal, with what was asked."""

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

    begun = len(sandbox.requests)
    terminal = explore("--filter", "@my drafts", size=(80, 24))
    terminal.wait_for(lambda text: "/ status:draft" in text and f" {len(drafts)} │" in text)
    asked = [one for one in sandbox.requests[begun:] if is_list(one)]
    assert {one.query["status"][0] for one in asked} == {"draft"}
    terminal.wait_quiet()
    leave(terminal)

    # That was in use: the next start goes on with it, and asks for no other list.
    begun = len(sandbox.requests)
    terminal = explore(size=(80, 24))
    terminal.wait_for(lambda text: "/ status:draft" in text and f" {len(drafts)} │" in text)
    asked = [one for one in sandbox.requests[begun:] if is_list(one)]
    assert {one.query["status"][0] for one in asked} == {"draft"}
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_for(f" {len(every)} │")
    assert sandbox.writes == []


def test_columns_are_chosen_and_kept_and_restored_with_a_filter(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    drafts = choices(sandbox, INSTANCES, status="draft", order="desc")
    teams = [str(one["metadata"]["team"]) for one in drafts if "team" in (one["metadata"] or {})]
    terminal = ready(explore(size=(120, 40)))
    terminal.press("C")
    terminal.wait_for("Add a key of the metadata")
    terminal.wait_quiet()
    terminal.type("a")
    terminal.wait_for("Tab complete")
    terminal.type("tea")
    terminal.wait_for("There are: team")
    terminal.press("tab", "enter")
    terminal.wait_for("[x] metadata.team")
    terminal.press("escape")
    terminal.wait_for(lambda text: "Add a key" not in text and " team " in text)
    # What it was read from was at hand.
    listed = len([one for one in sandbox.requests if is_list(one)])

    terminal.press("/")
    terminal.wait_for("Enter to the list")
    terminal.type("status:draft")
    terminal.wait_for(f" {len(drafts)} │")
    terminal.press("enter")
    terminal.wait_for("Enter open")
    terminal.press("o")
    terminal.wait_for("Order the list by")
    terminal.wait_quiet()
    terminal.press("down", "down", "down", "down", "down", "enter")
    terminal.wait_for("team ▲")
    lists = [line.partition("││")[0] for line in terminal.text.splitlines()]
    assert min(teams) in next(line for line in lists if "○" in line)
    terminal.press("ctrl+s")
    terminal.wait_for("Save the filter")
    terminal.wait_quiet()
    terminal.type("by team")
    terminal.press("enter")
    terminal.wait_for("Saved as by team.")
    terminal.wait_quiet()
    leave(terminal)
    assert len([one for one in sandbox.requests if is_list(one)]) <= listed + 2

    (settings,) = home.rglob("config.toml")
    columns = ["status", "name", "providers", "updated", "metadata.team"]
    assert tomllib.loads(settings.read_text()) == {"columns": columns}
    (saved,) = home.rglob("filters.toml")
    by_team = {"filter": "status:draft", "sort": "metadata.team"}
    assert tomllib.loads(saved.read_text()) == {"by team": by_team}

    # Somebody shares the filter with columns of its own; the profile's are the usual ones again.
    settings.unlink()
    saved.write_text(saved.read_text() + 'columns = ["name", "metadata.team", "id"]\n')
    terminal = explore(size=(120, 40))
    terminal.wait_for(lambda text: "Providers" in text and f" {len(drafts)} │" in text)
    terminal.wait_quiet()
    terminal.press("'")
    terminal.wait_for("shows name, team, id")
    terminal.press("enter")
    terminal.wait_for(lambda text: "team ▲" in text and "Providers" not in text)
    terminal.wait_for(drafts[0]["id"])
    assert sandbox.writes == []
