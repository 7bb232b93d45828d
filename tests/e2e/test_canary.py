"""The key and a session's secrets are looked for in every byte that leaves the explorer."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command


def disguises(secret: str) -> Iterator[bytes]:
    """Yield the ways in which a secret may be written."""
    plain = secret.encode()
    yield plain
    yield plain[::-1]
    yield plain.hex().encode()
    yield quote(secret, safe="").encode()
    for shift in range(3):  # Base64 depends on where in the text it begins.
        packed = base64.b64encode(b"\0" * shift + plain)
        yield packed[4 if shift else 0 : -4]


def found(secrets: list[str], places: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return which secret is in which place."""
    return [
        (name, secret[:12])
        for name, written in places.items()
        for secret in secrets
        if any(disguise in written for disguise in disguises(secret))
    ]


def process_family(process_id: int) -> Iterator[int]:
    """Yield a process and all that it has started and that still runs."""
    yield process_id
    for task in Path(f"/proc/{process_id}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from process_family(int(child))


def places_of(terminal: Terminal, home: Path) -> dict[str, bytes]:
    """Return all that was written, by where: the terminal, the disk, what `ps` shows."""
    places = {"terminal": terminal.output}
    for process_id in process_family(terminal.process_id):
        places[f"ps {process_id}"] = Path(f"/proc/{process_id}/cmdline").read_bytes()
    for file in home.rglob("*"):
        if file.is_file():
            places[str(file)] = file.read_bytes()
    return places


def test_the_searcher_finds_what_is_hidden() -> None:
    secret = "metorial_sk_canary0123"
    packed = base64.b64encode(b"key=" + secret.encode() + b";")
    assert found([secret], {"plain": f"a {secret}".encode(), "packed": packed, "not": b"x"}) == [
        ("plain", secret[:12]),
        ("packed", secret[:12]),
    ]


def test_no_secret_leaves_but_by_its_owners_hand(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    terminal = explore(size=(120, 40))
    terminal.wait_for("loaded, complete")
    screens = {
        "?": "Keys",
        "o": "Order the list by",
        "n": "New instance",
        "e": "Edit",
        "d": "Archive",
        "P": "Profiles",
        ":": "Search for",
    }
    for key, title in screens.items():
        terminal.press(key)
        terminal.wait_for(title)
        terminal.press("escape")
        terminal.wait_gone(title)
    for key in "ciuj":
        terminal.press("y")
        terminal.wait_for("Copy")
        terminal.wait_quiet()
        terminal.press(key)
        terminal.wait_quiet()
    terminal.press("/")
    terminal.type("status:active")
    terminal.wait_for("asking")
    terminal.wait_gone("asking")
    terminal.press("enter")
    terminal.wait_quiet()
    terminal.press("t")
    terminal.wait_for("Session template")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("ste_")
    terminal.press("s")
    terminal.wait_for("New session")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("What is sent")
    terminal.wait_quiet()
    terminal.press("ctrl+s")
    terminal.wait_for("Session created")
    terminal.wait_quiet()
    for key, words in {"m": "mcpServers", "v": '"servers"', "d": "mcp-remote"}.items():
        terminal.press(key)
        terminal.wait_for(words)
        terminal.wait_quiet()

    [made, *_] = sandbox.get("/sessions", order="desc", limit="1")["items"]
    secrets = [sandbox.key, made["client_secret"], made["connection_url"]]
    assert all(len(secret) > 12 for secret in secrets)
    places = places_of(terminal, home)
    assert len(places) >= 2
    assert found(secrets, places) == []
    terminal.press("escape")
    terminal.wait_gone("Session created")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert found(secrets, {"terminal": terminal.output}) == []


CHILD = """\
#!/bin/sh
{{ echo "$0" "$@"; env; cat; }} > "$HOME/child-$(basename "$0").$$"
{then}
"""


def test_no_program_that_is_started_sees_a_key(
    sandbox: Sandbox, home: Path, tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    key_file = tmp_path / "key"
    key_file.write_text(sandbox.key)
    for name, then in {"xclip": "", "browser": "", "token": f"cat {key_file}"}.items():
        (programs / name).write_text(CHILD.format(then=then))
        (programs / name).chmod(0o700)
    config = home / "settings.toml"
    config.write_text(
        f'[profiles.work]\nhost = "{sandbox.url}"\ntoken_command = ["{programs / "token"}"]\n'
    )
    made = sandbox.get("/integration-instances", order="desc", limit="1")["items"][0]
    link = "https://example.org/runbook"
    patched = sandbox.http.patch(
        f"/integration-instances/{made['id']}", json={"metadata": {"runbook": link}}
    )
    assert patched.status_code == 200
    environment = clean_environment(
        home,
        METORIAL_API_KEY=sandbox.key,
        METORIAL_TUI_CONFIG=str(config),
        BROWSER=f"{programs / 'browser'} %s",
        DISPLAY=":0",
    )
    environment["PATH"] = f"{programs}:{environment['PATH']}"
    argv = installed_command("--profile", "work")
    with Terminal(argv, environment=environment, size=(120, 40)) as terminal:
        terminal.wait_for("loaded, complete")
        terminal.wait_quiet()
        terminal.press("y")
        terminal.wait_for("Copy")
        terminal.wait_quiet()
        terminal.press("c")
        terminal.wait_for("was sent to")
        terminal.press("enter")
        terminal.wait_quiet()
        terminal.press("/")
        # Typed behind the slash at once: each letter goes where the slash leads.
        terminal.type("example.org")
        terminal.wait_quiet()
        terminal.press("enter")
        terminal.wait_quiet()
        terminal.press("b")
        terminal.wait_for("Open the link in your browser?")
        terminal.wait_quiet()
        terminal.press("tab", "enter")
        terminal.wait_gone("Open the link in your browser?")
        terminal.wait_quiet()
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert found([sandbox.key], {"terminal": terminal.output}) == []
    children = {file.name: file.read_bytes() for file in home.glob("child-*")}
    started = {name.partition(".")[0] for name in children}
    assert started == {"child-xclip", "child-browser", "child-token"}
    [browser] = [text for name, text in children.items() if name.startswith("child-browser")]
    assert link.encode() in browser
    [copied] = [text for name, text in children.items() if name.startswith("child-xclip")]
    assert b"$METORIAL_API_KEY" in copied
    assert found([sandbox.key], children) == []
    files = {str(one): one.read_bytes() for one in home.rglob("*") if one.is_file()}
    assert any(name.endswith("lists.sqlite3") for name in files)
    assert found([sandbox.key], files) == []
