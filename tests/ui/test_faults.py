"""Each fault of the help's table, as its user meets it on the main screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.ui.app_host import LIST, Explorer, drawn, on, press, settle
from tui.errors import ConnectionLost
from tui.models.requests import CreateIntegrationInstance
from tui.sandbox.fault import Fault
from tui.screens.welcome import WelcomeScreen

GUIDE = Path(__file__).parents[2] / "tui" / "help" / "faults.md"
NEXT_TRY = "Trying again at 12:00:05 UTC; r tries now."


@dataclass(frozen=True, slots=True)
class Failing:
    """What a refresh of the list comes to.

    Attributes:
        faults: What goes wrong.
        says: What the notice above the rows holds.
        sent: How often the list is asked for at once.
        goes_on: Whether it is tried again by itself.
        never: What must not be on the screen.
    """

    faults: Sequence[Fault]
    says: str
    sent: int
    goes_on: bool
    never: str = "\x00"


LOST = "broke before the answer"
NOT_JSON = "Is this host the Metorial API?"
FAILING = {
    "The connection breaks before the answer": Failing(
        [Fault(kind="reset_before", path=LIST)], LOST, 4, True
    ),
    "An answer stops half-way": Failing([Fault(kind="truncated", path=LIST)], LOST, 4, True),
    "No answer comes in time": Failing(
        [Fault(kind="no_answer", path=LIST)], "did not answer in time", 1, True
    ),
    "429, saying nothing": Failing(
        [Fault(kind="rate_limited", telling="nothing", path=LIST)], "limit", 4, True
    ),
    "500": Failing(
        [Fault(kind="status", status=500, path=LIST)], "An internal error occurred", 1, True
    ),
    "502, 503 or 504, JSON or a proxy's HTML": Failing(
        [Fault(kind="status", status=502, as_html=True, path=LIST)], "502", 4, True, "<html>"
    ),
    "A redirect to another host": Failing(
        [Fault(kind="redirect", path=LIST)], "redirect", 1, False
    ),
    "403 on the list": Failing(
        [Fault(kind="status", status=403, path=LIST)], "lacks the right", 1, False
    ),
    "HTML with status 200": Failing([Fault(kind="html", path=LIST)], NOT_JSON, 1, False, "<html>"),
    "An empty answer": Failing([Fault(kind="empty", path=LIST)], NOT_JSON, 1, False),
    "Broken JSON": Failing([Fault(kind="malformed", path=LIST)], NOT_JSON, 1, False),
}
"""By the table's first column."""

ELSEWHERE = {
    "There is no network at the start",
    "No connection can be made",
    "A change's answer is lost",
    "An answer is slow",
    "429, saying how long to wait",
    "401 after the key had worked",
    "Instances change between two pages",
    "A page comes twice",
    "A page is missing",
}
"""The rows that have a test of their own: below, and in `test_offline`."""


def test_the_table_has_a_test_for_each_row() -> None:
    lines = [line for line in GUIDE.read_text().splitlines() if line.startswith("| ")]
    rows = [line.split("|")[1].strip() for line in lines[1:]]
    assert set(rows) == {*FAILING, *ELSEWHERE}
    assert len(rows) == len(set(rows))


def noticed(explorer: Explorer, words: str) -> Callable[[], bool]:
    return lambda: words in str(explorer.screen.notice.content)


@pytest.mark.parametrize("title", FAILING)
async def test_a_refresh_that_fails(title: str) -> None:
    failing = FAILING[title]
    explorer = Explorer()
    async with explorer.running() as pilot:
        before = explorer.names
        explorer.wire.faults.set(failing.faults)
        explorer.wire.requests.clear()
        await press(pilot, "R")
        await settle(pilot, lambda: explorer.store.state.phase == "failed" and explorer.is_idle)
        notice = str(explorer.screen.notice.content)
        assert failing.says in notice
        assert (NEXT_TRY in notice) == failing.goes_on
        assert failing.never not in drawn(pilot)
        assert "Shown is what was loaded" in notice
        assert explorer.names == before
        assert explorer.screen.instances.dimmed
        assert len(explorer.wire.sent("GET")) == failing.sent
        hosts = {request.url.host for request in explorer.wire.requests}
        assert hosts == {"api.metorial.com"}
        # All else goes on: the cursor moves, and the next try brings the list back.
        await press(pilot, "down")
        assert explorer.cursor == explorer.store.state.rows[1].key
        explorer.wire.faults.set([])
        await press(pilot, "r")
        await settle(pilot, lambda: explorer.is_loaded)
        assert not explorer.screen.notice.display


