"""The sessions of one instance: which there are, and how to connect to one."""

from __future__ import annotations

from tests.ui.app_host import Explorer, drawn, on, press, settle
from tui.screens.resource_screen import ResourceScreen
from tui.screens.session_result import SessionResultScreen
from tui.screens.sessions import NO_TEMPLATE, SessionsScreen


def instance_with_template(explorer: Explorer, *, sessions: bool) -> str:
    """Return a listed instance that has a template, with or without sessions of it."""
    world = explorer.world
    used = {one.template.id for one in world.sessions}
    return next(
        row.key
        for row in explorer.store.state.rows
        if row.key in world.template_of and (world.template_of[row.key].id in used) == sessions
    )


async def test_the_sessions_of_an_instance_and_no_others_are_listed() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        key = instance_with_template(explorer, sessions=True)
        template = explorer.world.template_of[key].id
        explorer.screen.instances.move_to_key(key)
        await settle(pilot, lambda: explorer.shown == key)
        await press(pilot, "S")
        await on(pilot, SessionsScreen)
        screen = pilot.app.screen
        assert isinstance(screen, SessionsScreen)
        await settle(pilot, lambda: bool(screen.state.rows))
        asked = explorer.wire.sent("GET", "/sessions")[-1]
        assert asked.url.params["session_template_id"] == template
        # As every list, it leaves archived ones out.
        listed = [one for one in explorer.world.sessions if one.status == "active"]
        made = {one.id for one in listed if one.template.id == template}
        assert {row.id for row in screen.state.rows} == made

        await press(pilot, "x")
        await on(pilot, SessionResultScreen)
        secret = next(one for one in explorer.world.sessions if one.id == screen.objects.cursor_key)
        assert secret.client_secret not in drawn(pilot)
        await press(pilot, "escape", "escape")
        await settle(pilot, lambda: not isinstance(pilot.app.screen, ResourceScreen))


async def test_without_a_template_it_says_what_to_do() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        key = next(
            row.key
            for row in explorer.store.state.rows
            if row.key not in explorer.world.template_of and row.status == "active"
        )
        explorer.screen.instances.move_to_key(key)
        await settle(pilot, lambda: explorer.shown == key)
        await press(pilot, "S")
        await settle(pilot, lambda: bool(explorer.said))
        assert explorer.said == [NO_TEMPLATE]


async def test_a_template_without_sessions_says_how_to_make_one() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        key = instance_with_template(explorer, sessions=False)
        explorer.screen.instances.move_to_key(key)
        await settle(pilot, lambda: explorer.shown == key)
        await press(pilot, "S")
        await on(pilot, SessionsScreen)
        await settle(pilot, lambda: "No session was made" in drawn(pilot))
