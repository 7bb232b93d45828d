"""`E`: the whole instance in an editor, what cannot be sent of it, and what is."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

import pytest

from tests.ui.app_host import LIST, NARROW, Explorer, drawn, on, press, settle
from tui.app import ExplorerApp
from tui.errors import UsageError
from tui.screens import outside
from tui.screens.discard import DiscardScreen
from tui.screens.review import ReviewScreen
from tui.screens.whole_edit import RefusedScreen


class Editor:
    """Stands for the user's editor: does, one after the other, what it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *steps: Callable[[str], str]) -> None:
        self.opened: list[str] = []
        self._steps = list(steps)
        monkeypatch.setattr(outside, "edit", self._edit)
        monkeypatch.setattr(ExplorerApp, "suspend", lambda app: nullcontext())

    def _edit(self, text: str, environ: Any, *, suffix: str) -> str | None:
        assert suffix == ".json"
        self.opened.append(text)
        left = self._steps.pop(0)(text)
        return None if left == text else left


def fails(text: str) -> str:
    raise UsageError("The editor ended with 1: nothing was changed.")


def changed(**fields: Any) -> Callable[[str], str]:
    return lambda text: json.dumps({**json.loads(text), **fields}, indent=2)


def said_more_than(explorer: Explorer, count: int) -> bool:
    return len(explorer.said) > count


async def test_what_cannot_be_sent_is_edited_again_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    editor = Editor(
        monkeypatch,
        lambda text: changed(name="By hand", status="draft")(text).replace("\n}", ",\n}"),
        lambda text: text.replace(",\n}", "\n}"),
        fails,
        changed(status="active"),
    )
    explorer = Explorer(filter_text="status:active")
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "E")
        await on(pilot, RefusedScreen)
        assert "line " in drawn(pilot)
        await press(pilot, "escape")
        await on(pilot, DiscardScreen)
        await press(pilot, "escape")
        await on(pilot, RefusedScreen)
        for _ in range(2):
            # The second time the editor fails, and what was typed is still there.
            await press(pilot, "enter")
            await settle(pilot, lambda: "status: this cannot be changed" in drawn(pilot))
        await press(pilot, "enter")
        await on(pilot, ReviewScreen)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert explorer.names[0] == "By hand"
    assert explorer.wire.bodies("PATCH", LIST) == [{"name": "By hand"}]
    assert len(editor.opened) == 4
    assert json.loads(editor.opened[3])["name"] == "By hand"


async def test_what_was_not_changed_or_failed_or_is_discarded_sends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Editor(monkeypatch, str, lambda text: json.dumps(json.loads(text)), fails, changed(id="x"))
    explorer = Explorer()
    async with explorer.running(NARROW) as pilot:
        said = ["Nothing changed: there is nothing to send."] * 2
        said.append("The editor ended with 1: nothing was changed.")
        while explorer.said != said:
            count = len(explorer.said)
            await press(pilot, "E")
            await settle(pilot, partial(said_more_than, explorer, count))
        await press(pilot, "E")
        await on(pilot, RefusedScreen)
        await press(pilot, "shift+tab", "enter")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
    assert {one.method for one in explorer.wire.requests} == {"GET"}
