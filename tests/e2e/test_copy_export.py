"""What leaves the explorer: by tmux's buffer, by the clipboard, into files."""

from __future__ import annotations

import csv
import json
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command
from tests.e2e.test_explorer import INSTANCES, choices, copied, is_list, open_dialog, ready


@pytest.fixture
def tmux(home: Path) -> Iterator[tuple[str, ...]]:
    """The command line of a tmux server of the test's own, which ends with it."""
    # A socket's path must be short.
    command = ("tmux", "-f", "/dev/null", "-S", f"/tmp/{home.parent.name[-24:]}.tmux")
    yield command
    subprocess.run([*command, "kill-server"], check=False, capture_output=True, timeout=10)
    Path(command[-1]).unlink(missing_ok=True)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_in_tmux_a_copy_goes_to_its_buffer(
    sandbox: Sandbox, home: Path, tmux: tuple[str, ...]
) -> None:
    newest = choices(sandbox, INSTANCES, order="desc")[0]
    environment = clean_environment(
        home, METORIAL_API_HOST=sandbox.url, METORIAL_API_KEY=sandbox.key
    )
    inside = ["new-session", *installed_command()]
    with Terminal([*tmux, *inside], environment=environment, size=(100, 31)) as terminal:
        ready(terminal)
        open_dialog(terminal, "y", "Copy")
        terminal.press("i")
        terminal.wait_for("sent to tmux via load-buffer")
        buffer = subprocess.run(
            [*tmux, "show-buffer"], env=environment, capture_output=True, check=True, timeout=10
        )
        assert buffer.stdout.decode() == newest["id"]
        assert sandbox.key.encode() not in terminal.output


def test_everything_that_the_copy_menu_names_is_copied(sandbox: Sandbox, explore: Explore) -> None:
    newest = choices(sandbox, INSTANCES, order="desc")[0]
    url = f"{sandbox.url}{INSTANCES}/{newest['id']}"
    terminal = ready(explore(size=(80, 24)))
    terminal.press("enter")
    terminal.wait_for("fold")
    terminal.wait_quiet()
    terminal.press("G")
    terminal.wait_for("archived")
    terminal.wait_quiet()
    for key in "vkpiucj":
        open_dialog(terminal, "y", "Copy")
        before = len(copied(terminal))
        terminal.press(key)
        terminal.wait_for(lambda _, before=before: len(copied(terminal)) == before + 1)  # type: ignore[misc]  # its default is what it is called with
        terminal.wait_quiet()
    *field, identifier, address, command, document = copied(terminal)
    assert field == [newest["id"], "id", "id"]
    assert (identifier, address) == (newest["id"], url)
    assert url in command
    assert "$METORIAL_API_KEY" in command
    assert json.loads(document) == newest["id"]
    assert sandbox.key.encode() not in terminal.output
    assert sandbox.writes == []


def test_what_is_listed_is_written_for_spreadsheets_and_scripts(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    [integration] = choices(sandbox, "/integrations", search="Onboarding playground")
    formula = '=HYPERLINK("https://evil.example","x")'
    made = sandbox.post(
        INSTANCES,
        {
            "integration_id": integration["id"],
            "name": formula,
            "description": "+1\n@SUM(A1)",
            "metadata": {"team": "-2+3"},
        },
    )
    drafts = choices(sandbox, INSTANCES, status="draft", order="desc")
    terminal = explore("--filter", "status:draft", size=(80, 24))
    terminal.wait_for(f"{len(drafts)} loaded, complete")
    terminal.wait_quiet()

    for name in ("drafts.csv", "drafts.jsonl"):
        open_dialog(terminal, "x", "Export")
        asked = len(sandbox.requests)
        terminal.type(f"\x15~/{name}")
        terminal.wait_quiet()
        terminal.press("enter")
        terminal.wait_for(f"{len(drafts)} written to")
        terminal.wait_quiet()
        # What was listed is at hand.
        assert not any(is_list(one, status=["draft"]) for one in sandbox.requests[asked:])

    table, lines = home / "drafts.csv", home / "drafts.jsonl"
    assert {stat.S_IMODE(one.stat().st_mode) for one in (table, lines)} == {0o600}
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [one["id"] for one in drafts]
    [row] = [row for row in rows if row["id"] == made["id"]]
    assert row["name"] == f"'{formula}"
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row.values()
    )
    # For a script all is as it was sent.
    documents = [json.loads(line) for line in lines.read_text().splitlines()]
    assert [one["id"] for one in documents] == [one["id"] for one in drafts]
    [document] = [one for one in documents if one["id"] == made["id"]]
    assert document["name"] == formula
    assert len(sandbox.writes) == 1  # That was the test's own.