async def test_no_connection_is_tried_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.store.circuit.PAUSES", (0.05,))
    explorer = Explorer()
    failures = 0

    async def unplugged(request: httpx.Request) -> httpx.Response | None:
        nonlocal failures
        failures += 1
        if failures > 24:
            return None
        raise httpx.ConnectError("no route to host")

    explorer.wire.tap = unplugged
    async with explorer.running(loaded=False) as pilot:
        await settle(pilot, lambda: explorer.is_loaded)
        assert failures > 24
        assert explorer.names
        assert explorer.screen.header.place
        assert not explorer.screen.notice.display


async def test_pauses_grow_until_it_works_again() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        explorer.wire.faults.set([Fault(kind="status", status=500, path=LIST)])
        for second in ("05", "10", "20"):
            await press(pilot, "r" if second != "05" else "R")
            await settle(pilot, noticed(explorer, f"12:00:{second} UTC"))
        explorer.wire.faults.set([])
        await press(pilot, "r")
        await settle(pilot, lambda: explorer.is_loaded)
        explorer.wire.faults.set([Fault(kind="status", status=500, path=LIST)])
        await press(pilot, "R")
        await settle(pilot, noticed(explorer, NEXT_TRY))


async def test_a_lost_answer_to_a_create_is_never_repeated() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        document = explorer.store.document(explorer.store.state.rows[0].key)
        assert document is not None
        explorer.wire.faults.set([Fault(kind="reset_after", method="POST")])
        body = CreateIntegrationInstance(integration_id=document["integration_id"], name="once")
        with pytest.raises(ConnectionLost) as caught:
            await explorer.store.writing.create(body)
        assert caught.value.outcome_unknown
        assert len(explorer.wire.sent("POST")) == 1
        await press(pilot, "R")
        await settle(pilot, lambda: explorer.is_loaded)
        assert explorer.names.count("once") == 1


async def test_a_slow_answer_leaves_the_keys_alone() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        explorer.wire.faults.set([Fault(kind="latency", path=LIST, seconds=2.5, count=1)])
        await press(pilot, "R")
        await settle(pilot, lambda: explorer.store.state.phase == "loading")
        await press(pilot, "down", "down")
        assert explorer.store.state.phase == "loading"
        assert explorer.screen.instances.cursor == 2
        assert "loading" in " ".join(explorer.screen.header.facts)
        await settle(pilot, lambda: explorer.is_loaded)


@pytest.mark.parametrize("telling", ["headers", "retry_after"])
async def test_a_rate_limit_that_says_how_long_is_waited_out(telling: str) -> None:
    explorer = Explorer(waits_move_the_clock=True)
    async with explorer.running() as pilot:
        fault = Fault.from_json(
            {"kind": "rate_limited", "telling": telling, "path": LIST, "seconds": 7, "count": 1}
        )
        explorer.wire.faults.set([fault])
        explorer.wire.requests.clear()
        explorer.waits.clear()
        said: list[str] = []
        explorer.store.subscribe(lambda state: said.append(str(state.waiting or "")))
        await press(pilot, "R")
        await settle(pilot, lambda: explorer.is_loaded and len(explorer.wire.sent("GET")) > 1)
        assert 7 <= sum(explorer.waits) < 10
        assert any("trying again in" in one for one in said)
        assert explorer.store.state.error is None


async def test_a_key_that_is_refused_is_asked_for_over_the_rows() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        before = explorer.names
        explorer.wire.faults.set([Fault(kind="status", status=401)])
        await press(pilot, "R")
        await on(pilot, WelcomeScreen)
        assert explorer.names == before


@pytest.mark.parametrize(
    ("kind", "complete"),
    [("changed_items", True), ("repeated_page", False), ("missing_page", False)],
)
async def test_pages_that_do_not_follow(kind: str, complete: bool) -> None:
    explorer = Explorer()
    # The second page meets it: the first is let pass.
    explorer.wire.faults.set([Fault.from_json({"kind": kind, "path": LIST, "after": 1})])
    async with explorer.running(loaded=False) as pilot:
        await settle(
            pilot,
            lambda: (
                explorer.screen._store is not None
                and explorer.store.state.phase == "ready"
                and explorer.is_idle
            ),
        )
        keys = [row.key for row in explorer.store.state.rows]
        assert keys
        assert len(keys) == len(set(keys))
        assert explorer.store.state.complete == complete
        facts = " ".join(explorer.screen.header.facts)
        assert ("more on the server" in facts) == (not complete)
        if complete:
            assert len(keys) > 100
            assert any("changed" in name for name in explorer.names)
        explorer.wire.faults.set([])
        await press(pilot, "R", "L")
        await settle(pilot, lambda: explorer.is_loaded)
        assert len(explorer.names) > 100
