"""The filter form: in step with the line, honest about names, and what it sends is copied."""

from __future__ import annotations

from functools import partial

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from tests.ui.app_host import NARROW, WIDE, Explorer, on, press, settle
from tui import clipboard
from tui.screens.discard import DiscardScreen
from tui.screens.filter_form import FilterFormScreen
from tui.screens.picker import PickerScreen
from tui.widgets.fields.text_field import TextField


async def open_form(pilot: Pilot[None]) -> FilterFormScreen:
    await press(pilot, "F")
    await on(pilot, FilterFormScreen)
    form = pilot.app.screen
    assert isinstance(form, FilterFormScreen)
    return form


def line_of(form: FilterFormScreen, key: str) -> Input:
    return form.query_one(f"#field-{key} Input", Input)


def sent(form: FilterFormScreen, name: str) -> str:
    return str(form.query_one(f"#sent-{name}", Static).content)


def error_of(form: FilterFormScreen, key: str) -> str | None:
    return form.query_one(f"#field-{key}", TextField).error


def _has_choices(offered: OptionList) -> bool:
    return offered.option_count > 1


async def test_the_form_changes_its_part_of_the_line_and_the_list_follows() -> None:
    explorer = Explorer()
    async with explorer.running(NARROW) as pilot:
        explorer.screen.filter_bar.text = 'status:active integration:"Support desk" ada'
        await settle(pilot, lambda: explorer.is_loaded)
        form = await open_form(pilot)
        assert line_of(form, "status").value == "active"
        assert line_of(form, "integration").value == "Support desk"
        assert line_of(form, "text").value == "ada"
        assert form.focused is line_of(form, "text")

        line_of(form, "text").value = ""
        line_of(form, "status").value = "active, draft"
        await settle(pilot, lambda: "draft" in sent(form, "line"))
        expected = 'status:active,draft integration:"Support desk"'
        assert sent(form, "line") == expected
        assert sent(form, "command") == f"metorial-tui --filter '{expected}'"
        await settle(pilot, lambda: "integration_id=itg_" in sent(form, "query"))
        query = sent(form, "query")
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.is_loaded and pilot.app.screen is explorer.screen)
        assert explorer.screen.filter_bar.text == expected
        asked = explorer.wire.sent("GET", "/integration-instances")[-1]
        assert asked.url.query.decode() == query


async def test_names_are_looked_up_and_what_is_wrong_stands_at_its_field() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        form = await open_form(pilot)
        line_of(form, "provider").value = "github, nosuch"
        line_of(form, "created").value = "yesterday"
        await settle(pilot, lambda: "provider_id=<github>" in sent(form, "query"))
        assert "created" not in sent(form, "query")
        assert error_of(form, "created")
        await press(pilot, "f6")
        await settle(pilot, lambda: "a name in it is not found" in "".join(explorer.said))
        await settle(pilot, lambda: "nosuch" in (error_of(form, "provider") or ""))
        assert "provider_id=pro_" in sent(form, "query")
        line_of(form, "provider").value = "nosuch"
        await settle(pilot, lambda: "mended" in str(form.query_one(".form-status", Static).content))


async def test_an_object_is_picked_by_name_where_there_is_a_list() -> None:
    explorer = Explorer()
    async with explorer.running(WIDE) as pilot:
        form = await open_form(pilot)
        line_of(form, "status").focus()
        await press(pilot, "f2")
        assert "no list to pick from" in explorer.said[-1]
        line_of(form, "identity").focus()
        for _ in range(2):
            await press(pilot, "f2")
            await on(pilot, PickerScreen)
            offered = pilot.app.screen.query_one(OptionList)
            await settle(pilot, partial(_has_choices, offered))
            await press(pilot, "down", "enter")
            await on(pilot, FilterFormScreen)
        first, second = line_of(form, "identity").value.split(", ")
        assert sent(form, "line") == f"identity:{first},{second}"
        note = form.query_one("#field-identity", TextField).note or ""
        assert first in note
        assert second in note


async def test_query_and_command_are_copied_and_escape_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copied: list[str] = []

    async def copy(text: str, **_: object) -> str:
        copied.append(text)
        return "kept"

    monkeypatch.setattr(clipboard, "copy", copy)
    explorer = Explorer()
    async with explorer.running() as pilot:
        form = await open_form(pilot)
        await press(pilot, "f6", *"it's")
        await settle(pilot, lambda: "it's" in sent(form, "line"))
        await press(pilot, "f6", "f7")
        await settle(pilot, lambda: len(copied) == 3)
        assert copied == [
            "limit=100&order=desc",
            "limit=100&order=desc&search=it%27s",
            """metorial-tui --filter 'it'"'"'s'""",
        ]
        await press(pilot, "escape")
        await on(pilot, DiscardScreen)
        await press(pilot, "tab", "enter")
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        assert explorer.screen.filter_bar.text == ""
