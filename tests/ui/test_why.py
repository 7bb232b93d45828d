"""Why an instance cannot run: what it says, where it leads, and what mends it."""

from __future__ import annotations

import httpx
from textual.pilot import Pilot

from tests.ui.app_host import NARROW, WIDE, Explorer, on, press, settle, text_of
from tui.sandbox.records import Instance
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.main import MainScreen
from tui.screens.provider_form import ProviderFormScreen
from tui.screens.resource_screen import ResourceScreen
from tui.screens.review import ReviewScreen
from tui.screens.session_form import SessionTemplateFormScreen
from tui.screens.set_provider_form import SetProviderScreen
from tui.screens.why import NO_MEND, WhyScreen
from tui.text import Display
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.rows_field import RowList


def revoked(explorer: Explorer) -> tuple[Instance, int]:
    """Return an active instance and the number of its provider whose credentials are revoked."""
    return next(
        (one, number)
        for one in reversed(list(explorer.world.instances))
        if one.status == "active"
        for number, row in enumerate(one.active_providers)
        if row.auth_config and not row.auth_config.available
    )


async def ask_why(pilot: Pilot[None], explorer: Explorer, key: str) -> WhyScreen:
    """Ask why of an instance; return the screen once all was looked at."""
    explorer.screen.instances.move_to_key(key)
    await settle(pilot, lambda: explorer.shown == key)
    await press(pilot, "W")
    await on(pilot, WhyScreen)
    screen = pilot.app.screen
    assert isinstance(screen, WhyScreen)
    await settle(pilot, lambda: bool(screen.listed.rows))
    return screen


async def test_a_draft_says_what_it_lacks_and_leads_there_and_back() -> None:
    explorer = Explorer(instances=60)
    async with explorer.running(NARROW) as pilot:
        draft = next(
            one
            for one in explorer.world.instances
            if one.status == "draft" and one.integration.providers
        )
        had = {row.integration_provider.entry.id for row in draft.active_providers}
        lacking = [
            one.entry for one in draft.integration.active_providers if one.entry.id not in had
        ]
        screen = await ask_why(pilot, explorer, draft.id)
        found = [row.finding for row in screen.listed.rows]
        assert [one.subject for one in found[: len(lacking)]] == [one.name for one in lacking]
        assert found[0].severity == "blocks"
        assert "It is a draft because it lacks" in text_of(pilot)
        await press(pilot, "enter")
        await on(pilot, ResourceScreen)
        read = pilot.app.screen
        assert isinstance(read, ResourceScreen)
        await settle(pilot, lambda: read.shown_key == lacking[0].id)
        await press(pilot, "escape")
        await on(pilot, WhyScreen)
        await press(pilot, "c")
        assert explorer.said[-1] == NO_MEND
        # The form that mends it begins with what is missing.
        await press(pilot, "e")
        await on(pilot, ProviderFormScreen)
        assert lacking[0].name in str(pilot.app.screen.query_one(".dialog").border_title)
        await press(pilot, "escape")
        await on(pilot, InstanceFormScreen)
        assert explorer.has_focus(pilot.app.screen.query_one(RowList))
        await press(pilot, "escape")
        await on(pilot, WhyScreen)
        assert explorer.wire.sent("PATCH") == []
        # What one reads over it leads on, too: through it, to those that use the same.
        await press(pilot, "enter")
        await on(pilot, ResourceScreen)
        await settle(pilot, lambda: explorer.has_focus(pilot.app.screen.query_one("#tree")))
        await press(pilot, "f")
        await on(pilot, MainScreen)
        await settle(pilot, lambda: explorer.is_loaded)
        assert explorer.screen.filter_bar.text == f"integration-provider:{lacking[0].id}"


