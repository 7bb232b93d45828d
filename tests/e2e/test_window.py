"""The mouse, the window's title, links and calls: what goes between terminal and explorer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.settings_file import configure
from tests.e2e.test_explorer import INSTANCES, choices, ready

FAULTS = "/_sandbox/faults"
BLUR = "\x1b[O"


def test_the_mouse_moves_opens_orders_scrolls_and_picks(sandbox: Sandbox, explore: Explore) -> None:
    listed = choices(sandbox, INSTANCES, order="desc")
    names = [one["name"][:16] for one in listed]
    at = next(place for place, one in enumerate(listed) if place > 3 and one["providers"])
    terminal = ready(explore(size=(120, 40)))

    # A click goes to a row, and the tree follows.
    row = terminal.place_of(names[at])
    terminal.click(*row)
    terminal.wait_for(lambda text: f"─ {listed[at]['name']} ─" in text and "▼ providers" in text)
    terminal.wait_quiet()
    # Another on the same row goes in, as Enter does.
    terminal.click(*row)
    terminal.wait_for("/ search")
    terminal.wait_quiet()
    # In the tree, a click goes to a node and folds it.
    terminal.click(*terminal.place_of("▼ providers"))
    terminal.wait_for("▶ providers")
    terminal.wait_quiet()

    # The wheel scrolls what it is over, whatever has the focus.
    assert names[-1] not in terminal.text
    terminal.wheel(*row, down=20)
    terminal.wait_for(names[-1])
    terminal.wheel(*row, down=-20)
    terminal.wait_for(names[0])
    terminal.wait_quiet()

    # A column's title orders by it, and again turns that round.
    terminal.click(*terminal.place_of("Name"))
    terminal.wait_for("Name ▲")
    terminal.wait_quiet()
    terminal.click(*terminal.place_of("Name"))
    terminal.wait_for("Name ▼")
    terminal.wait_quiet()

    # What the footer names is picked there.
    terminal.click(*terminal.place_of("? help"))
    terminal.wait_for("search the keys")
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_gone("search the keys")
    assert sandbox.writes == []


def test_the_title_says_what_is_open(sandbox: Sandbox, explore: Explore) -> None:
    first, second = choices(sandbox, INSTANCES, order="desc")[:2]
    place = "metorial · Acme Web / Development · development"
    terminal = ready(explore())
    terminal.wait_for_output(f"\x1b]2;{place} · {first['name']}\a".encode())
    terminal.press("down")
    terminal.wait_for_output(f"\x1b]2;{place} · {second['name']}\a".encode())
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.output.count(b"\x1b[22;0t") == terminal.output.count(b"\x1b[23;0t") == 1


@pytest.mark.parametrize(
    ("name", "is_link"), [("xterm-256color", True), ("linux", False)], ids=lambda one: str(one)
)
def test_a_link_is_one_to_the_terminal(
    sandbox: Sandbox, explore: Explore, name: str, is_link: bool
) -> None:
    [integration] = choices(sandbox, "/integrations", search="Onboarding playground")
    link, plain = "https://runbooks.example.org/ada?from=tui", "http://runbooks.example.org/plain"
    made = sandbox.post(
        INSTANCES,
        {
            "integration_id": integration["id"],
            "name": "With a runbook",
            "metadata": {"runbook": link, "plain": plain},
        },
    )
    terminal = explore(made["id"], size=(120, 40), TERM=name)
    terminal.wait_for("▼ With a runbook")
    terminal.wait_quiet()
    terminal.press("/")
    terminal.wait_for("Enter to the match")
    terminal.type("runbooks.example")
    terminal.wait_quiet()
    terminal.press("enter")
    terminal.wait_quiet()
    linked = rf"\x1b\]8;[^;]*;{re.escape(link)}\x1b\\".encode()
    assert (re.search(linked, terminal.output) is not None) is is_link
    assert f";{plain}\x1b\\".encode() not in terminal.output


def test_the_end_of_long_work_calls_who_looks_elsewhere(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    ways = ("bell", "osc9", "osc777", "none")
    tables = "".join(
        f'[profiles.{way}]\nnotify = "{way}"\nbackground_rows = 0\npage_size = 20\n' for way in ways
    )
    configure(home, tables)
    terminals = {way: explore("--profile", way) for way in ways}
    for terminal in terminals.values():
        terminal.wait_for("38 loaded")
        terminal.wait_quiet()
    slow = {"kind": "latency", "seconds": 5.5, "path": INSTANCES, "count": len(ways)}
    sandbox.http.put(FAULTS, json=[slow]).raise_for_status()
    for terminal in terminals.values():
        terminal.press("L")
        terminal.wait_quiet()
        terminal.type(BLUR)
    wanted = {
        "bell": [b"\a"],
        "osc9": [b"\x1b]9;metorial: 48 instances are loaded.\a"],
        "osc777": [b"\x1b]777;notify;metorial;48 instances are loaded.\a"],
        "none": [],
    }
    for way, terminal in terminals.items():
        terminal.wait_for("48 loaded, complete")
        terminal.wait_for(lambda _, way=way: calls(terminals[way].output) == wanted[way])  # type: ignore[misc]  # its default is what it is called with
    assert all(calls(terminals[way].output) == wanted[way] for way in ways)


def calls(output: bytes) -> list[bytes]:
    """Return what called the user: bells of their own, and messages of the desktop."""
    said = re.findall(rb"\x1b\][^\a\x1b]*(?:\a|\x1b\\)|\a", output)
    return [one for one in said if one == b"\a" or one.startswith((b"\x1b]9;", b"\x1b]777;"))]
