"""Starting where there is no network, after a start where there was one."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.command import run
from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import clean_environment


def test_the_last_list_is_there_without_a_network(home: Path, explore: Explore) -> None:
    with Sandbox(clean_environment(home), instances=30) as sandbox:
        terminal = explore(host=sandbox.url, key=sandbox.key, size=(100, 30))
        terminal.wait_for("loaded, complete")
        first = sandbox.get("/integration-instances", order="desc", limit="1")["items"][0]
        terminal.wait_quiet()
        terminal.press("q")
        assert terminal.wait_exit() == 0
    again = explore(host=sandbox.url, key=sandbox.key, size=(100, 30))
    screen = again.wait_for("OFFLINE")
    assert first["name"][:20] in screen
    again.press("e")
    again.wait_for("Nothing can be changed before")
    again.press("q")
    assert again.wait_exit() == 0

    other = explore(host=sandbox.url, key="metorial_sk_another", size=(100, 30))
    screen = other.wait_for("No connection")
    assert first["name"][:20] not in screen
    other.press("q")
    assert other.wait_exit() == 0

    files = list((home / ".cache").rglob("*.sqlite3"))
    assert [file.name for file in files] == ["lists.sqlite3"]
    removed = run(home, "cache", "clear")
    assert removed.stdout == f"Removed {files[0]}.\n"
    assert not files[0].exists()
    assert run(home, "cache", "clear").stdout == f"There is no {files[0]}.\n"


def test_without_a_cache_nothing_is_kept(home: Path, explore: Explore) -> None:
    terminal = explore("--no-cache")
    terminal.wait_for("loaded, complete")
    terminal.wait_quiet()
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert list(home.rglob("*.sqlite3")) == []
