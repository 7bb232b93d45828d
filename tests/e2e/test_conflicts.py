"""What goes wrong between a form and the API, in a terminal: nothing lost, nothing sent twice."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal

FAULTS = "/_sandbox/faults"
INSTANCES = "/integration-instances"
OURS = "terminal"
"""What the explorer's own writes have in their body, to tell them from the test's."""


def edit_first(sandbox: Sandbox, explore: Explore) -> tuple[Terminal, str]:
    """Open the form of the first instance; return its path too."""
    terminal = explore(size=(120, 40))
    terminal.wait_for("loaded, complete")
    terminal.wait_quiet()
    terminal.press("e")
    terminal.wait_for("Description")
    terminal.wait_quiet()
    reads = [one.path for one in sandbox.requests if one.path.startswith(f"{INSTANCES}/")]
    return terminal, reads[-1]


def ours(sandbox: Sandbox, method: str) -> list[object]:
    """Return the bodies of what the explorer wrote."""
    return [one.body for one in sandbox.writes if one.method == method and OURS in str(one.body)]


def test_of_what_both_changed_only_the_choice_is_sent(sandbox: Sandbox, explore: Explore) -> None:
    terminal, path = edit_first(sandbox, explore)
    terminal.type(f" {OURS}")
    theirs = {"name": "Theirs", "description": "Theirs alone"}
    sandbox.http.patch(path, json=theirs).raise_for_status()
    terminal.press("ctrl+s")
    terminal.wait_for("choose what stands")
    terminal.wait_quiet()
    terminal.press("y", "ctrl+s")
    terminal.wait_for("What is sent")
    assert "Theirs alone" in terminal.text
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("U undoes it")
    (body,) = ours(sandbox, "PATCH")
    assert isinstance(body, dict)
    assert list(body) == ["name"]
    now = sandbox.get(path)
    assert (now["name"], now["description"]) == (body["name"], "Theirs alone")


def test_what_was_made_without_an_answer_is_taken_and_made_once(
    sandbox: Sandbox, explore: Explore
) -> None:
    terminal = explore(size=(80, 24))
    terminal.wait_for("loaded, complete")
    terminal.wait_quiet()
    terminal.press("n")
    terminal.wait_for("New instance")
    terminal.wait_quiet()
    terminal.press("enter")
    terminal.wait_for("Choose the integration")
    terminal.wait_quiet()
    terminal.press("enter")
    terminal.wait_gone("Choose the integration")
    terminal.wait_quiet()
    terminal.press("tab")
    terminal.wait_quiet()
    terminal.type(f"By {OURS}")
    terminal.wait_for(f"By {OURS}")
    fault = {"kind": "reset_after", "path": INSTANCES, "method": "POST", "count": 1}
    sandbox.http.put(FAULTS, json=[fault]).raise_for_status()
    terminal.press("ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("Is it this one?")
    terminal.wait_quiet()
    terminal.press("enter")
    terminal.wait_gone("Is it this one?")
    terminal.wait_for("─ Created ─")
    assert len(ours(sandbox, "POST")) == 1


def test_what_others_changed_while_no_answer_came_is_told_and_chosen(
    sandbox: Sandbox, explore: Explore
) -> None:
    terminal, path = edit_first(sandbox, explore)
    terminal.type(f" {OURS}")
    terminal.press("ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    sandbox.http.patch(path, json={"name": "Theirs"}).raise_for_status()
    fault = {"kind": "reset_before", "path": path, "method": "PATCH", "count": 1}
    sandbox.http.put(FAULTS, json=[fault]).raise_for_status()
    terminal.press("ctrl+s")
    terminal.wait_for("name is now")
    assert OURS in terminal.text
    assert ours(sandbox, "PATCH") == []
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("choose what stands")
    terminal.wait_quiet()
    terminal.press("y", "ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("U undoes it")
    (body,) = ours(sandbox, "PATCH")
    assert isinstance(body, dict)
    assert list(body) == ["name"]


@pytest.mark.parametrize("status", [409, 410, 412, 401])
def test_what_is_refused_stays_in_the_form(sandbox: Sandbox, explore: Explore, status: int) -> None:
    terminal, path = edit_first(sandbox, explore)
    terminal.type(f" {OURS}")
    refusal = {"kind": "status", "status": status, "path": path, "method": "PATCH", "count": 1}
    slow = {"kind": "latency", "path": path, "method": "PATCH", "seconds": 0.5}
    sandbox.http.put(FAULTS, json=[refusal, slow]).raise_for_status()
    terminal.press("ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    if status == 401:
        terminal.wait_for("Another key")
        terminal.wait_quiet()
        terminal.press("escape")
        terminal.wait_gone("Another key")
    else:
        terminal.wait_for(f"Refused with {status}")
    assert OURS in terminal.text
    assert ours(sandbox, "PATCH") == []
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    sandbox.wait_for(lambda one: one.method == "PATCH" and OURS in str(one.body))
    terminal.wait_for("U undoes it")
    assert len(ours(sandbox, "PATCH")) == 1
