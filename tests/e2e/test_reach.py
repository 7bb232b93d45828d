"""From an object to what it touches, in a real terminal, with what the server was asked."""

from __future__ import annotations

import time

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
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
