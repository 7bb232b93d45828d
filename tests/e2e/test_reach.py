"""From an object to what it touches, in a real terminal, with what the server was asked."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal
from tests.e2e.test_explorer import INSTANCES, choices, is_list, ready


def test_who_uses_this_config_and_back_again(sandbox: Sandbox, explore: Explore) -> None:
    found = next(
        one
        for one in choices(sandbox, INSTANCES, status="active", order="desc")
        if one["providers"] and one["providers"][0]["config"]
    )
    config = found["providers"][0]["config"]
    users = choices(sandbox, INSTANCES, provider_config_id=config["id"], order="desc")
    terminal = ready(explore("--filter", f"id:{found['id']}", size=(80, 24)))

    terminal.press("enter")
    terminal.wait_for("▼ providers")
    terminal.wait_for("fold")
    terminal.wait_quiet()
    terminal.press("/")
    terminal.wait_for("Enter to the match")
    terminal.type("config")
    terminal.press("enter", "escape")
    terminal.wait_for("fold")
    terminal.wait_quiet()
    # The inspector counts its users once the cursor rests.
    pressed_at = time.monotonic()
    terminal.press("3")
    terminal.wait_for("used by")
    counted = "20+ instances" if len(users) > 20 else f"{len(users)} instance"
    terminal.wait_for(counted)
    asked = sandbox.wait_for(lambda one: is_list(one, limit=["20"]))
    assert asked.query["provider_config_id"] == [config["id"]]

    terminal.press("f")
    terminal.wait_for(f"Instances · config: {config['name']}")
    listed = sandbox.wait_for(
        lambda one: (
            one.moment > pressed_at
            and is_list(one, limit=["100"], provider_config_id=[config["id"]], order=["desc"])
        )
    )
    assert listed.status == 200
    terminal.wait_for(lambda text: f" {len(users)} │" in text and "[ back to" in text)
    terminal.wait_quiet()

    terminal.press("[")
    terminal.wait_for("used by")
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_for("auth config")
    terminal.press("escape")
    terminal.wait_for(lambda text: f"id:{found['id']}" in text and " 1 │" in text)
    terminal.wait_quiet()
    terminal.press("]")
    terminal.wait_for(lambda text: f" {len(users)} │" in text and f"config:{config['id']}" in text)
    assert sandbox.writes == []


def test_any_id_is_gone_to_and_its_users_listed(sandbox: Sandbox, explore: Explore) -> None:
    instances = choices(sandbox, INSTANCES, status="active", order="desc")
    identity = next(one["identity_id"] for one in instances if one["identity_id"])
    name = sandbox.get(f"/identities/{identity}")["name"]
    users = choices(sandbox, INSTANCES, identity_id=identity, order="desc")
    terminal = ready(explore(size=(80, 24)))

    # It says nothing of its kind: an instance is tried first, then what else there is.
    asked_at = time.monotonic()
    terminal.press(":")
    terminal.wait_for("Search for commands")
    terminal.type(identity)
    terminal.wait_for(f"Go to {identity}")
    terminal.press("enter")
    terminal.wait_for(f"─ {name} ─")
    tried = [
        (one.path, one.status)
        for one in sandbox.requests
        if one.moment > asked_at and identity in one.path
    ]
    assert tried[0] == (f"{INSTANCES}/{identity}", 404)
    assert tried[-1] == (f"/identities/{identity}", 200)
    assert len(tried) < 10
    terminal.wait_quiet()

    # From the identity to one of its credentials' configs, and back.
    terminal.press("/")
    terminal.wait_for("Enter to the match")
    terminal.type("auth config")
    terminal.press("enter", "escape")
    terminal.wait_for("f used by")
    terminal.wait_quiet()
    terminal.press("enter")
    sandbox.wait_for(lambda one: one.path.startswith("/provider-auth-configs/pac_"))
    terminal.wait_for("sign-in ─")
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_for(f"─ {name} ─")
    terminal.wait_quiet()

    terminal.press("g", "f")
    terminal.wait_for(f"Instances · identity: {name}")
    sandbox.wait_for(lambda one: is_list(one, limit=["100"], identity_id=[identity]))
    terminal.wait_for(f" {len(users)} │")
    assert sandbox.writes == []


def test_configs_are_browsed_and_searched(sandbox: Sandbox, explore: Explore) -> None:
    found = choices(sandbox, "/provider-configs", search="Staging", order="desc")
    terminal = ready(explore(size=(120, 40)))
    terminal.press("B")
    terminal.wait_for("Browse")
    terminal.wait_quiet()
    terminal.press("down", "down", "down", "down", "enter")
    terminal.wait_for(lambda text: "─ Configs ─" in text and "complete" in text)
    terminal.wait_quiet()
    terminal.press("/")
    terminal.wait_for("Enter to the list")
    terminal.type("Staging")
    sandbox.wait_for(
        lambda one: one.path == "/provider-configs" and one.query.get("search") == ["Staging"]
    )
    terminal.wait_for(f" {len(found)} │")
    terminal.press("enter")
    terminal.wait_for("used by")
    terminal.wait_for(found[0]["id"])
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_for("─ Instances ─")
    assert sandbox.writes == []


def browse_actors(explore: Explore, name: str) -> Terminal:
    """Start the explorer, and go to the list of actors, of whom one has that name."""
    terminal = ready(explore(size=(80, 24)))
    terminal.press(":")
    terminal.wait_for("Search for commands")
    terminal.type("browse actors")
    terminal.wait_for("Read the actors")
    terminal.press("enter")
    terminal.wait_for(name)
    terminal.wait_quiet()
    return terminal


def test_the_columns_of_other_lists_are_there_at_the_next_start(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    actor = choices(sandbox, "/identity-actors", order="desc")[0]
    employee = str(actor["metadata"]["employee"])
    terminal = browse_actors(explore, actor["name"])
    terminal.press("C")
    terminal.wait_for("Add a key of the metadata")
    terminal.wait_quiet()
    terminal.type("a")
    terminal.wait_for("Tab complete")
    terminal.type("empl")
    terminal.press("tab", "enter")
    terminal.wait_for("[x] metadata.employee")
    # In front of the type: it is in sight, and what is last is scrolled to.
    terminal.press("K", "K", "escape")
    terminal.wait_for(lambda text: " employee " in text and employee in text)
    terminal.wait_quiet()
    terminal.press("right")
    terminal.wait_for("<Status")
    terminal.wait_for(actor["id"])
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    (settings,) = home.rglob("config.toml")
    columns = ["status", "name", "metadata.employee", "type", "id"]
    assert tomllib.loads(settings.read_text()) == {"columns_of": {"identity_actor": columns}}

    terminal = browse_actors(explore, actor["name"])
    terminal.wait_for(lambda text: " employee " in text and employee in text)
    assert sandbox.writes == []


def test_two_are_compared_and_all_are_counted(sandbox: Sandbox, explore: Explore) -> None:
    first, second = choices(sandbox, INSTANCES, order="desc")[:2]
    every = choices(sandbox, INSTANCES, order="desc")
    terminal = ready(explore(size=(80, 24)))
    terminal.press("space", "space")
    terminal.wait_for("2 marked")
    terminal.press("=")
    terminal.wait_for("What differs")
    terminal.wait_for(f"{second['name']}: {second['name']}"[:60])
    terminal.wait_quiet()
    terminal.press("i")
    terminal.wait_gone("in IDs and times")
    terminal.wait_for(first["id"][:12])
    terminal.press("escape")
    terminal.wait_gone("What differs")
    terminal.wait_quiet()

    terminal.press("#")
    terminal.wait_for(f"{len(every)} instances counted: all that the filter asks for")
    terminal.wait_quiet()
    terminal.press("tab", "tab", "enter")
    found = sandbox.wait_for(lambda one: is_list(one, status=["active"]))
    assert found.status == 200
    terminal.wait_for("Instances · 2 marked · status: active")
    assert sandbox.writes == []


def test_why_it_cannot_run_where_that_stands_and_what_mends_it(
    sandbox: Sandbox, explore: Explore
) -> None:
    found = next(
        one
        for one in choices(sandbox, INSTANCES, status="active", order="desc")
        if one["providers"] and one["providers"][0]["auth_config"]
    )
    [provider, *_] = found["providers"]
    broken = {
        "provider_auth_config_id": provider["auth_config"]["id"],
        "tool_filters": {"type": "tool_keys", "keys": ["no_such_tool"]},
        "is_override_tool_filter": True,
    }
    path = f"{INSTANCES}/{found['id']}/providers/{provider['provider']['id']}"
    assert sandbox.http.put(path, json=broken).status_code == 200
    terminal = ready(explore("--filter", f"id:{found['id']}", size=(80, 24)))

    terminal.press("W")
    terminal.wait_for("Why can't this run?")
    terminal.wait_for("✗ blocks")
    terminal.wait_for("no_such_tool")
    deployment = provider["integration_provider"]["deployment_id"]
    sandbox.wait_for(lambda one: one.path == f"/provider-deployments/{deployment}")
    terminal.wait_quiet()
    terminal.press("enter")
    terminal.wait_gone("Why can't this run?")
    terminal.wait_for("▶ tool filter")
    terminal.wait_quiet()
    terminal.press("W")
    terminal.wait_for("e opens the provider's form: mend the filter")
    terminal.wait_quiet()
    terminal.press("e")
    terminal.wait_for("Set provider")
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_for("Why can't this run?")
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_gone("Why can't this run?")
    assert [one.method for one in sandbox.writes] == ["PUT"]
