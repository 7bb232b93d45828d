"""The forms of a session and a session template."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from tests.ui.form_host import FakeServer, FormHost, settle
from tui.forms.session import SessionDraft
from tui.screens.review import ReviewScreen
from tui.screens.session_form import SessionFormScreen, SessionTemplateFormScreen
from tui.text import Display


@pytest.mark.parametrize(
    ("screen", "path"),
    [
        (SessionFormScreen, "POST /integration-instances/int_1/session"),
        (SessionTemplateFormScreen, "POST /integration-instances/int_1/session-template"),
    ],
)
async def test_all_fields_are_optional(
    screen: type[SessionFormScreen] | type[SessionTemplateFormScreen], path: str
) -> None:
    taker: FakeServer[str] = FakeServer("made")
    dialog = screen(
        instance_id="int_1",
        instance_name=Display("Ada"),
        submit=taker.submit,  # type: ignore[arg-type] # any answer will do
    )
    app = FormHost(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, ReviewScreen)
        assert path in [str(one.content) for one in app.screen.query(Static)]
        await pilot.press("enter")
        await settle(pilot)
        assert taker.bodies == [{}]
        assert app.results == ["made"]


async def test_what_is_typed_is_sent() -> None:
    taker: FakeServer[str] = FakeServer("made")
    dialog = SessionFormScreen(
        instance_id="int_1",
        instance_name=Display("Ada"),
        submit=taker.submit,  # type: ignore[arg-type] # any answer will do
    )
    app = FormHost(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("a", "tab", "b", "tab", *'{"c":1}', "ctrl+s")
        await settle(pilot)
        assert dialog.draft() == SessionDraft("a", "b", '{"c":1}')
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert taker.bodies == [{"name": "a", "description": "b", "metadata": {"c": 1}}]
