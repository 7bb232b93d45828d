"""A create whose answer never comes: it is looked for, and the user tells which it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from tests.ui.app_host import LIST, Explorer, drawn, on, press, settle, text_of
from tui.screens.discard import DiscardScreen
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.result import ResultScreen
from tui.screens.review import ReviewScreen
from tui.screens.unknown_outcome import UnknownOutcomeScreen
from tui.widgets.fields.pick_field import PickField

NAME = "Made without an answer"


@asynccontextmanager
async def lost(
    tmp_path: Path, *, before: bool, hangs: bool = False
) -> AsyncIterator[tuple[Explorer, Pilot[None]]]:
    """Send a create whose connection breaks, or hangs, before or after the server has done it."""
    explorer = Explorer(instances=20, drafts=tmp_path)

    async def tap(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and request.url.path == LIST:
            if not before:
                await explorer.wire.pass_on(request)
            if hangs:
                await asyncio.Event().wait()
            raise httpx.ReadError("reset")
        return None

    async with explorer.running() as pilot:
        await press(pilot, "n")
        await on(pilot, InstanceFormScreen)
        form = explorer.app.screen
        integration = next(iter(explorer.world.instances)).integration.entry.id
        form.query_one("#field-integration_id", PickField).choose(integration, None)
        form.query_one("#field-name Input").focus()
        await press(pilot, *NAME)
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        explorer.wire.tap = tap
        await press(pilot, "ctrl+s")
        yield explorer, pilot


def posts(explorer: Explorer) -> int:
    return len(explorer.wire.sent("POST"))


async def test_what_was_made_all_the_same_is_found_and_taken(tmp_path: Path) -> None:
    async with lost(tmp_path, before=False) as (explorer, pilot):
        await on(pilot, UnknownOutcomeScreen)
        assert NAME in str(explorer.app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        await press(pilot, "enter")
        await on(pilot, ResultScreen)
        assert NAME in text_of(pilot)
        # There was no answer, so no ID of its request either.
        assert "req_" not in text_of(pilot)
        assert explorer.names[0] == NAME
        assert posts(explorer) == 1
        assert list(tmp_path.glob("*.json")) == []


async def test_where_nothing_is_decided_the_form_stays(tmp_path: Path) -> None:
    async with lost(tmp_path, before=False) as (explorer, pilot):
        await on(pilot, UnknownOutcomeScreen)
        await press(pilot, "escape")
        await on(pilot, InstanceFormScreen)
        await settle(pilot, lambda: explorer.is_idle)
        said = explorer.app.screen.query_one("#form-message .error", Static).content
        assert "not known whether it was created" in str(said)
        assert len(list(tmp_path.glob("*.json"))) == 1
        assert posts(explorer) == 1


async def test_it_stands_beside_what_was_sent_and_can_be_sent_again(tmp_path: Path) -> None:
    async with lost(tmp_path, before=False) as (explorer, pilot):
        await on(pilot, UnknownOutcomeScreen)
        await settle(pilot, lambda: "created_at" in text_of(pilot))
        said = text_of(pilot).splitlines()
        assert said[said.index("name") :][:3] == ["name", "both", f'"{NAME}"']
        explorer.wire.tap = None
        await press(pilot, "a")
        await on(pilot, ReviewScreen)
        assert "had no answer" in drawn(pilot)
        assert posts(explorer) == 1
        await press(pilot, "ctrl+s")
        await on(pilot, ResultScreen)
        assert explorer.names.count(NAME) == 2


async def test_what_is_waited_for_no_longer_is_looked_for_too(tmp_path: Path) -> None:
    async with lost(tmp_path, before=False, hangs=True) as (explorer, pilot):
        await settle(pilot, lambda: "Sending" in drawn(pilot))
        await press(pilot, "escape")
        await on(pilot, DiscardScreen)
        await press(pilot, "tab", "enter")
        await on(pilot, UnknownOutcomeScreen)
        explorer.wire.tap = None
        await press(pilot, "a")
        # What was looked at just now is not looked for again.
        await on(pilot, ReviewScreen)
        assert "had no answer" in drawn(pilot)
        assert posts(explorer) == 1


async def test_what_was_not_made_is_said_to_be_so(tmp_path: Path) -> None:
    async with lost(tmp_path, before=True) as (explorer, pilot):
        await settle(pilot, lambda: "most likely not" in drawn(pilot))
        assert isinstance(explorer.app.screen, InstanceFormScreen)
        explorer.wire.tap = None
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        assert "had no answer" in drawn(pilot)
        await press(pilot, "ctrl+s")
        await on(pilot, ResultScreen)
        assert explorer.names.count(NAME) == 1
