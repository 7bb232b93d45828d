"""The explorer in a real terminal, by the keyboard alone, against the sandbox over a socket."""

from __future__ import annotations

import base64
import json
import re
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Request, Sandbox
from tests.e2e.terminal import Size, Terminal

INSTANCES = "/integration-instances"
READ_ONLY = "Read-only: nothing can be changed."

both_sizes = pytest.mark.parametrize(
    "size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}"
)

# What Textual writes by itself: modes, colours, cursor moves; all else would be the data's.
_UNSAFE = "\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
# What the explorer may write: sequences for the screen, the pointer's shape, a title of safe text.
_TERMINAL_SEQUENCE = re.compile(
    rf"\x1b\[[0-9;:?<>=$ ]*[a-zA-Z~]|\x1b\]22;[a-z-]+\x07|\x1b\]2;[^{_UNSAFE}]*\x07"
)
_CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
_CONTROL = re.compile(f"[{_UNSAFE}]")


def ready(terminal: Terminal) -> Terminal:
    """Return the terminal once the list is whole and the keys are the list's."""
    terminal.wait_for(lambda text: "complete" in text and "●" in text)
    terminal.wait_quiet()
    return terminal


def open_dialog(terminal: Terminal, key: str, title: str) -> None:
    """Press a key and wait until the dialog that it opens takes keys."""
    terminal.press(key)
    terminal.wait_for(title)
    terminal.wait_quiet()


def pick(terminal: Terminal, title: str, name: str) -> None:
    """Open the list of the field that has the focus, search it and take the only match."""
    open_dialog(terminal, "enter", title)
    terminal.type(name)
    terminal.wait_for("1 found")
    terminal.press("enter")
    terminal.wait_gone(title)
    terminal.wait_quiet()


def send(terminal: Terminal) -> None:
    """Go on to the review, then send."""
    open_dialog(terminal, "ctrl+s", "What is sent")
    terminal.press("ctrl+s")


def copied(terminal: Terminal) -> list[str]:
    """Return what was sent to the terminal's clipboard, the oldest first."""
    return [base64.b64decode(data).decode() for data in _CLIPBOARD.findall(terminal.output)]


def the_only(requests: list[Request], method: str, path: str) -> Request:
    """Return the one request of that kind that was carried out; more than one is a fault."""
    found = [one for one in requests if (one.method, one.path) == (method, path)]
    assert len(found) == 1, requests
    assert found[0].status == 200
    return found[0]


