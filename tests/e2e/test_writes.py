"""Every write by the keyboard: what is refused stays, what is slow or lost is sent once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Request, Sandbox
from tests.e2e.terminal import Terminal
from tests.e2e.test_explorer import INSTANCES, choices, open_dialog, pick, ready, send
from tui.screens.grace import GRACE

FAULTS = "/_sandbox/faults"
TYPED = " by keys"


@dataclass(frozen=True)
class Write:
    """One kind of write.

    Attributes:
        method: How it is sent.
        path: Where to, with the instance's ID in it.
        begin: Opens its form and types into it.
        done: What is said once it is done.
        name: What the name ends with that is sent; of a change it is all that is.
        again: What sends it, once the form is there.
        lost: What is asked where its answer is lost; empty where nobody has to be asked.
    """

    method: str
    path: str
    begin: Callable[[Terminal], None]
    done: str
    name: str = ""
    again: Callable[[Terminal], None] = send
    lost: str = ""


def type_into(key: str, title: str) -> Callable[[Terminal], None]:
    def begin(terminal: Terminal) -> None:
        open_dialog(terminal, key, title)
        terminal.press("end")
        terminal.type(TYPED)
        terminal.wait_for(TYPED)

    return begin


def create(terminal: Terminal) -> None:
    open_dialog(terminal, "n", "New instance")
    pick(terminal, "Choose the integration", "Knowledge search")
    terminal.press("tab")
    terminal.type("Made" + TYPED)
    terminal.wait_for("Made" + TYPED)


def clone(terminal: Terminal) -> None:
    open_dialog(terminal, "c", "New instance")
    terminal.wait_for("Ada copy")


def set_provider(terminal: Terminal) -> None:
    terminal.press("enter")
    terminal.wait_for("fold")
    terminal.wait_quiet()
    terminal.press("j", "j")
    terminal.wait_quiet()
    open_dialog(terminal, "e", "Set provider")
    terminal.press("tab", "tab")
    terminal.wait_quiet()
    open_dialog(terminal, "enter", "tools by")
    terminal.press("up", "enter")
    terminal.wait_quiet()


def archive(terminal: Terminal) -> None:
    open_dialog(terminal, "d", "Archive the instance")
    terminal.wait_quiet(pause=GRACE)  # It takes no answer at once.


def confirm(terminal: Terminal) -> None:
    terminal.press("a")


def undo(terminal: Terminal) -> None:
    type_into("e", "Edit Ada")(terminal)
    send(terminal)
    terminal.wait_for("U undoes it")
    terminal.wait_quiet()
    # It goes on to the review by itself.
    open_dialog(terminal, "U", "What is sent")
    terminal.press("escape")
    terminal.wait_gone("What is sent")
    terminal.wait_quiet()


INSTANCE = INSTANCES + "/{}"
IS_IT = "Is it this one?"
WRITES = {
    "create": Write("POST", INSTANCES, create, "─ Created ─", "Made by keys", lost=IS_IT),
    "clone": Write("POST", INSTANCES, clone, "─ Created ─", "Ada copy", lost=IS_IT),
    "update": Write("PATCH", INSTANCE, type_into("e", "Edit Ada"), "Updated Ada by keys", TYPED),
    "set_provider": Write("PUT", INSTANCE + "/providers/", set_provider, " is set"),
    "archive": Write("DELETE", INSTANCE, archive, "Archived Ada", again=confirm),
    "undo": Write("PATCH", INSTANCE, undo, "is as it was before", "Ada"),
    "template": Write(
        "POST",
        INSTANCE + "/session-template",
        type_into("t", "Session template"),
        "is updated",
        TYPED,
    ),
    "session": Write(
        "POST",
        INSTANCE + "/session",
        type_into("s", "New session"),
        "Session created",
        TYPED.strip(),
        lost=IS_IT,
    ),
}


@pytest.fixture(params=WRITES)
def write(request: pytest.FixtureRequest) -> Write:
    return WRITES[request.param]


@pytest.fixture
def instance(sandbox: Sandbox) -> dict[str, Any]:
    """An active instance with providers and a session template."""
    listed = choices(sandbox, INSTANCES, status="active")
    templates = choices(sandbox, "/session-templates", status="active")
    used = {one["integration_instance_id"] for one in templates if one["name"]}
    found = next(one for one in listed if one["id"] in used and one["providers"])
    sandbox.http.patch(f"{INSTANCES}/{found['id']}", json={"name": "Ada"}).raise_for_status()
    return found


class Sending:
    """One write in a terminal, and what the sandbox was sent of it."""

    def __init__(
        self, sandbox: Sandbox, explore: Explore, instance: dict[str, Any], write: Write
    ) -> None:
        self.sandbox = sandbox
        self.write = write
        self.path = write.path.format(instance["id"])
        self.terminal = ready(explore("--filter", f"id:{instance['id']}", size=(120, 40)))
        write.begin(self.terminal)
        self._before = len(sandbox.writes)

    def meet(self, *faults: dict[str, Any]) -> None:
        """Let this write meet faults, one after the other."""
        every = [{"method": self.write.method, "path": self.path, **one} for one in faults]
        self.sandbox.http.put(FAULTS, json=every).raise_for_status()

    @property
    def sent(self) -> list[Request]:
        """What was carried out."""
        return self.sandbox.writes[self._before :]

    def check_it_was_sent_once(self) -> None:
        [one] = self.sent
        assert (one.method, one.status) == (self.write.method, 200)
        assert one.path.startswith(self.path)
        if self.write.name:
            assert one.body["name"].endswith(self.write.name)
            assert one.method == "POST" or set(one.body) == {"name"}


def test_what_is_refused_stays_and_what_is_slow_is_sent_once(
    sandbox: Sandbox, explore: Explore, instance: dict[str, Any], write: Write
) -> None:
    sending = Sending(sandbox, explore, instance, write)
    terminal = sending.terminal
    refusals = [{"kind": "status", "status": one, "count": 1} for one in (409, 410, 412)]
    sending.meet(*refusals, {"kind": "latency", "seconds": 1})
    for status in (409, 410, 412):
        write.again(terminal)
        terminal.wait_for(f"Refused with {status}")
        terminal.wait_quiet()
        assert sending.sent == []
    write.again(terminal)
    terminal.wait_for("Sending" if write.again is send else "Archiving")
    # Whoever does not see it done presses it again.
    terminal.press("ctrl+s", "a", "ctrl+s")
    terminal.wait_for(write.done)
    sending.check_it_was_sent_once()


def test_what_lost_its_answer_is_found_and_was_sent_once(
    sandbox: Sandbox, explore: Explore, instance: dict[str, Any], write: Write
) -> None:
    sending = Sending(sandbox, explore, instance, write)
    terminal = sending.terminal
    sending.meet({"kind": "reset_after", "count": 1})
    write.again(terminal)
    if write.lost:
        terminal.wait_for(write.lost)
        terminal.wait_quiet()
        terminal.press("enter")
    terminal.wait_for(write.done)
    sending.check_it_was_sent_once()
