"""Opening a link: it asks, shows the host, and gives the browser no key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui.app_host import Explorer, on, press, settle, text_of
from tests.ui.test_main_screen import example, serve
from tui.screens.confirm import ConfirmScreen

KEY = "metorial_sk_0123456789abcdef"


async def to_the_link(pilot: Pilot[None], explorer: Explorer) -> None:
    """Go to the tree's node of the link."""
    await press(pilot, "enter", "slash", *"example.org", "enter")
    tree = explorer.screen.object_tree
    await settle(pilot, lambda: bool(tree.node and "example.org" in str(tree.node.value)))


def with_link(explorer: Explorer, link: str) -> None:
    document: dict[str, Any] = example("example")
    document["metadata"] = {"runbook": link}
    serve(explorer, document)


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that writes down what it is given."""
    script, seen = tmp_path / "browser", tmp_path / "seen"
    write = f'{{ printf "%s\\n" "$@"; env; }} > "{seen}.new"; mv "{seen}.new" "{seen}"'
    script.write_text(f"#!/bin/sh\n{write}\n")
    script.chmod(0o700)
    for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BROWSER", f"{script} %s")
    monkeypatch.setenv("METORIAL_API_KEY", KEY)
    return seen


async def test_a_link_is_opened_after_asking_with_its_host_shown(browser: Path) -> None:
    explorer = Explorer(instances=3)
    with_link(explorer, "https://\u0430pple.example.org/x?y=$(id)")
    async with explorer.running() as pilot:
        await to_the_link(pilot, explorer)
        await press(pilot, "b")
        await on(pilot, ConfirmScreen)
        assert "xn--pple-43d.example.org" in text_of(pilot).splitlines()
        assert not browser.exists()
        await press(pilot, "tab", "enter")
        await settle(pilot, browser.exists)
        argument, *environment = browser.read_text().splitlines()
        assert argument == "https://xn--pple-43d.example.org/x?y=$(id)"
        assert KEY not in "\n".join(environment)


async def test_not_agreeing_opens_nothing(browser: Path) -> None:
    explorer = Explorer(instances=3)
    with_link(explorer, "https://example.org/x")
    async with explorer.running() as pilot:
        await to_the_link(pilot, explorer)
        await press(pilot, "b")
        await on(pilot, ConfirmScreen)
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert not browser.exists()


async def test_over_ssh_the_link_is_offered_to_be_copied(
    browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "1.2.3.4 1 5.6.7.8 22")
    explorer = Explorer(instances=3)
    with_link(explorer, "https://example.org/x")
    async with explorer.running() as pilot:
        await to_the_link(pilot, explorer)
        await press(pilot, "b")
        await on(pilot, ConfirmScreen)
        assert "No browser opens here." in text_of(pilot)
        await press(pilot, "tab", "enter")
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.said[-1].startswith("The link was sent to")
        assert not browser.exists()


async def test_a_link_that_is_not_opened_says_why() -> None:
    explorer = Explorer(instances=3)
    with_link(explorer, "http://example.org/x")
    async with explorer.running() as pilot:
        await to_the_link(pilot, explorer)
        await press(pilot, "b")
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.said == ["Only https links are opened; y copies this one."]


async def test_elsewhere_it_says_the_objects_url() -> None:
    explorer = Explorer(instances=3)
    async with explorer.running() as pilot:
        await press(pilot, "b")
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.said[0].startswith("https://api.metorial.com/integration-instances/")