def choices(sandbox: Sandbox, path: str, **query: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = sandbox.get(path, limit="100", **query)["items"]
    return items


def template_id(sandbox: Sandbox, instance_id: str) -> str:
    """Return the ID of an instance's session template."""
    [template] = [
        one
        for one in choices(sandbox, "/session-templates", order="desc")
        if one["integration_instance_id"] == instance_id
    ]
    return str(template["id"])


def is_list(request: Request, **query: list[str]) -> bool:
    """Whether a request asks for instances with such a query."""
    return request.path == INSTANCES and all(
        request.query.get(name) == values for name, values in query.items()
    )


@both_sizes
def test_filter_open_walk_copy(sandbox: Sandbox, explore: Explore, size: Size) -> None:
    github = next(one for one in choices(sandbox, "/providers") if one["slug"] == "github")
    [wanted] = choices(sandbox, INSTANCES, status="active", provider_id=github["id"], order="desc")[
        :1
    ]
    terminal = ready(explore(size=size))

    terminal.press("/")
    terminal.wait_for("Enter to the list")
    typed_at = time.monotonic()
    terminal.type("status:active provider:github")
    asked = sandbox.wait_for(
        lambda one: (
            one.moment > typed_at
            and is_list(one, status=["active"], provider_id=[github["id"]], order=["desc"])
        )
    )
    assert asked.status == 200
    terminal.press("enter")
    terminal.wait_for("Enter open")
    terminal.wait_for(wanted["name"][:20])
    terminal.wait_quiet()
    terminal.press("g", "enter")
    terminal.wait_for("▼ providers")
    terminal.wait_for("fold")
    terminal.wait_quiet()
    terminal.press("j", "j", "k", "j")
    terminal.press("h")
    terminal.wait_for("▶ GitHub")
    terminal.press("l")
    terminal.wait_for("▼ GitHub")

    open_dialog(terminal, "y", "Copy")
    terminal.press("i")
    terminal.wait_for("was sent to the terminal")
    assert copied(terminal) == [wanted["providers"][0]["id"]]

    terminal.press("escape")
    terminal.wait_for("Enter open")
    assert sandbox.writes == []


@both_sizes
def test_create_update_template_session_archive(
    sandbox: Sandbox, explore: Explore, size: Size
) -> None:
    [integration] = choices(sandbox, "/integrations", search="Knowledge search")
    providers = {one["name"]: one["id"] for one in choices(sandbox, "/providers")}
    auth = {
        one["name"]: one["id"]
        for one in choices(sandbox, "/provider-auth-configs")
        if "(EU)" in one["name"] and "OAuth" in one["name"]
    }
    terminal = ready(explore(size=size))

    # Create it.
    open_dialog(terminal, "n", "New instance")
    pick(terminal, "Choose the integration", "Knowledge search")
    terminal.press("tab")
    terminal.wait_quiet()
    terminal.type("Made by keys")
    terminal.press("tab", "tab", "tab", "tab")
    terminal.wait_quiet()
    pick(terminal, "Choose a provider", "Notion")
    terminal.wait_for("Provider: Notion")
    terminal.press("tab")
    terminal.wait_quiet()
    pick(terminal, "Choose the auth config", "Notion OAuth (EU)")
    terminal.press("tab")
    terminal.wait_quiet()
    open_dialog(terminal, "enter", "allow all")
    terminal.press("down", "down", "enter")
    terminal.wait_for("+ add a rule")
    terminal.wait_quiet()
    terminal.press("tab", "tab", "tab")
    terminal.wait_quiet()
    terminal.type("search, get_page")
    terminal.press("ctrl+s")
    terminal.wait_gone("Provider: Notion")
    terminal.wait_quiet()
    terminal.press("end")
    pick(terminal, "Choose a provider", "Google Drive")
    terminal.wait_for("Provider: Google Drive")
    terminal.press("tab")
    terminal.wait_quiet()
    pick(terminal, "Choose the auth config", "Google Drive OAuth (EU)")
    terminal.press("ctrl+s")
    terminal.wait_gone("Provider: Google Drive")
    terminal.wait_quiet()
    send(terminal)
    terminal.wait_for("─ Created ─")
    assert the_only(sandbox.writes, "POST", INSTANCES).body == {
        "integration_id": integration["id"],
        "name": "Made by keys",
        "providers": [
            {
                "provider_id": providers["Notion"],
                "provider_auth_config_id": auth["Notion OAuth (EU) sign-in"],
                "tool_filters": {"type": "tool_keys", "keys": ["search", "get_page"]},
            },
            {
                "provider_id": providers["Google Drive"],
                "provider_auth_config_id": auth["Google Drive OAuth (EU) sign-in"],
            },
        ],
    }
    [made] = choices(sandbox, INSTANCES, search="Made by keys")
    path = f"{INSTANCES}/{made['id']}"
    assert made["id"] in terminal.text
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_gone("─ Created ─")
    terminal.wait_quiet()

    # Update it: only what was changed is sent.
    open_dialog(terminal, "e", "Edit Made by keys")
    terminal.press("end")
    terminal.type(" alone")
    send(terminal)
    terminal.wait_for("Updated Made by keys alone")
    assert the_only(sandbox.writes, "PATCH", path).body == {"name": "Made by keys alone"}
    terminal.wait_quiet()

    # Its session template, then a session.
    open_dialog(terminal, "t", "Session template")
    terminal.type("For support")
    send(terminal)
    terminal.wait_for("ste_")
    template = the_only(sandbox.writes, "POST", f"{path}/session-template")
    assert template.body == {"name": "For support"}
    terminal.wait_quiet()
    open_dialog(terminal, "s", "New session")
    terminal.type("First")
    send(terminal)
    terminal.wait_for("Session created")
    terminal.wait_quiet()
    sessions = [one for one in sandbox.writes if one.path == f"{path}/session"]
    assert [one.body for one in sessions if one.status == 200] == [{"name": "First"}]
    assert b"metorial_cs_" not in terminal.output
    open_dialog(terminal, "m", "mcpServers")
    terminal.press("y")
    terminal.wait_for("was sent to the terminal")
    [session] = choices(sandbox, "/sessions", session_template_id=template_id(sandbox, made["id"]))
    [server] = json.loads(copied(terminal)[-1])["mcpServers"].values()
    assert server["url"] == session["connection_url"]
    assert server["headers"] == {"Authorization": f"Bearer {session['client_secret']}"}
    terminal.press("escape")
    terminal.wait_gone("Session created")
    terminal.wait_quiet()

    # The template is shown as it is, and only what is touched is sent.
    open_dialog(terminal, "t", "Session template · update")
    terminal.press("end")
    terminal.type(" alone")
    send(terminal)
    sandbox.wait_for(lambda one: one.body == {"name": "For support alone"})
    terminal.wait_gone("Session template · update")
    terminal.wait_quiet()
    terminal.wait_quiet()

    # Archive it.
    open_dialog(terminal, "d", "Archive the instance")
    terminal.press("a")  # Nobody can have read it yet.
    terminal.insist("a", "Archived Made by keys alone")
    assert the_only(sandbox.writes, "DELETE", path).body is None
    assert sandbox.get(path)["status"] == "archived"


@pytest.fixture
def silent_host() -> Iterator[str]:
    """A host that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_quitting_while_a_request_runs_restores_the_terminal(
    explore: Explore, silent_host: str
) -> None:
    terminal = explore(host=silent_host)
    terminal.wait_for("Loading")
    terminal.wait_quiet()

    terminal.press("q")

    assert terminal.wait_exit(timeout=5) == 0
    after = terminal.output.rpartition(b"\x1b[?1049h")[2]
    assert b"\x1b[?1049l" in after
    assert after.rfind(b"\x1b[?25h") > after.rfind(b"\x1b[?25l")
    assert terminal.is_restored
    assert b"Traceback" not in terminal.output


def test_a_wrong_key_is_told_at_once(sandbox: Sandbox, explore: Explore) -> None:
    terminal = explore(key="metorial_sk_wrong")

    refused = sandbox.wait_for(lambda one: one.status == 401)
    terminal.wait_for(
        lambda text: all(words in text for words in ("Paste an API key", "Demo", "Quit"))
    )

    assert time.monotonic() - refused.moment < 1
    assert b"metorial_sk_wrong" not in terminal.output


def test_read_only_changes_nothing(sandbox: Sandbox, explore: Explore) -> None:
    terminal = ready(explore("--read-only"))

    for count, key in enumerate(("n", "e", "d"), start=1):
        terminal.press(key)
        terminal.wait_for(lambda text, count=count: text.count(READ_ONLY) == count)  # type: ignore[misc]

    terminal.wait_quiet()
    assert sandbox.writes == []


@both_sizes
def test_a_hostile_name_never_reaches_the_terminal(
    sandbox: Sandbox, explore: Explore, size: Size
) -> None:
    [integration] = choices(sandbox, "/integrations", search="Onboarding playground")
    sandbox.post(
        INSTANCES,
        {
            "integration_id": integration["id"],
            "name": "Harmless\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b31m\u202e\x7f[/] [@click=app.quit]x",
            "description": "\x1bPq\x1b\\\x00 two\nlines",
            "metadata": {"\x1b[?1049l key": "\x1b]0;title\x07"},
        },
    )
    terminal = explore(size=size)
    terminal.wait_for("Harmless")
    terminal.wait_quiet()

    terminal.press("enter")
    terminal.wait_for("fold")
    terminal.wait_quiet()
    terminal.press("L")
    terminal.wait_quiet()
    terminal.press("G")
    terminal.wait_quiet()
    terminal.press("q")
    assert terminal.wait_exit() == 0

    output = terminal.output
    assert b"\x1b[2J" not in output
    assert output.count(b"\x1b[?1049l") == 1
    left = _TERMINAL_SEQUENCE.sub("", output.decode())
    assert _CONTROL.search(left) is None, left
