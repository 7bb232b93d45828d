"""An instance's providers by the keyboard alone: what is sent, and what a refusal leaves."""

from __future__ import annotations

from typing import Any

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Request, Sandbox
from tests.e2e.terminal import Terminal
from tests.e2e.test_explorer import INSTANCES, choices, open_dialog, pick, ready, send, the_only

FAULTS = "/_sandbox/faults"


def create(sandbox: Sandbox, **fields: Any) -> dict[str, Any]:
    """Make an instance of an integration with Notion and Google Drive, by a way of its own."""
    [integration] = choices(sandbox, "/integrations", search="Knowledge search")
    body = {"integration_id": integration["id"], "name": "Made before", **fields}
    made: dict[str, Any] = sandbox.post(INSTANCES, body)
    return made


def provider_id(sandbox: Sandbox, slug: str) -> str:
    found = next(one for one in choices(sandbox, "/providers") if one["slug"] == slug)
    return str(found["id"])


def two_rules(terminal: Terminal, *down: str) -> None:
    """Type a filter of two rules: keys as chips, one of them completed, and a pattern.

    The focus is on the auth config before; `down` leads to the rules in the list of modes.
    """
    terminal.press("tab")
    terminal.wait_quiet()
    open_dialog(terminal, "enter", "allow all")
    terminal.press(*down, "enter")
    terminal.wait_for("0 of")
    terminal.wait_quiet()
    terminal.press("tab", "tab", "tab")
    terminal.wait_quiet()
    terminal.type("get_")
    terminal.wait_for("get_page")
    terminal.press("tab")
    terminal.wait_for("[get_page]")
    terminal.type("serch,")
    terminal.wait_for("did you mean search?")
    terminal.press("down")
    terminal.wait_for("instead of serch")
    terminal.wait_quiet()
    terminal.press("enter")
    terminal.wait_for("[get_page] [search]")
    terminal.wait_quiet()
    terminal.press("tab")
    terminal.wait_quiet()
    terminal.press("enter")
    terminal.wait_quiet()
    terminal.press("shift+tab", "shift+tab")
    terminal.wait_quiet()
    open_dialog(terminal, "enter", "tools by pattern")
    terminal.press("down", "enter")
    terminal.wait_quiet()
    terminal.press("tab", "tab")
    terminal.wait_quiet()
    terminal.type("^create_")


FILTERS = [
    {"type": "tool_keys", "keys": ["get_page", "search"]},
    {"type": "tool_regex", "pattern": "^create_"},
]


def test_a_provider_is_added_with_two_rules_and_a_refusal_lands_on_its_row(
    sandbox: Sandbox, explore: Explore
) -> None:
    made = create(sandbox)
    path = f"{INSTANCES}/{made['id']}"
    notion = provider_id(sandbox, "notion")
    before = len(sandbox.writes)
    faults = [
        {"kind": "status", "path": "/provider-configs", "status": 403},
        {
            "kind": "invalid_data",
            "method": "PATCH",
            "path": path,
            "field": "providers.0.tool_filters.1.pattern",
            "count": 1,
        },
    ]
    sandbox.http.put(FAULTS, json=faults).raise_for_status()
    terminal = ready(explore(size=(80, 24)))

    open_dialog(terminal, "e", "Edit Made before")
    terminal.press("tab", "tab", "tab", "tab")
    terminal.wait_quiet()
    pick(terminal, "Choose a provider", "Notion")
    terminal.wait_for("Provider: Notion")

    # The list of configs may not be read: an ID does.
    open_dialog(terminal, "enter", "Choose the config")
    terminal.wait_for("may not read the list of configs (403)")
    terminal.press("escape")
    terminal.wait_gone("Choose the config")
    terminal.wait_quiet()

    terminal.press("tab")
    terminal.wait_quiet()
    two_rules(terminal, "down", "down")
    terminal.press("ctrl+s")
    terminal.wait_gone("Provider: Notion")
    terminal.wait_for("2 rules")
    terminal.wait_quiet()
    send(terminal)
    terminal.wait_for("mend this")
    terminal.wait_for("tool_filters / 1 / pattern: Refused on purpose")
    terminal.wait_quiet()
    assert len(sandbox.writes) == before

    open_dialog(terminal, "enter", "Provider: Notion")
    terminal.press("ctrl+s")
    terminal.wait_gone("Provider: Notion")
    terminal.wait_quiet()
    send(terminal)
    terminal.wait_for("Updated Made before")
    assert the_only(sandbox.writes, "PATCH", path).body == {
        "providers": [{"provider_id": notion, "tool_filters": FILTERS}]
    }


def test_one_provider_is_set_from_the_tree(sandbox: Sandbox, explore: Explore) -> None:
    notion = provider_id(sandbox, "notion")
    config = choices(sandbox, "/provider-configs", provider_id=notion)[1]
    made = create(sandbox, providers=[{"provider_id": notion, "provider_config_id": config["id"]}])
    path = f"{INSTANCES}/{made['id']}/providers/{notion}"
    terminal = ready(explore(size=(120, 40)))

    terminal.press("enter")
    terminal.wait_for("▼ Notion")
    terminal.wait_quiet()
    terminal.press("j", "j", "j")
    terminal.wait_quiet()
    open_dialog(terminal, "e", "Set provider: Notion")
    terminal.press("tab")
    terminal.wait_quiet()
    two_rules(terminal, "down")
    send(terminal)
    terminal.wait_for("Notion is set")
    assert the_only(sandbox.writes, "PUT", path).body == {
        "provider_config_id": config["id"],
        "provider_auth_config_id": None,
        "tool_filters": FILTERS,
        "is_override_tool_filter": False,
    }

    def read_anew(request: Request) -> bool:
        put = next(one for one in sandbox.writes if one.method == "PUT")
        return request.path == f"{INSTANCES}/{made['id']}" and request.moment > put.moment

    sandbox.wait_for(read_anew)
    terminal.wait_for("2 rules")
