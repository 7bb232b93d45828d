"""Profiles in the app: switching leaves nothing behind, and the header says where one is."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.ui.app_host import LIST, NARROW, Explorer, drawn, on, press, settle, text_of
from tui import keymap
from tui.errors import LoginExpired
from tui.profile import DEFAULT, Profile
from tui.sandbox import SANDBOX_CLIENT_ID, SANDBOX_REFRESH_TOKEN
from tui.sandbox.render import environment_id
from tui.screens.choice import ChoiceScreen
from tui.screens.confirm import ConfirmScreen
from tui.screens.welcome import WelcomeScreen
from tui.text import clean

WORK = Profile(name="work", host="https://work.example", label="Work EU", colour="blue")
SAFE = Profile(name="safe", read_only=True, page_size=7, theme="nord", keys={"refresh": "f5"})
BROKEN = Profile(name="broken", fault="line 4: host must be a text")
ALL = (Profile(), WORK, SAFE, BROKEN)


async def switch(pilot: Pilot[None], number: int) -> None:
    """Pick a profile by its place in the list."""
    await press(pilot, "P")
    await on(pilot, ChoiceScreen)
    pilot.app.screen.query_one(OptionList).highlighted = number
    await press(pilot, "enter")


def oauth(explorer: Explorer) -> str:
    """Return an access token that the sandbox takes."""
    world = explorer.world
    grant = world.tokens.renew(SANDBOX_CLIENT_ID, SANDBOX_REFRESH_TOKEN, world.now_ms())
    assert grant is not None
    return grant.access_token


async def test_switching_drops_everything_of_the_profile_before() -> None:
    explorer = Explorer(profiles=ALL, instances=30)
    async with explorer.running() as pilot:
        all_names = explorer.names
        await press(pilot, "slash", *"acme", "enter")
        await settle(pilot, lambda: explorer.is_loaded)
        before = weakref.ref(explorer.store)
        client = weakref.ref(explorer.store._api.client)
        sent = len(explorer.wire.requests)
        await switch(pilot, 1)
        await settle(pilot, lambda: explorer.is_loaded)
        gc.collect()
        assert before() is None
        assert client() is None
        assert explorer.screen.filter_bar.text == ""
        assert explorer.store.scope.profile == "work"
        assert explorer.store.scope.host == "work.example"
        assert explorer.names == all_names
        assert {one.url.host for one in explorer.wire.requests[sent:]} == {"work.example"}
        assert " Work EU " in drawn(pilot).splitlines()[0]


async def test_while_the_new_one_connects_nothing_of_the_old_one_is_on_screen() -> None:
    explorer = Explorer(profiles=ALL, instances=30)
    async with explorer.running() as pilot:
        names = set(explorer.names)
        explorer.key = None
        await switch(pilot, 1)
        await on(pilot, WelcomeScreen)
        shown = drawn(pilot)
        assert not [name for name in names if name in shown]
        assert explorer.screen.object_tree.root_node is None
        assert explorer.screen.header.marks == ()
        assert explorer.screen.header.place == ""


async def test_a_read_only_profile_offers_no_write_and_refuses_all() -> None:
    explorer = Explorer(profiles=ALL, instances=30)
    async with explorer.running() as pilot:
        assert "n new" in drawn(pilot).splitlines()[-1]
        await switch(pilot, 2)
        await settle(pilot, lambda: explorer.is_loaded)
        assert "n new" not in drawn(pilot).splitlines()[-1]
        assert "READ-ONLY" in explorer.screen.header.marks
        await press(pilot, "n")
        assert explorer.app.screen is explorer.screen
        assert explorer.said[-1] == "Read-only: nothing can be changed."
        await switch(pilot, 0)
        await settle(pilot, lambda: explorer.is_loaded)
        assert "READ-ONLY" not in explorer.screen.header.marks
        assert "n new" in drawn(pilot).splitlines()[-1]


async def test_a_profile_has_its_own_pages_colours_and_keys() -> None:
    explorer = Explorer(profiles=ALL, instances=30)
    async with explorer.running() as pilot:
        usual = explorer.app.theme
        await switch(pilot, 2)
        await settle(pilot, lambda: explorer.is_loaded)
        [limit] = {one.url.params["limit"] for one in explorer.wire.sent("GET", LIST)[-3:]}
        assert limit == "7"
        assert explorer.app.theme == "nord"
        refresh = next(one for one in keymap.COMMANDS if one.id == "refresh")
        assert refresh.shown_keys == "F5"
        before = len(explorer.wire.requests)
        await press(pilot, "r")
        assert len(explorer.wire.requests) == before
        await press(pilot, "f5")
        await settle(pilot, lambda: len(explorer.wire.requests) > before)
        await switch(pilot, 0)
        await settle(pilot, lambda: explorer.is_loaded)
        assert explorer.app.theme == usual
        assert refresh.shown_keys == "r"


async def test_a_broken_profile_says_why_and_is_left_by_the_same_key() -> None:
    explorer = Explorer(profiles=ALL, instances=30)
    async with explorer.running() as pilot:
        sent = len(explorer.wire.requests)
        await switch(pilot, 3)
        await settle(pilot, lambda: explorer.is_idle)
        empty = str(explorer.screen.instances.empty_text)
        assert "line 4: host must be a text" in empty
        assert len(explorer.wire.requests) == sent
        await switch(pilot, 0)
        await settle(pilot, lambda: explorer.is_loaded)


async def test_the_choice_names_hosts_sources_and_marks(tmp_path: Path) -> None:
    cli = tmp_path / "config.json"
    login = {"name": "ann", "api_host": "https://cli.example", "access_token": "x"}
    cli.write_text(json.dumps({"current_profile_id": "o:u", "profiles": {"o:u": login}}))
    explorer = Explorer(profiles=ALL, cli_config=cli, instances=5)
    async with explorer.running(NARROW) as pilot:
        await press(pilot, "P")
        await on(pilot, ChoiceScreen)
        shown = drawn(pilot)
        for words in ("in use", "Work EU", "work.example", "read-only", "cannot be used"):
            assert words in shown
        assert "cli:ann" in shown
        assert "official CLI" in shown
        await press(pilot, "escape")
        assert explorer.app.screen is explorer.screen
        assert len(explorer.opened) == 1


async def test_what_is_wrong_with_the_settings_is_said_at_the_start() -> None:
    problem = clean("config.toml line 2: theme must be a text.")
    explorer = Explorer(problems=(problem,), instances=5, profile=Profile(theme="no such"))
    async with explorer.running():
        assert f"{problem} `metorial-tui doctor` tells all." in explorer.said
        assert any(one.startswith("There is no theme no such;") for one in explorer.said)


async def test_what_a_source_could_not_say_is_passed_on() -> None:
    explorer = Explorer(instances=5)
    explorer.notes = ("The keyring did not answer within 2 s.",)
    async with explorer.running():
        assert explorer.said == ["The keyring did not answer within 2 s."]


async def test_a_key_for_several_environments_asks_for_which_and_begins_with_a_harmless_one() -> (
    None
):
    explorer = Explorer(instances=5)
    explorer.key = oauth(explorer)
    async with explorer.running(loaded=False) as pilot:
        await on(pilot, ChoiceScreen)
        assert "PRODUCTION" in drawn(pilot)
        assert explorer.wire.sent("GET", LIST) == []
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.is_loaded)
        chosen = explorer.store.scope.environment_id
        assert chosen
        named = {one.headers.get("metorial-instance-id") for one in explorer.wire.sent("GET", LIST)}
        assert named == {chosen}


async def test_choosing_no_environment_loads_nothing_and_can_be_asked_again() -> None:
    explorer = Explorer(instances=5)
    explorer.key = oauth(explorer)
    async with explorer.running(loaded=False) as pilot:
        await on(pilot, ChoiceScreen)
        await press(pilot, "escape")
        await settle(pilot, lambda: "No environment" in str(explorer.screen.instances.empty_text))
        assert explorer.wire.sent("GET", LIST) == []
        await press(pilot, "r")
        await on(pilot, ChoiceScreen)
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.is_loaded)


async def test_an_environment_that_is_named_is_not_asked_for() -> None:
    named = environment_id("development")
    explorer = Explorer(instances=5, environment_id=named)
    explorer.key = oauth(explorer)
    async with explorer.running():
        assert explorer.wire.sent("GET", "/instances") == []
        assert explorer.store.scope.environment_id == named


@pytest.mark.parametrize("agree", [True, False])
async def test_an_expired_login_is_renewed_only_after_asking(agree: bool) -> None:
    explorer = Explorer(instances=5)
    explorer.refusal = LoginExpired("Ann \x1b[2J", is_renewable=True)
    async with explorer.running(loaded=False) as pilot:
        await on(pilot, ConfirmScreen)
        assert "uses up its refresh token" in " ".join(text_of(pilot).split())
        assert explorer.renewed == 0
        if agree:
            await press(pilot, "tab", "enter")
            await settle(pilot, lambda: explorer.is_loaded)
            assert explorer.renewed == 1
        else:
            await press(pilot, "enter")
            await on(pilot, WelcomeScreen)
            assert explorer.renewed == 0


async def test_a_login_that_cannot_be_renewed_asks_for_a_key() -> None:
    explorer = Explorer(instances=5)
    explorer.refusal = LoginExpired("Ann", is_renewable=False)
    async with explorer.running(loaded=False) as pilot:
        await on(pilot, WelcomeScreen)
        assert "has expired" in text_of(pilot)


async def test_the_demo_is_marked_wherever_it_was_chosen() -> None:
    explorer = Explorer(key=None, instances=5)
    async with explorer.running(loaded=False) as pilot:
        await on(pilot, WelcomeScreen)
        pilot.app.screen.query_one("#demo").focus()
        await press(pilot, "enter")
        await settle(pilot, lambda: explorer.is_loaded)
        assert "DEMO" in explorer.screen.header.marks


async def test_the_usual_profile_needs_no_name_in_the_header() -> None:
    explorer = Explorer(instances=5)
    async with explorer.running() as pilot:
        assert DEFAULT not in drawn(pilot).splitlines()[0]
        assert explorer.screen.header.profile is None
