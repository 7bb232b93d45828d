"""Acting on many in a real terminal: the server's log proves what was sent, and how often."""

from __future__ import annotations

from collections import Counter

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.test_explorer import INSTANCES, choices, ready

FAULTS = "/_sandbox/faults"


def test_the_marked_are_changed_then_archived_each_once(sandbox: Sandbox, explore: Explore) -> None:
    listed = [one["id"] for one in choices(sandbox, INSTANCES, order="desc")][:5]
    before = {one: sandbox.get(f"{INSTANCES}/{one}")["metadata"] or {} for one in listed}
    terminal = ready(explore(size=(80, 24)))

    terminal.press(" ", "down", "down", "down", "v")
    terminal.wait_for("5 marked")

    terminal.press("e")
    terminal.wait_for("Change 5 instances")
    terminal.type('{"audited": true}')
    terminal.press("ctrl+s")
    terminal.wait_for("a change")
    assert sandbox.writes == []
    terminal.insist("a", "5 done.")
    assert {one.path.rpartition("/")[2]: one.body for one in sandbox.writes} == {
        one: {"metadata": {**metadata, "audited": True}} for one, metadata in before.items()
    }
    assert {one.method for one in sandbox.writes} == {"PATCH"}
    assert len(sandbox.writes) == 5
    terminal.press("escape")
    terminal.wait_gone("marked")

    # A rate limit in the middle, a conflict for good, and an answer that is lost on its way.
    faults = [
        {"kind": "rate_limited", "method": "DELETE", "after": 2, "count": 1, "seconds": 1},
        {"kind": "status", "status": 409, "method": "DELETE", "path": f"{INSTANCES}/{listed[1]}"},
        {"kind": "reset_after", "method": "DELETE", "path": f"{INSTANCES}/{listed[4]}"},
    ]
    sandbox.http.put(FAULTS, json=faults).raise_for_status()
    terminal.press("g", " ", "down", "down", "down", "v")
    terminal.wait_for("5 marked")
    terminal.press("d")
    terminal.wait_for("Archive 5 instances")
    terminal.press("enter")
    terminal.insist("a", "4 done, 1 failed.")
    terminal.press("escape")
    terminal.wait_for("1 marked")
    statuses = {one: sandbox.get(f"{INSTANCES}/{one}")["status"] for one in listed}
    assert [one for one, status in statuses.items() if status != "archived"] == [listed[1]]
    deleted = [one for one in sandbox.requests if one.method == "DELETE"]
    processed = Counter(one.path.rpartition("/")[2] for one in deleted if one.status == 200)
    assert set(processed.values()) == {1}
    assert max(Counter(one.path for one in deleted).values()) <= 2
