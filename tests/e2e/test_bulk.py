"""Acting on many in a real terminal: the server's log proves what was sent, and how often."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.test_explorer import INSTANCES, choices, open_dialog, ready

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


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("method", ["DELETE", "PATCH"])
def test_a_key_that_loses_its_right_half_way_leaves_the_rest_untouched(
    sandbox: Sandbox, explore: Explore, method: str, status: int
) -> None:
    listed = [one["id"] for one in choices(sandbox, INSTANCES, order="desc")][:12]
    # A rate limit before it is waited out, and what it refused is sent again.
    faults = [
        {"kind": "rate_limited", "method": method, "after": 1, "count": 1, "seconds": 1},
        {"kind": "status", "status": status, "method": method, "after": 3},
    ]
    sandbox.http.put(FAULTS, json=faults).raise_for_status()
    terminal = ready(explore(size=(80, 24)))
    terminal.press(" ", *["down"] * 10, "v")
    terminal.wait_for("12 marked")
    if method == "PATCH":
        open_dialog(terminal, "e", "Change 12 instances")
        terminal.type('{"audited": true}')
        terminal.press("ctrl+s")
        terminal.wait_for("a change")
    else:
        open_dialog(terminal, "d", "Archive 12 instances")
    terminal.insist("a", "Esc close")
    terminal.wait_for(lambda text: "not tried" in text or "left" in text)
    done = [one for one in sandbox.writes if one.method == method]
    assert all(one.status == 200 for one in done)
    assert len({one.path for one in done}) == len(done) < 12
    terminal.press("escape")
    # What was not done keeps its mark.
    terminal.wait_for(f"{12 - len(done)} marked")
    now = {one: sandbox.get(f"{INSTANCES}/{one}") for one in listed}
    changed = {
        key
        for key, one in now.items()
        if one["status"] == "archived" or (one["metadata"] or {}).get("audited")
    }
    assert changed == {one.path.rpartition("/")[2] for one in done}
