"""From an ID or a URL that was pasted to its object, and to one of another profile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.settings_file import configure
from tests.e2e.terminal import Terminal, clean_environment
from tests.e2e.test_explorer import INSTANCES, choices, open_dialog, ready

LISTS = ("/providers", "/provider-configs", "/identities", "/session-templates", "/sessions")


def go_to(terminal: Terminal, pasted: str, identifier: str) -> None:
    """Paste something into the palette and take the way that it offers."""
    open_dialog(terminal, ":", "Search for commands")
    terminal.type(pasted)
    terminal.wait_for(f"Go to {identifier}")
    terminal.press("enter")
    terminal.wait_gone("Go to")


def test_every_kind_of_id_leads_to_its_object(sandbox: Sandbox, explore: Explore) -> None:
    instance = choices(sandbox, INSTANCES, status="active", order="desc")[-1]
    terminal = ready(explore(size=(120, 40)))

    go_to(terminal, instance["id"], instance["id"])
    terminal.wait_for(f"▼ {instance['name']}")
    sandbox.wait_for(lambda one: one.path == f"{INSTANCES}/{instance['id']}")
    terminal.wait_quiet()
    for path in LISTS:
        found = choices(sandbox, path)[0]
        go_to(terminal, f" {found['id']} ", found["id"])
        terminal.wait_for(lambda text, found=found: f"id {found['id']}" in " ".join(text.split()))  # type: ignore[misc]  # its default is what it is called with
        assert any(
            (one.path, one.status) == (f"{path}/{found['id']}", 200) for one in sandbox.requests
        )
        terminal.wait_quiet()

    go_to(terminal, "int_0000000000000000", "int_0000000000000000")
    terminal.wait_for("Nothing has the ID int_0000000000000000")
    assert sandbox.writes == []


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://app.metorial.com/i/acme/web/development/instances/{id}?tab=logs", INSTANCES),
        ("https://api.metorial.com/provider-configs/{id}", "/provider-configs"),
        ("https://app.metorial.com/p/acme#/identities/{id}/", "/identities"),
    ],
    ids=["dashboard", "API", "fragment"],
)
def test_a_url_leads_to_the_object_in_it_and_is_not_followed(
    sandbox: Sandbox, explore: Explore, url: str, path: str
) -> None:
    found = choices(sandbox, path, order="desc")[-1]
    terminal = ready(explore(size=(80, 24)))
    begun = len(sandbox.requests)
    go_to(terminal, url.format(id=found["id"]), found["id"])
    terminal.wait_for(f"─ {found['name']} ─")
    asked = [one for one in sandbox.requests[begun:] if found["id"] in one.path]
    assert asked[-1].path == f"{path}/{found['id']}"
    if path in url:
        assert len(asked) == 1  # The URL said of what kind it is.
    assert sandbox.writes == []


def test_one_is_compared_with_its_like_of_another_profile(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    [here, *_] = choices(sandbox, INSTANCES, status="active", order="desc")
    with Sandbox(clean_environment(home), instances=60, arguments=["--seed", "2"]) as other:
        there = other.post(
            INSTANCES,
            {
                "integration_id": choices(other, "/integrations")[0]["id"],
                "name": here["name"],
                "description": "The one elsewhere",
            },
        )
        configure(
            home,
            f'[profiles.other]\nhost = "{other.url}"\nkey = "env"\nkey_variable = "OTHER_KEY"\n',
        )
        terminal = ready(explore(size=(80, 24), OTHER_KEY=other.key))
        open_dialog(terminal, "=", "Compare with an instance of")
        terminal.press("enter")
        terminal.wait_for("An instance of other")
        terminal.wait_for(here["name"])
        terminal.wait_quiet()
        terminal.press("enter")
        terminal.wait_for("What differs")
        terminal.wait_for("The one elsewhere")
        assert other.wait_for(lambda one: one.path == f"{INSTANCES}/{there['id']}").status == 200
        terminal.wait_quiet()
        terminal.press("escape")
        terminal.wait_gone("What differs")
        # One's own profile is in use as before.
        terminal.wait_for("48 loaded, complete")
        assert [one.method for one in other.writes] == ["POST"]
    assert sandbox.writes == []


def test_why_a_draft_is_one_is_said_by_the_providers_that_it_lacks(
    sandbox: Sandbox, explore: Explore
) -> None:
    [integration] = choices(sandbox, "/integrations", search="Knowledge search")
    named = [one["name"] for one in sandbox.get(f"/integrations/{integration['id']}")["providers"]]
    draft = sandbox.post(INSTANCES, {"integration_id": integration["id"], "name": "Not yet"})
    assert draft["status"] == "draft"
    terminal = explore("--filter", f"id:{draft['id']}", size=(80, 24))
    terminal.wait_for("1 loaded, complete")
    terminal.wait_quiet()
    open_dialog(terminal, "W", "Why can't this run? · Not yet")
    terminal.wait_for("It is a draft because it lacks")
    lacking = [
        name
        for name in named
        if name not in {one["provider"]["name"] for one in draft["providers"]}
    ]
    assert lacking
    assert all(re.search(rf"✗ blocks +{name}", terminal.text) for name in lacking)
    sandbox.wait_for(lambda one: one.path == f"/integrations/{integration['id']}")
    assert len(sandbox.writes) == 1  # That was the test's own.

    # The form that mends it begins with the first that is missing.
    open_dialog(terminal, "e", f"Provider: {lacking[0]}")
    terminal.press("ctrl+s")
    terminal.wait_gone(f"Provider: {lacking[0]}")
    terminal.wait_quiet()
    open_dialog(terminal, "ctrl+s", "What is sent")
    terminal.press("ctrl+s")
    sent = sandbox.wait_for(lambda one: one.method == "PATCH")
    offered = sandbox.get(f"/integrations/{integration['id']}")["providers"]
    [missing] = [one["provider_id"] for one in offered if one["name"] == lacking[0]]
    assert sent.body == {"providers": [{"provider_id": missing}]}
    terminal.wait_for(lambda text: not re.search(rf"✗ blocks +{lacking[0]}", text))
