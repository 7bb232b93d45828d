"""The window's title says where one is, and the end of long work calls."""

from __future__ import annotations

import pytest
from textual.events import AppBlur, AppFocus

from tests.ui.app_host import Explorer, settle
from tui.app import ExplorerApp
from tui.profile import Notification, Profile
from tui.screens import long_work

ESC = "\x1b"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the terminal and draws nothing."""
    monkeypatch.setenv("TERM", "xterm-256color")
    written: list[str] = []
    monkeypatch.setattr(ExplorerApp, "_write", lambda _, text: written.append(text))
    return written


def titles(written: list[str]) -> list[str]:
    return [one[4:-1] for one in written if one.startswith(f"{ESC}]2;")]


async def test_the_title_says_where_one_is(written: list[str]) -> None:
    host = Explorer(profile=Profile(name="acme"))
    async with host.running() as pilot:
        await settle(pilot, lambda: host.shown is not None)
        place = "metorial · acme · Acme Web / Development · development"
        assert titles(written)[-1] == f"{place} · {host.names[0]}"
        assert len(titles(written)) == len(set(titles(written)))


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("bell", "\a"),
        ("osc9", f"{ESC}]9;metorial: 48 instances are loaded.\a"),
    ],
)
async def test_the_end_of_long_work_calls_who_looks_elsewhere(
    written: list[str], monkeypatch: pytest.MonkeyPatch, way: Notification, said: str
) -> None:
    monkeypatch.setattr(long_work, "LONG", 0.0)
    host = Explorer(instances=60, profile=Profile(notify=way))
    async with host.running() as pilot:
        await settle(pilot, lambda: host.is_idle)
        host.app.post_message(AppBlur())
        host.screen._load_all()
        await settle(pilot, lambda: bool(calls(written)))
        assert calls(written) == [said]
        host.app.post_message(AppFocus())
        host.screen._load_all()
        await settle(pilot, lambda: host.is_idle)
        assert calls(written) == [said]


def calls(written: list[str]) -> list[str]:
    return [one for one in written if one[:4] not in (f"{ESC}]2;", f"{ESC}[?2")]
