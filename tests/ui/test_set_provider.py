"""One provider of an instance, set from the tree: what is sent, what is shown, what goes wrong."""

from __future__ import annotations

import json
from typing import Any

import httpx
from textual.pilot import Pilot
from textual.widgets import Select

from tests.ui.app_host import NARROW, WIDE, Explorer, on, press, settle, text_of
from tui.forms.outcome import NOT_CHANGED
from tui.sandbox.records import Instance
from tui.screens.form_screen import DONE, NOTHING_CHANGED
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.review import ReviewScreen
from tui.screens.set_provider_form import SetProviderScreen
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.tool_filter_field import ToolFilterField


def with_two(explorer: Explorer) -> Instance:
    """An active instance with two providers, the second with a config and an auth config."""
    return next(
        one
        for one in explorer.world.instances
        if one.status == "active"
        and len(one.active_providers) == 2
        and one.active_providers[1].auth_config is not None
    )


async def to_second_provider(pilot: Pilot[None], explorer: Explorer, instance: Instance) -> None:
    """Go to the line of the second provider's auth config, within that provider."""
    assert explorer.screen.instances.move_to_key(instance.id)
    await settle(pilot, lambda: explorer.shown == instance.id)
    await press(pilot, "enter")
    await settle(pilot, lambda: explorer.app.focused is explorer.screen.object_tree)
    tree = explorer.screen.object_tree
    for _ in range(40):
        if tree.node is not None and tree.node.path[:2] == ("providers", 1):
            break
        await press(pilot, "down")
    await press(pilot, "down")


async def open_form(pilot: Pilot[None], explorer: Explorer, instance: Instance) -> Any:
    await to_second_provider(pilot, explorer, instance)
    await press(pilot, "e")
    await on(pilot, SetProviderScreen)
    await settle(pilot, lambda: explorer.is_idle)
    return pilot.app.screen


async def send(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+s")
    await on(pilot, ReviewScreen)
    await press(pilot, "ctrl+s")


async def test_one_provider_is_set_whole_and_shown() -> None:
    explorer = Explorer()
    async with explorer.running(NARROW) as pilot:
        instance = with_two(explorer)
        row = instance.active_providers[1]
        provider_id = row.integration_provider.provider.entry.id
        other = instance.active_providers[0].tool_filter
        form = await open_form(pilot, explorer, instance)
        await press(pilot, "ctrl+s")
        assert NOTHING_CHANGED in text_of(pilot)
        form.query_one(".filter-mode", Select).value = "rules"
        await settle(pilot, lambda: bool(form.query(".chips")))
        form.query_one(".chips Input").value = "get_page, "
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        path = f"/integration-instances/{instance.id}/providers/{provider_id}"
        assert f"PUT {path}" in text_of(pilot)
        asked = len(explorer.wire.requests)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        assert explorer.wire.bodies("PUT", path) == [
            {
                "provider_config_id": row.config.id if row.config else None,
                "provider_auth_config_id": row.auth_config.id if row.auth_config else None,
                "tool_filters": {"type": "tool_keys", "keys": ["get_page"]},
                "is_override_tool_filter": row.is_override_tool_filter,
            }
        ]
        after = [(one.method, one.url.path) for one in explorer.wire.requests[asked:]]
        assert after == [("PUT", path), ("GET", f"/integration-instances/{instance.id}")]
        document = explorer.store.document(instance.id)
        assert document is not None
        assert document["providers"][1]["tool_filter"]["filters"][0]["keys"] == ["get_page"]
        assert explorer.screen._shown_document == document
        assert instance.active_providers[0].tool_filter == other
        words, identifier, request = explorer.said[-1].splitlines()
        assert words.endswith("is set.")
        assert identifier == row.id
        assert request.startswith("request req_")


async def test_outside_of_a_provider_it_is_the_instance_that_is_edited() -> None:
    explorer = Explorer()
    async with explorer.running(WIDE) as pilot:
        await to_second_provider(pilot, explorer, with_two(explorer))
        await press(pilot, "home", "e")
        await on(pilot, InstanceFormScreen)
        await press(pilot, "escape")
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        await press(pilot, "1", "e")
        await on(pilot, InstanceFormScreen)


async def test_what_others_changed_and_nobody_touched_is_not_undone() -> None:
    explorer = Explorer()
    async with explorer.running(WIDE) as pilot:
        instance = with_two(explorer)
        row = instance.active_providers[1]
        form = await open_form(pilot, explorer, instance)
        auth = form.query_one("#field-provider_auth_config_id", PickField)
        auth.choose("", None)
        theirs = next(
            one for one in row.integration_provider.provider.configs if one is not row.config
        )
        row.config = theirs
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)
        assert "Changed by somebody else meanwhile" in text_of(pilot)
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        (body,) = explorer.wire.bodies("PUT")
        assert body["provider_config_id"] == theirs.id
        assert body["provider_auth_config_id"] is None


