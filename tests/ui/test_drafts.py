"""What is typed into a form is offered again, until it is sent or given up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.ui.app_host import LIST, Explorer, drawn, on, press, settle
from tui.screens.choice import ChoiceScreen
from tui.screens.discard import DiscardScreen
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.review import ReviewScreen
from tui.screens.session_form import SessionTemplateFormScreen
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.text_field import EditorField, TextField


def explorer_at(folder: Path, **options: Any) -> Explorer:
    return Explorer(instances=20, drafts=folder, **options)


@asynccontextmanager
async def form_in(explorer: Explorer, key: str, form: type[Any]) -> AsyncIterator[Pilot[None]]:
    """Open a form by its key."""
    async with explorer.running() as pilot:
        await press(pilot, key)
        await on(pilot, form)
        yield pilot


async def type_into(pilot: Pilot[None], field: str, text: str) -> None:
    pilot.app.screen.query_one(f"#field-{field} Input", Input).focus()
    await press(pilot, *text)


def files(folder: Path) -> list[Path]:
    return list(folder.glob("*.json"))


async def left(folder: Path, text: str = "Half") -> None:
    """Type a name into the form of a new instance, and end."""
    explorer = explorer_at(folder)
    async with form_in(explorer, "n", InstanceFormScreen) as pilot:
        await type_into(pilot, "name", text)
        explorer.app.exit()
        await pilot.pause()


async def test_what_was_typed_when_it_ended_is_told_and_goes_on(tmp_path: Path) -> None:
    await left(tmp_path)
    explorer = explorer_at(tmp_path)
    async with explorer.running() as pilot:
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.said[0].startswith("Not sent yet: New instance, typed")
        await press(pilot, "n")
        await on(pilot, ChoiceScreen)
        await press(pilot, "enter")
        await on(pilot, InstanceFormScreen)
        form = explorer.app.screen
        assert form.query_one("#field-name", TextField).value == "Half"
        assert len(files(tmp_path)) == 1
        await type_into(pilot, "name", "")
        await press(pilot, "escape")
        await on(pilot, DiscardScreen)
        await press(pilot, "tab", "enter")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert files(tmp_path) == []


async def test_esc_at_the_offer_changes_nothing_and_anew_leaves_it(tmp_path: Path) -> None:
    await left(tmp_path)
    explorer = explorer_at(tmp_path)
    async with explorer.running() as pilot:
        await press(pilot, "n")
        await on(pilot, ChoiceScreen)
        await press(pilot, "escape")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        await press(pilot, "n")
        await on(pilot, ChoiceScreen)
        choices = explorer.app.screen.query_one(OptionList)
        choices.highlighted = choices.option_count - 1
        await press(pilot, "enter")
        await on(pilot, InstanceFormScreen)
        assert explorer.app.screen.query_one("#field-name", TextField).value == ""
        await press(pilot, "escape")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert len(files(tmp_path)) == 1


async def test_a_form_that_nobody_typed_into_leaves_nothing(tmp_path: Path) -> None:
    explorer = explorer_at(tmp_path)
    async with form_in(explorer, "e", InstanceFormScreen) as pilot:
        await press(pilot, "tab", "tab")
        await pilot.pause(0.3)
        assert files(tmp_path) == []


async def test_what_was_sent_is_kept_no_longer(tmp_path: Path) -> None:
    explorer = explorer_at(tmp_path)
    async with form_in(explorer, "t", SessionTemplateFormScreen) as pilot:
        await type_into(pilot, "name", "Support")
        await settle(pilot, lambda: len(files(tmp_path)) == 1)
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert files(tmp_path) == []


async def test_what_was_refused_stays_and_what_had_no_answer_is_known_at_the_next_start(
    tmp_path: Path,
) -> None:
    explorer = explorer_at(tmp_path)
    answers: list[httpx.Response | Exception] = [
        httpx.Response(409, json={"message": "No", "code": "conflict"}),
        httpx.ReadError("reset"),
    ]

    async def tap(request: httpx.Request) -> httpx.Response | None:
        if request.method != "POST":
            return None
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    explorer.wire.tap = tap
    async with form_in(explorer, "t", SessionTemplateFormScreen) as pilot:
        await type_into(pilot, "name", "Support")
        for _ in range(2):
            await press(pilot, "ctrl+s")
            await on(pilot, ReviewScreen)
            await press(pilot, "ctrl+s")
            await on(pilot, SessionTemplateFormScreen)
            await settle(pilot, lambda: explorer.is_idle)
        explorer.app.exit()
        await pilot.pause()
    again = explorer_at(tmp_path)
    async with again.running() as pilot:
        await press(pilot, "t")
        await on(pilot, ChoiceScreen)
        prompt = again.app.screen.query_one(OptionList).get_option_at_index(0).prompt
        assert "was being sent" in str(prompt)
        await press(pilot, "enter")
        await on(pilot, SessionTemplateFormScreen)
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        assert "had no answer" in drawn(pilot)


async def test_what_others_changed_meanwhile_is_not_undone_by_what_nobody_typed(
    tmp_path: Path,
) -> None:
    explorer = explorer_at(tmp_path)
    async with form_in(explorer, "e", InstanceFormScreen) as pilot:
        key = explorer.cursor
        assert key is not None
        await type_into(pilot, "name", "!")
        explorer.app.exit()
        await pilot.pause()
    again = explorer_at(tmp_path)
    instance = again.world.instances.get(key)
    assert instance is not None
    instance.description = "Changed by somebody else"
    async with again.running() as pilot:
        await press(pilot, "e")
        await on(pilot, ChoiceScreen)
        await press(pilot, "enter")
        await on(pilot, InstanceFormScreen)
        form = again.app.screen
        assert "!" in form.query_one("#field-name", TextField).value
        shown = form.query_one("#field-description", EditorField).value
        assert shown == "Changed by somebody else"
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: again.app.screen is again.screen)
        (body,) = again.wire.bodies("PATCH", LIST)
        assert list(body) == ["name"]


async def test_a_disk_that_takes_nothing_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    explorer = explorer_at(tmp_path / "file" / "drafts")
    async with form_in(explorer, "n", InstanceFormScreen) as pilot:
        await type_into(pilot, "name", "abc")
        await pilot.pause(0.5)
        assert [one for one in explorer.said if "not kept" in one] == explorer.said
        assert len(explorer.said) == 1


async def test_a_secret_that_was_not_kept_is_not_sent_as_its_mask(tmp_path: Path) -> None:
    await left(tmp_path, "ghp_" + "a" * 36)
    explorer = explorer_at(tmp_path)
    async with explorer.running() as pilot:
        await press(pilot, "n")
        await on(pilot, ChoiceScreen)
        await press(pilot, "enter")
        await on(pilot, InstanceFormScreen)
        form = explorer.app.screen
        integration = next(iter(explorer.world.instances)).integration.entry.id
        form.query_one("#field-integration_id", PickField).choose(integration, None)
        await press(pilot, "ctrl+s")
        assert explorer.app.screen is form
        assert "type it again" in str(form.query_one("#field-name", TextField).error)
        form.query_one("#field-name Input", Input).value = "Ada"
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
