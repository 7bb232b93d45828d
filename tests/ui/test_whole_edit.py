"""`E`: the whole instance in an editor, what cannot be sent of it, and what is."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.ui.app_host import LIST, NARROW, Explorer, drawn, on, press, settle
from tui.app import ExplorerApp
from tui.errors import UsageError
from tui.screens import outside
from tui.screens.choice import ChoiceScreen
from tui.screens.conflict import ConflictScreen
from tui.screens.discard import DiscardScreen
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.refused import RefusedScreen
from tui.screens.review import ReviewScreen


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


SECRET = "ghp_" + "a" * 36


def files(folder: Path) -> list[Path]:
    return list(folder.glob("*.json"))


async def refused(folder: Path, monkeypatch: pytest.MonkeyPatch, **fields: Any) -> None:
    """Edit the first instance to what cannot be sent, and end there."""
    Editor(monkeypatch, changed(**fields))
    explorer = Explorer(filter_text="status:active", drafts=folder)
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "E")
        await on(pilot, RefusedScreen)
        explorer.app.exit()
        await pilot.pause()


async def test_what_could_not_be_sent_is_offered_again_and_gone_once_it_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused(tmp_path, monkeypatch, name="By hand", status="gone")
    [kept] = files(tmp_path)
    assert kept.stat().st_mode & 0o777 == 0o600
    editor = Editor(monkeypatch, str, changed(status="active"), changed(name="Other"))
    explorer = Explorer(filter_text="status:active", drafts=tmp_path)
    async with explorer.running(NARROW) as pilot:
        await settle(pilot, lambda: any("as JSON, typed" in one for one in explorer.said))
        instance = explorer.world.instances.get(explorer.cursor or "")
        assert instance is not None
        # What others changed meanwhile is not undone: the text is of what it was then.
        instance.description = "Theirs"
        await press(pilot, "E")
        await on(pilot, ChoiceScreen)
        assert instance.name[:20] in drawn(pilot)
        assert " old" in drawn(pilot)
        await press(pilot, "enter")
        # It was left as it is: it still cannot be sent.
        await on(pilot, RefusedScreen)
        assert json.loads(editor.opened[0])["name"] == "By hand"
        await press(pilot, "enter")
        await on(pilot, ReviewScreen)
        assert len(files(tmp_path)) == 1
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert explorer.wire.bodies("PATCH", LIST) == [{"name": "By hand"}]
        assert instance.description == "Theirs"
        assert files(tmp_path) == []
        # It begins anew, as nothing is left.
        await press(pilot, "E")
        await on(pilot, ReviewScreen)


async def test_what_both_changed_is_chosen_and_the_form_keeps_what_was_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused(tmp_path, monkeypatch, name="By hand", status="gone")
    Editor(monkeypatch, changed(status="active"))
    explorer = Explorer(filter_text="status:active", drafts=tmp_path)
    async with explorer.running(NARROW) as pilot:
        instance = explorer.world.instances.get(explorer.cursor or "")
        assert instance is not None
        instance.name = "Theirs"
        await press(pilot, "E")
        await on(pilot, ChoiceScreen)
        await press(pilot, "enter")
        await on(pilot, ConflictScreen)
        explorer.app.exit()
        await pilot.pause()
    again = Explorer(filter_text="status:active", drafts=tmp_path)
    async with again.running(NARROW) as pilot:
        await press(pilot, "e")
        await on(pilot, ChoiceScreen)
        await press(pilot, "enter")
        await on(pilot, InstanceFormScreen)
        assert "By hand" in drawn(pilot)


async def test_what_is_discarded_is_kept_no_longer_and_a_failing_editor_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused(tmp_path, monkeypatch, status="gone")
    Editor(monkeypatch, fails, str)
    explorer = Explorer(filter_text="status:active", drafts=tmp_path)
    async with explorer.running(NARROW) as pilot:
        for _ in range(2):
            await press(pilot, "E")
            await on(pilot, ChoiceScreen)
            assert len(files(tmp_path)) == 1
            await press(pilot, "enter")
            await settle(pilot, lambda: explorer.is_idle)
            await settle(pilot, lambda: not isinstance(explorer.app.screen, ChoiceScreen))
        await on(pilot, RefusedScreen)
        await press(pilot, "escape")
        await on(pilot, DiscardScreen)
        await press(pilot, "tab", "enter")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert files(tmp_path) == []


async def test_a_secret_is_not_kept_and_its_mask_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused(tmp_path, monkeypatch, metadata={"token": SECRET}, status="gone")
    [kept] = files(tmp_path)
    assert SECRET not in kept.read_text()
    Editor(monkeypatch, changed(status="active"), changed(metadata={"token": SECRET}))
    explorer = Explorer(filter_text="status:active", drafts=tmp_path)
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "E")
        await on(pilot, ChoiceScreen)
        await press(pilot, "enter")
        await on(pilot, RefusedScreen)
        assert "metadata: (masked) stands where a secret was" in drawn(pilot)
        await press(pilot, "enter")
        await on(pilot, ReviewScreen)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
    assert explorer.wire.bodies("PATCH", LIST) == [{"metadata": {"token": SECRET}}]