async def test_what_is_mended_is_looked_at_again() -> None:
    explorer = Explorer()
    async with explorer.running(WIDE) as pilot:
        instance, number = revoked(explorer)
        screen = await ask_why(pilot, explorer, instance.id)
        [bad] = [
            row
            for row in screen.listed.rows
            if row.finding.mend and row.finding.mend.provider == number
        ][:1]
        assert bad.finding.severity == "blocks"
        before = len(screen.listed.rows)
        screen.listed.move_to_key(bad.key)
        await press(pilot, "e")
        await on(pilot, SetProviderScreen)
        form = pilot.app.screen
        good = instance.active_providers[number].integration_provider.provider.auth_configs[0]
        field = next(
            one for one in form.query(PickField) if one.path == ("provider_auth_config_id",)
        )
        field.choose(good.id, Display(good.name))
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        await press(pilot, "ctrl+s")
        await on(pilot, WhyScreen)
        await settle(pilot, lambda: len(screen.listed.rows) == before - 1)
        assert bad.finding not in [row.finding for row in screen.listed.rows]
        # From what is in order of the provider, Enter leads to its place in the tree.
        place = ("providers", number)
        fine = next(row for row in screen.listed.rows if row.finding.place == place)
        screen.listed.move_to_key(fine.key)
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.has_focus(explorer.screen.object_tree))
        node = explorer.screen.object_tree.node
        assert node is not None
        assert node.path == place


async def test_a_provider_that_is_missing_is_added_with_four_keys() -> None:
    explorer = Explorer(instances=60)
    async with explorer.running(NARROW) as pilot:
        draft = next(
            one
            for one in explorer.world.instances
            if one.status == "draft" and one.integration.active_providers
        )
        screen = await ask_why(pilot, explorer, draft.id)
        found = screen.listed.rows[0].finding
        assert found.mend is not None
        for form in (ProviderFormScreen, InstanceFormScreen, ReviewScreen):
            await press(pilot, "e" if form is ProviderFormScreen else "ctrl+s")
            await on(pilot, form)
        await press(pilot, "ctrl+s")
        await on(pilot, WhyScreen)
        [body] = explorer.wire.bodies("PATCH")
        assert [row["provider_id"] for row in body["providers"]] == [found.mend.adds]
        await settle(
            pilot,
            lambda: explorer.is_idle and found not in [row.finding for row in screen.listed.rows],
        )


async def test_a_template_that_is_missing_is_created_from_here() -> None:
    explorer = Explorer(instances=60)
    async with explorer.running(NARROW) as pilot:
        made = explorer.world.template_of
        row = next(
            one
            for one in explorer.store.state.rows
            if one.status == "active" and one.key not in made
        )
        screen = await ask_why(pilot, explorer, row.key)
        [told] = [one for one in screen.listed.rows if one.finding.subject == "session template"]
        screen.listed.move_to_key(told.key)
        await press(pilot, "t")
        await on(pilot, SessionTemplateFormScreen)
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        await press(pilot, "ctrl+s")
        await on(pilot, WhyScreen)
        await settle(
            pilot,
            lambda: (
                explorer.is_idle and told.finding not in [one.finding for one in screen.listed.rows]
            ),
        )
        assert row.key in made


async def test_what_fails_is_said_and_looked_at_again() -> None:
    explorer = Explorer(read_only=True, instances=60)
    async with explorer.running(NARROW) as pilot:
        instance, _ = revoked(explorer)

        async def fail(request: httpx.Request) -> httpx.Response | None:
            return httpx.Response(404, json={"status": 404, "message": "There is no such instance"})

        explorer.screen.instances.move_to_key(instance.id)
        await settle(pilot, lambda: explorer.shown == instance.id)
        explorer.wire.tap = fail
        await press(pilot, "W")
        await on(pilot, WhyScreen)
        await settle(pilot, lambda: "There is no such instance" in text_of(pilot))
        explorer.wire.tap = None
        await press(pilot, "r")
        screen = pilot.app.screen
        assert isinstance(screen, WhyScreen)
        await settle(pilot, lambda: bool(screen.listed.rows))
        await press(pilot, "e")
        assert explorer.said[-1] == "Read-only: nothing can be changed."
        assert pilot.app.screen is screen
