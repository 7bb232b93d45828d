"""An instance's session template is shown and changed; what had no answer is looked for."""

from __future__ import annotations

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.ui.app_host import LIST, Explorer, drawn, on, press, settle
from tui.forms.session import SessionDraft
from tui.screens.confirm import ConfirmScreen
from tui.screens.review import ReviewScreen
from tui.screens.session_form import SessionFormScreen, SessionTemplateFormScreen
from tui.screens.session_result import SessionResultScreen
from tui.screens.unknown_outcome import UnknownOutcomeScreen
from tui.store import session_making


async def at_one(pilot: Pilot[None], explorer: Explorer, *, with_template: bool) -> str:
    """Go to an active instance that has a session template, or has none; return its ID."""
    made = explorer.world.template_of
    row = next(
        row
        for row in explorer.store.state.rows
        if row.status == "active" and (row.key in made) == with_template and row.providers
    )
    explorer.screen.instances.move_to_key(row.key)
    await settle(pilot, lambda: explorer.shown == row.key)
    return row.key


async def open_form(pilot: Pilot[None], explorer: Explorer, key: str) -> None:
    await press(pilot, key)
    await on(pilot, SessionFormScreen if key == "s" else SessionTemplateFormScreen)
    await settle(pilot, lambda: explorer.is_idle)


async def review(pilot: Pilot[None]) -> str:
    await press(pilot, "ctrl+s")
    await on(pilot, ReviewScreen)
    return drawn(pilot)


def said_in_form(explorer: Explorer) -> str:
    return str(explorer.app.screen.query_one("#form-message .error", Static).content)


async def test_the_template_there_is_is_shown_and_only_what_is_touched_is_sent() -> None:
    explorer = Explorer(instances=60)
    async with explorer.running() as pilot:
        identifier = await at_one(pilot, explorer, with_template=True)
        template = explorer.world.template_of[identifier]
        await open_form(pilot, explorer, "t")
        form = explorer.app.screen
        assert isinstance(form, SessionTemplateFormScreen)
        assert form.draft() == SessionDraft(template.name, template.description or "", "")
        assert "Session template · update" in drawn(pilot)
        form.query_one("#field-name Input", Input).value = "For support"
        shown = await review(pilot)
        assert "What changes" in shown
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert explorer.wire.bodies("POST") == [{"name": "For support"}]
        assert "The session template is updated" in explorer.said[-1]
        assert template.id in explorer.said[-1]


async def test_a_new_template_is_said_to_be_new() -> None:
    explorer = Explorer(instances=60)
    async with explorer.running() as pilot:
        await at_one(pilot, explorer, with_template=False)
        await open_form(pilot, explorer, "t")
        assert "Session template · new" in drawn(pilot)
        assert "What changes" not in await review(pilot)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert "is created" in explorer.said[-1]


async def test_where_templates_may_not_be_read_the_form_says_so() -> None:
    explorer = Explorer(instances=60)

    async def tap(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/session-templates":
            body = {"status": 403, "code": "forbidden", "message": "Not with this key"}
            return httpx.Response(403, json=body)
        return None

    async with explorer.running() as pilot:
        await at_one(pilot, explorer, with_template=True)
        explorer.wire.tap = tap
        await open_form(pilot, explorer, "t")
        assert "could not be looked for: Not with this key" in drawn(pilot)


@pytest.mark.parametrize("kind", ["session", "template"])
async def test_what_had_no_answer_is_looked_for(kind: str) -> None:
    explorer = Explorer(instances=60)

    async def tap(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST":
            await explorer.wire.pass_on(request)
            raise httpx.ReadError("reset")
        return None

    async with explorer.running() as pilot:
        await at_one(pilot, explorer, with_template=True)
        await open_form(pilot, explorer, kind[0])
        explorer.app.screen.query_one("#field-name Input", Input).value = "Lost"
        await review(pilot)
        explorer.wire.tap = tap
        await press(pilot, "ctrl+s")
        if kind == "session":
            await on(pilot, UnknownOutcomeScreen)
            secret = list(explorer.world.sessions)[-1].client_secret
            assert secret not in drawn(pilot)
            await press(pilot, "enter")
            await on(pilot, SessionResultScreen)
        else:
            await settle(pilot, lambda: explorer.app.screen is explorer.screen)
            assert any("is updated" in one for one in explorer.said)
        assert len(explorer.wire.sent("POST", LIST)) == 1


async def test_a_template_that_others_changed_meanwhile_is_told_by_field() -> None:
    explorer = Explorer(instances=60)

    async def tap(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST":
            explorer.world.template_of[explorer.cursor or ""].description = "Theirs"
            raise httpx.ReadError("reset")
        return None

    async with explorer.running() as pilot:
        await at_one(pilot, explorer, with_template=True)
        await open_form(pilot, explorer, "t")
        explorer.app.screen.query_one("#field-name Input", Input).value = "Lost"
        await review(pilot)
        explorer.wire.tap = tap
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: "not to what was sent" in said_in_form(explorer))
        assert 'description is now "Theirs"' in said_in_form(explorer)
        assert explorer.app.screen.query_one("#field-name Input", Input).value == "Lost"
        assert len(explorer.wire.sent("POST", LIST)) == 1


async def test_a_session_that_was_not_made_is_said_to_be_so() -> None:
    explorer = Explorer(instances=60)

    async def tap(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST":
            raise httpx.ReadError("reset")
        return None

    async with explorer.running() as pilot:
        await at_one(pilot, explorer, with_template=True)
        await open_form(pilot, explorer, "s")
        await review(pilot)
        explorer.wire.tap = tap
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: "most likely not" in drawn(pilot))
        assert isinstance(explorer.app.screen, SessionFormScreen)


@pytest.mark.parametrize("status", [409, 410, 412, 0])
async def test_a_template_that_fails_is_named_as_what_failed(status: int) -> None:
    explorer = Explorer(instances=60)

    async def tap(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and request.url.path.endswith("/session-template"):
            if status == 0:
                raise httpx.ReadTimeout("slow")
            body = {"status": status, "code": "conflict", "message": "Not as it stands"}
            return httpx.Response(status, json=body)
        return None

    async with explorer.running() as pilot:
        await at_one(pilot, explorer, with_template=False)
        await open_form(pilot, explorer, "s")
        await review(pilot)
        explorer.wire.tap = tap
        await press(pilot, "ctrl+s")
        await on(pilot, ConfirmScreen)
        pilot.app.screen.query_one("#yes").focus()
        await press(pilot, "enter")
        await on(pilot, SessionFormScreen)
        await settle(pilot, lambda: "session template was not" in said_in_form(explorer))
        assert "not known" not in said_in_form(explorer)
        assert ("Not as it stands" in said_in_form(explorer)) == (status != 0)


async def test_a_template_that_is_not_filled_in_time_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session_making, "_PAUSE", 0.0)
    explorer = Explorer(instances=60)
    explorer.world.template_delay = 3600.0
    async with explorer.running() as pilot:
        await at_one(pilot, explorer, with_template=False)
        await open_form(pilot, explorer, "s")
        await review(pilot)
        await press(pilot, "ctrl+s")
        await on(pilot, ConfirmScreen)
        pilot.app.screen.query_one("#yes").focus()
        await press(pilot, "enter")
        await settle(pilot, lambda: "has not filled it yet" in drawn(pilot))
