"""Changes made by keys alone, from the main screen to what the API was sent."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.ui.app_host import LIST, NARROW, WIDE, Explorer, drawn, on, press, settle, text_of
from tui.models.requests import ProviderRow, UpdateIntegrationInstance
from tui.sandbox.records import Instance
from tui.screens.archive import ArchiveScreen
from tui.screens.confirm import ConfirmScreen
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.picker import PickerScreen
from tui.screens.result import HIDDEN, ResultScreen
from tui.screens.review import ReviewScreen
from tui.screens.session_form import SessionFormScreen, SessionTemplateFormScreen
from tui.screens.session_result import SessionResultScreen

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


def active(explorer: Explorer, *, template: bool = False) -> Instance:
    """An active instance of the sandbox that has, or has not, a session template."""
    return next(
        one
        for one in explorer.world.instances
        if one.status == "active" and (one.id in explorer.world.template_of) is template
    )


async def at(pilot: Pilot[None], explorer: Explorer, instance: Instance) -> None:
    assert explorer.screen.instances.move_to_key(instance.id)
    await settle(pilot, lambda: explorer.shown == instance.id)


async def send(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+s")
    await on(pilot, ReviewScreen)
    await press(pilot, "ctrl+s")


async def create(pilot: Pilot[None], name: str) -> None:
    """Create an instance of the first integration."""
    await press(pilot, "n")
    await on(pilot, InstanceFormScreen)
    await press(pilot, "enter")
    await on(pilot, PickerScreen)
    options = pilot.app.screen.query_one(OptionList)
    await settle(pilot, lambda: options.option_count > 0)
    await press(pilot, "enter")
    await on(pilot, InstanceFormScreen)
    pilot.app.screen.query_one("#field-name Input", Input).value = name
    await send(pilot)
    await on(pilot, ResultScreen)


@SIZES
async def test_a_new_instance_is_shown_and_selected(size: tuple[int, int]) -> None:
    explorer = Explorer()
    async with explorer.running(size) as pilot:
        await press(pilot, "down", "down")
        await create(pilot, "Ada new")
        (body,) = explorer.wire.bodies("POST")
        assert body["name"] == "Ada new"
        assert set(body) == {"integration_id", "name"}
        row = explorer.screen.row
        assert row is not None
        assert explorer.names[0] == row.name == "Ada new"
        said = text_of(pilot)
        assert f"id       {row.id}" in said
        assert "request  req_" in said
        await press(pilot, "y")
        assert explorer.app.clipboard == row.id
        await press(pilot, "escape")
        # New to the user until the cursor has been on it and left.
        assert "*○" in drawn(pilot)
        await press(pilot, "down")
        assert "*○" not in drawn(pilot)
        assert explorer.store.state.fresh == frozenset()


async def test_a_new_instance_that_the_filter_hides_waits_for_its_end() -> None:
    explorer = Explorer(filter_text="status:archived")
    async with explorer.running(NARROW) as pilot:
        listed = explorer.names
        await create(pilot, "Ada hidden")
        assert HIDDEN in text_of(pilot)
        made = list(explorer.world.instances)[-1].id
        # The list changes behind the dialog, and with the cursor's row what is shown of it.
        explorer.screen.instances.cursor = 1
        await settle(pilot, lambda: explorer.shown not in (None, made))
        await press(pilot, "s")
        await on(pilot, SessionFormScreen)
        assert made in text_of(pilot)
        await press(pilot, "escape")
        assert explorer.names == listed
        assert explorer.shown == made
        await press(pilot, "escape", "escape")
        await settle(pilot, lambda: "Ada hidden" in explorer.names)
        assert explorer.cursor == made


@SIZES
async def test_an_edit_sends_only_what_changed(size: tuple[int, int]) -> None:
    explorer = Explorer()
    async with explorer.running(size) as pilot:
        instance = active(explorer)
        await at(pilot, explorer, instance)
        await press(pilot, "e")
        await on(pilot, InstanceFormScreen)
        pilot.app.screen.query_one("#field-name Input", Input).value = "Renamed [b]"
        await send(pilot)
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        assert explorer.wire.bodies("PATCH") == [{"name": "Renamed [b]"}]
        assert explorer.cursor == instance.id
        assert explorer.screen.row is not None
        assert explorer.screen.row.name == "Renamed [b]"
        root = explorer.screen.object_tree.root_node
        assert root is not None
        assert root.label == "Renamed [b]"
        words, identifier, request = explorer.said[-1].splitlines()
        assert words == "Updated Renamed [b]. U undoes it."
        assert identifier == f"{instance.id} · y i copies it"
        assert request.startswith("request req_")
        assert explorer.store.state.fresh == {instance.id}


async def test_edit_in_the_tree_is_of_the_instance_that_is_open() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "2", "down", "e")
        await on(pilot, InstanceFormScreen)
        await press(pilot, "escape")
        assert pilot.app.screen is explorer.screen
        assert explorer.app.focused is explorer.screen.object_tree
        assert not explorer.wire.sent("PATCH")


async def test_archiving_takes_it_off_the_list() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        instance = active(explorer)
        await at(pilot, explorer, instance)
        count = len(explorer.names)
        await press(pilot, "d")
        await on(pilot, ArchiveScreen)
        await press(pilot, "enter")
        assert pilot.app.screen is explorer.screen
        assert not explorer.wire.sent("DELETE")
        await press(pilot, "d")
        await on(pilot, ArchiveScreen)
        await press(pilot, "a")
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        assert [one.url.path for one in explorer.wire.sent("DELETE")] == [f"{LIST}/{instance.id}"]
        assert instance.status == "archived"
        assert len(explorer.names) == count - 1
        assert any("Archived" in one for one in explorer.said)
        await settle(pilot, lambda: explorer.shown == explorer.cursor != instance.id)


async def test_on_production_the_name_is_typed() -> None:
    explorer = Explorer(environment_type="production")
    async with explorer.running(NARROW) as pilot:
        assert "PRODUCTION" in drawn(pilot)
        instance = active(explorer)
        await at(pilot, explorer, instance)
        await press(pilot, "d")
        await on(pilot, ArchiveScreen)
        await press(pilot, "a", "enter")
        assert not explorer.wire.sent("DELETE")
        pilot.app.screen.query_one(Input).value = instance.name
        await press(pilot, "enter")
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        assert len(explorer.wire.sent("DELETE")) == 1


async def test_a_session_template_is_set() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        instance = active(explorer)
        await at(pilot, explorer, instance)
        await press(pilot, "t")
        await on(pilot, SessionTemplateFormScreen)
        await send(pilot)
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        assert instance.id in explorer.world.template_of
        assert any("template" in one for one in explorer.said)


@SIZES
async def test_a_session_without_a_template_offers_it_then_shows_masked_secrets(
    size: tuple[int, int],
) -> None:
    explorer = Explorer()
    async with explorer.running(size) as pilot:
        instance = active(explorer)
        await at(pilot, explorer, instance)
        await press(pilot, "s")
        await on(pilot, SessionFormScreen)
        await send(pilot)
        await on(pilot, ConfirmScreen)
        pilot.app.screen.query_one("#yes").focus()
        await press(pilot, "enter")
        await on(pilot, SessionResultScreen)
        session = list(explorer.world.sessions)[-1]
        picture = drawn(pilot)
        assert session.id in picture
        assert session.client_secret not in picture
        await press(pilot, "escape")
        assert pilot.app.screen is explorer.screen
        paths = [one.url.path.rpartition("/")[2] for one in explorer.wire.sent("POST")]
        assert paths == ["session", "session-template", "session"]


async def test_declining_the_template_keeps_the_form() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await at(pilot, explorer, active(explorer))
        await press(pilot, "s")
        await on(pilot, SessionFormScreen)
        await press(pilot, *"kept")
        await send(pilot)
        await on(pilot, ConfirmScreen)
        await press(pilot, "escape")
        await on(pilot, SessionFormScreen)
        assert pilot.app.screen.query_one("#field-name Input", Input).value == "kept"
        assert "template" in text_of(pilot)


async def test_a_session_with_a_template_is_shown_and_its_secret_copied_on_demand() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await at(pilot, explorer, active(explorer, template=True))
        await press(pilot, "s")
        await on(pilot, SessionFormScreen)
        await send(pilot)
        await on(pilot, SessionResultScreen)
        secret = list(explorer.world.sessions)[-1].client_secret
        pilot.app.screen.query_one("#secret").focus()
        await press(pilot, "y")
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.app.clipboard == secret
        assert all(secret not in one for one in explorer.said)


async def test_read_only_refuses_every_change() -> None:
    explorer = Explorer(read_only=True)
    async with explorer.running() as pilot:
        assert "READ-ONLY" in drawn(pilot)
        for key in ("n", "e", "E", "d", "t", "s"):
            await press(pilot, key)
            assert explorer.app.screen is explorer.screen
        assert len(explorer.said) == 6
        assert all("Read-only" in one for one in explorer.said)
        assert {one.method for one in explorer.wire.requests} == {"GET"}


async def test_a_refused_write_keeps_what_was_typed() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        instance = active(explorer)
        await at(pilot, explorer, instance)
        await press(pilot, "e")
        await on(pilot, InstanceFormScreen)
        form = pilot.app.screen
        form.query_one("#field-name Input", Input).value = "Too late"
        instance.status = "archived"
        await send(pilot)
        await settle(pilot, lambda: bool(text_of(pilot)) and pilot.app.screen is form)
        await settle(pilot, lambda: "archived" in text_of(pilot).casefold())
        assert form.query_one("#field-name Input", Input).value == "Too late"


async def test_the_latest_update_is_undone_after_a_look() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await press(pilot, "U")
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.said[-1].startswith("No update of this run")
        key = explorer.cursor
        before = explorer.names[0]
        await press(pilot, "e")
        await on(pilot, InstanceFormScreen)
        await settle(pilot, lambda: explorer.is_idle)
        explorer.app.screen.query_one("#field-name Input", Input).value = "Renamed"
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.names[0] == "Renamed")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        await press(pilot, "U")
        await on(pilot, ReviewScreen)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: explorer.names[0] == before)
        assert explorer.wire.bodies("PATCH", f"{LIST}/{key}") == [
            {"name": "Renamed"},
            {"name": before},
        ]


async def test_an_update_that_only_added_a_provider_cannot_be_undone_and_says_so_at_once() -> None:
    explorer = Explorer()
    instance, provider = next(
        (one, provider)
        for one in explorer.world.instances
        if one.status == "draft"
        for provider in one.integration.active_providers
        if provider not in [row.integration_provider for row in one.active_providers]
        and not provider.provider.text.needs_config
    )
    async with explorer.running() as pilot:
        await explorer.store.writing.update(instance.id, UpdateIntegrationInstance(name="First"))
        body = UpdateIntegrationInstance(
            providers=[ProviderRow(provider_id=provider.provider.entry.id)]
        )
        await explorer.store.writing.update(instance.id, body)
        asked = len(explorer.wire.requests)
        await press(pilot, "U")
        await settle(pilot, lambda: bool(explorer.said))
        [said] = explorer.said
        assert said.startswith("Nothing of it can be undone: First only got providers")
        assert explorer.app.screen is explorer.screen
        assert len(explorer.wire.requests) == asked
        # The one before it is undone next.
        await press(pilot, "U")
        await on(pilot, ReviewScreen)


async def test_a_clone_that_nobody_touched_leaves_without_a_question() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        name = explorer.names[0]
        await press(pilot, "c")
        await on(pilot, InstanceFormScreen)
        typed = explorer.app.screen.query_one("#field-name Input", Input)
        assert typed.value == f"{name} copy"
        await press(pilot, "escape")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        assert not explorer.wire.sent("POST")