async def test_refusals_land_on_their_fields_and_all_is_kept() -> None:
    explorer = Explorer()
    error = {"code": "invalid", "message": "no such [b]key", "path": ["tool_filters", "keys", 0]}

    async def refuse(request: httpx.Request) -> httpx.Response | None:
        if request.method != "PUT":
            return None
        explorer.wire.tap = None
        body = {"status": 400, "code": "invalid_data", "message": "Invalid", "entity": "body"}
        return httpx.Response(400, text=json.dumps({**body, "errors": [error]}))

    async with explorer.running(WIDE) as pilot:
        instance = with_two(explorer)
        form = await open_form(pilot, explorer, instance)
        form.query_one(".filter-mode", Select).value = "allow_all"
        await settle(pilot)
        form.query_one("#field-provider_auth_config_id", PickField).choose("", None)
        explorer.wire.tap = refuse
        await send(pilot)
        await settle(pilot, lambda: pilot.app.screen is form)
        await settle(pilot, lambda: form.query_one(ToolFilterField).error is not None)
        assert form.query_one(ToolFilterField).error == "keys / 0: no such [b]key"
        assert form.draft().tool_filter.mode == "allow_all"
        await send(pilot)
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        assert len(explorer.wire.sent("PUT")) == 2


async def test_a_set_provider_is_shown_though_the_instance_cannot_be_read_again() -> None:
    explorer = Explorer()

    async with explorer.running(WIDE) as pilot:
        instance = with_two(explorer)
        form = await open_form(pilot, explorer, instance)
        form.query_one("#field-provider_auth_config_id", PickField).choose("", None)
        await press(pilot, "ctrl+s")
        await on(pilot, ReviewScreen)

        async def lose(request: httpx.Request) -> httpx.Response | None:
            return httpx.Response(403, json={"status": 403}) if request.method == "GET" else None

        explorer.wire.tap = lose
        await press(pilot, "ctrl+s")
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        document = explorer.store.document(instance.id)
        assert document is not None
        assert document["providers"][1]["auth_config"] is None
        assert document["providers"][0]["id"] == instance.active_providers[0].id


async def test_what_was_set_without_an_answer_is_found_to_be() -> None:
    explorer = Explorer()

    async def lose(request: httpx.Request) -> httpx.Response | None:
        if request.method != "PUT":
            return None
        await explorer.wire.pass_on(request)
        return httpx.Response(500, json={"status": 500, "message": "Lost"})

    async with explorer.running(WIDE) as pilot:
        instance = with_two(explorer)
        form = await open_form(pilot, explorer, instance)
        form.query_one("#field-provider_auth_config_id", PickField).choose("", None)
        explorer.wire.tap = lose
        await send(pilot)
        await settle(pilot, lambda: pilot.app.screen is explorer.screen)
        assert len(explorer.wire.sent("PUT")) == 1
        assert DONE in explorer.said
        document = explorer.store.document(instance.id)
        assert document is not None
        assert document["providers"][1]["auth_config"] is None


async def test_what_was_not_set_is_told_from_what_others_set_meanwhile() -> None:
    explorer = Explorer()

    async with explorer.running(WIDE) as pilot:
        instance = with_two(explorer)
        row = instance.active_providers[1]
        theirs = next(
            one for one in row.integration_provider.provider.configs if one is not row.config
        )
        others_come = False

        async def lose(request: httpx.Request) -> httpx.Response | None:
            if request.method != "PUT":
                return None
            if others_come:
                row.config = theirs
            return httpx.Response(500, json={"status": 500, "message": "Lost"})

        form = await open_form(pilot, explorer, instance)
        form.query_one("#field-provider_auth_config_id", PickField).choose("", None)
        explorer.wire.tap = lose
        await send(pilot)
        await settle(pilot, lambda: NOT_CHANGED in text_of(pilot))
        assert pilot.app.screen is form
        others_come = True
        await send(pilot)
        await settle(pilot, lambda: "it changed, but not to what was sent" in text_of(pilot))
        assert f'is now "{theirs.id}"' in text_of(pilot)
