"""The key and a session's secrets are looked for in every byte that leaves the explorer."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal


def disguises(secret: str) -> Iterator[bytes]:
    """Yield the ways in which a secret may be written."""
    plain = secret.encode()
    yield plain
    yield plain[::-1]
    yield plain.hex().encode()
    yield quote(secret, safe="").encode()
    for shift in range(3):  # Base64 depends on where in the text it begins.
        packed = base64.b64encode(b"\0" * shift + plain)
        yield packed[4 if shift else 0 : -4]


def found(secrets: list[str], places: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return which secret is in which place."""
    return [
        (name, secret[:12])
        for name, written in places.items()
        for secret in secrets
        if any(disguise in written for disguise in disguises(secret))
    ]


def process_family(process_id: int) -> Iterator[int]:
    """Yield a process and all that it has started and that still runs."""
    yield process_id
    for task in Path(f"/proc/{process_id}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from process_family(int(child))


def places_of(terminal: Terminal, home: Path) -> dict[str, bytes]:
    """Return all that was written, by where: the terminal, the disk, what `ps` shows."""
    places = {"terminal": terminal.output}
    for process_id in process_family(terminal.process_id):
        places[f"ps {process_id}"] = Path(f"/proc/{process_id}/cmdline").read_bytes()
    for file in home.rglob("*"):
        if file.is_file():
            places[str(file)] = file.read_bytes()
    return places


def test_the_searcher_finds_what_is_hidden() -> None:
    secret = "metorial_sk_canary0123"
    packed = base64.b64encode(b"key=" + secret.encode() + b";")
    assert found([secret], {"plain": f"a {secret}".encode(), "packed": packed, "not": b"x"}) == [
        ("plain", secret[:12]),
        ("packed", secret[:12]),
    ]


def test_no_secret_leaves_but_by_its_owners_hand(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    terminal = explore(size=(120, 40))
    terminal.wait_for("loaded, complete")
    for key, title in [("?", "Keys"), ("o", "Order the list by"), ("n", "New instance")]:
        terminal.press(key)
        terminal.wait_for(title)
        terminal.press("escape")
        terminal.wait_gone(title)
    for key in "ciuj":
        terminal.press("y")
        terminal.wait_for("Copy")
        terminal.wait_quiet()
        terminal.press(key)
        terminal.wait_quiet()
    terminal.press("/")
    terminal.type("status:active")
    terminal.wait_for("asking")
    terminal.wait_gone("asking")
    terminal.press("enter")
    terminal.wait_quiet()
    terminal.press("t")
    terminal.wait_for("Session template")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("is set")
    terminal.press("s")
    terminal.wait_for("New session")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("Session created")
    terminal.wait_quiet()

    [made, *_] = sandbox.get("/sessions", order="desc", limit="1")["items"]
    secrets = [sandbox.key, made["client_secret"], made["connection_url"]]
    assert all(len(secret) > 12 for secret in secrets)
    places = places_of(terminal, home)
    assert len(places) >= 2
    assert found(secrets, places) == []
    terminal.press("escape")
    terminal.wait_gone("Session created")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert found(secrets, {"terminal": terminal.output}) == []
