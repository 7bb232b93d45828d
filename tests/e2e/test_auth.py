"""The `auth` and `doctor` commands against a sandbox: what they say, how they end, and no key."""

from __future__ import annotations

import json
import socket
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import Ended
from tests.e2e.command import run as run_command
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command
from tests.fake_keyring import fake_keyring
from tui.sandbox import SANDBOX_CLIENT_ID, SANDBOX_KEY, SANDBOX_REFRESH_TOKEN

LONG_KEY = "metorial_sk_0123456789abcdefghij"


@pytest.fixture
def keyring(tmp_path: Path) -> dict[str, str]:
    """The variables that make a file the system's keyring."""
    return fake_keyring(tmp_path)


def run(home: Path, *arguments: str, typed: str = "", **variables: str) -> Ended:
    ended = run_command(home, *arguments, typed=typed, variables=variables)
    for secret in (SANDBOX_KEY, LONG_KEY, *variables.values()):
        if secret.startswith("metorial_"):
            assert secret not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    return ended


def settings(home: Path, text: str) -> str:
    path = home / "settings.toml"
    path.write_text(text)
    return str(path)


def test_a_key_is_kept_told_of_used_and_removed(
    home: Path, sandbox: Sandbox, keyring: Mapping[str, str]
) -> None:
    variables = {**keyring, "METORIAL_API_HOST": sandbox.url}
    kept = run(home, "auth", "login", typed=f"{sandbox.key}\n", **variables)
    assert (kept.returncode, kept.stderr) == (0, "")
    assert "development" in kept.stdout
    status = run(home, "auth", "status", **variables)
    assert status.returncode == 0
    assert "the keyring" in status.stdout
    assert run(home, **variables).stdout.count("\n") > 10
    removed = run(home, "auth", "logout", **variables)
    assert removed.stdout.startswith("Removed default@127.0.0.1")
    assert run(home, "auth", "status", **variables).returncode == 1
    assert run(home, "auth", "logout", **variables).stdout.startswith("There was no key for")


def test_a_key_that_the_api_refuses_is_not_kept(
    home: Path, sandbox: Sandbox, keyring: Mapping[str, str]
) -> None:
    variables = {**keyring, "METORIAL_API_HOST": sandbox.url}
    refused = run(home, "auth", "login", typed=LONG_KEY, **variables)
    assert refused.returncode == 1
    assert refused.stderr.startswith("The key was not kept.")
    assert run(home, "auth", "status", **variables).returncode == 1
    unchecked = run(home, "auth", "login", "--no-check", typed=LONG_KEY, **variables)
    assert unchecked.returncode == 0
    assert "metorial_sk_...ghij" in unchecked.stdout
    assert run(home, "auth", "login", typed=" \n", **variables).stderr.startswith("No key")


def test_without_a_keyring_login_says_so_and_fails(home: Path, sandbox: Sandbox) -> None:
    variables = {
        "METORIAL_API_HOST": sandbox.url,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    refused = run(home, "auth", "login", typed=sandbox.key, **variables)
    assert refused.returncode == 1
    assert "no keyring" in refused.stderr


def test_status_as_json_shows_no_more_than_prefix_and_last_four(home: Path) -> None:
    ended = run(home, "auth", "status", "--json", METORIAL_API_KEY=LONG_KEY)
    facts = json.loads(ended.stdout)
    assert facts["key"] == "metorial_sk_...ghij"
    assert facts["source"] == "METORIAL_API_KEY"
    short = run(home, "auth", "status", "--json", METORIAL_API_KEY="metorial_sk_short")
    assert json.loads(short.stdout)["key"] == "metorial_sk_..."
    none = run(home, "auth", "status", "--json")
    assert none.returncode == 1
    assert "No API key was found." in json.loads(none.stdout)["problem"]


def test_profiles_are_listed_and_used(home: Path, sandbox: Sandbox) -> None:
    config = settings(
        home,
        f'[profiles.work]\nhost = "{sandbox.url}"\ntoken_command = ["echo", "{sandbox.key}"]\n'
        'colour = "pink"\n[profiles.bad]\nhost = 3\n',
    )
    variables = {"METORIAL_TUI_CONFIG": config}
    listed = run(home, "auth", "list", **variables)
    assert "line 4: profiles.work.colour must be one of" in listed.stderr
    assert "cannot be used: line 6: host must be a text" in listed.stdout
    rows = json.loads(run(home, "auth", "list", "--json", **variables).stdout)
    assert [row["name"] for row in rows] == ["default", "work", "bad"]
    assert rows[1]["key"] == "token_command"
    printed = run(home, "--profile", "work", **variables)
    assert printed.returncode == 0
    assert printed.stdout.count("\n") > 10
    assert run(home, METORIAL_TUI_PROFILE="work", **variables).stdout == printed.stdout
    bad = run(home, "--profile", "bad", **variables)
    assert bad.returncode == 2
    assert "cannot be used until the settings file is mended: line 6" in bad.stderr
    unknown = run(home, "--profile", "wrk", **variables)
    assert unknown.returncode == 2
    assert "it has: bad, default, work" in unknown.stderr


def expired_login(home: Path, sandbox: Sandbox) -> Path:
    path = home / ".metorial" / "cli" / "config.json"
    path.parent.mkdir(parents=True)
    login = {
        "id": "o:u",
        "name": "Ann",
        "api_host": sandbox.url,
        "client_id": SANDBOX_CLIENT_ID,
        "access_token": "metorial_at_expired0123456789",
        "refresh_token": SANDBOX_REFRESH_TOKEN,
        "expires_at": "2026-01-01T00:00:00Z",
    }
    path.write_text(json.dumps({"current_profile_id": "o:u", "profiles": {"o:u": login}}))
    path.chmod(0o600)
    return path


def test_the_clis_login_is_renewed_after_asking_and_then_used(home: Path, sandbox: Sandbox) -> None:
    path = expired_login(home, sandbox)
    variables = {"METORIAL_API_HOST": sandbox.url}
    assert "has expired" in run(home, "auth", "status", **variables).stderr
    before = path.read_bytes()
    assert run(home, "auth", "renew", typed="n\n", **variables).returncode == 1
    assert path.read_bytes() == before
    assert run(home, "auth", "renew", typed="y\n", **variables).returncode == 0
    login: Any = json.loads(path.read_text())["profiles"]["o:u"]
    assert login["access_token"].startswith("metorial_at_")
    assert login["refresh_token"] != SANDBOX_REFRESH_TOKEN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    environments = sandbox.get("/instances")["items"]
    one = environments[0]["id"]
    listed = run(home, "--profile", "cli:Ann", "--environment", one)
    assert listed.returncode == 0, listed.stderr
    # What a project's folder has chosen needs no option.
    (home / ".metorial" / "config.json").write_text(
        json.dumps({"version": 1, "selected_instances": {"o:u": one}})
    )
    assert run(home, "--profile", "cli:Ann").stdout == listed.stdout


def test_in_the_explorer_the_login_is_renewed_and_the_environment_chosen(
    home: Path, sandbox: Sandbox
) -> None:
    expired_login(home, sandbox)
    environment = clean_environment(home, METORIAL_API_HOST=sandbox.url)
    with Terminal(installed_command(), environment=environment, size=(100, 30)) as terminal:
        terminal.wait_for("Renew the login?")
        terminal.wait_quiet()
        terminal.press("tab", "enter")
        terminal.wait_for("Which environment?")
        terminal.wait_quiet()
        terminal.press("enter")
        terminal.wait_for("loaded, complete")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_keyring_that_hangs_does_not_delay_the_first_paint(
    home: Path, sandbox: Sandbox, tmp_path: Path
) -> None:
    environment = clean_environment(home, METORIAL_API_HOST=sandbox.url)
    environment |= fake_keyring(tmp_path, "Hanging")
    with Terminal(installed_command(), environment=environment) as terminal:
        terminal.wait_for("Connecting...")
        # Painted while the keyring was still being waited for.
        assert "did not answer" not in terminal.wait_for("metorial")
        said = " ".join(terminal.wait_for("did not answer").split())
        assert "The keyring did not answer within 2 s" in said
        assert (tmp_path / "asked").exists()
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


def doctor(home: Path, *arguments: str, **variables: str) -> tuple[int, dict[str, Any]]:
    ended = run(home, "doctor", "--json", *arguments, **variables)
    report = json.loads(ended.stdout)
    found: dict[str, Any] = {}
    for check in report["checks"]:
        found.setdefault(check["name"], check)
    assert report["ok"] == (ended.returncode == 0)
    return ended.returncode, found


def test_the_doctor_looks_at_everything(home: Path, sandbox: Sandbox) -> None:
    variables = {"METORIAL_API_HOST": sandbox.url, "METORIAL_API_KEY": sandbox.key}
    status, found = doctor(home, **variables)
    assert status == 0
    assert found["key"]["facts"]["source"] == "METORIAL_API_KEY"
    assert found["host"]["facts"]["milliseconds"] >= 0
    assert found["TLS"]["words"].startswith("none")
    assert found["API version"]["verdict"] == "ok"
    assert found["clock"]["verdict"] == "ok"
    assert found["environment"]["facts"]["type"] == "development"
    assert found["/integration-instances"]["facts"]["status"] == 200
    assert found["keyring"]["verdict"] == "warning"
    assert {"settings file", "profile", "colours", "size", "clipboard", "locale"} <= found.keys()
    text = run(home, "doctor", **variables)
    assert text.returncode == 0
    assert " looked at, " in text.stdout.splitlines()[-1]


def test_the_doctor_names_what_is_wrong(home: Path, sandbox: Sandbox) -> None:
    status, found = doctor(home, METORIAL_API_HOST=sandbox.url)
    assert (status, found["key"]["verdict"]) == (1, "failed")
    status, found = doctor(home, METORIAL_API_HOST=sandbox.url, METORIAL_API_KEY=LONG_KEY)
    assert (status, found["environment"]["words"]) == (1, "the key is not accepted")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    status, found = doctor(
        home, METORIAL_API_HOST=f"http://127.0.0.1:{port}", METORIAL_API_KEY=LONG_KEY
    )
    assert (status, found["host"]["verdict"]) == (1, "failed")
    status, found = doctor(home, METORIAL_API_HOST="http://example.com", METORIAL_API_KEY=LONG_KEY)
    assert (status, found["host"]["verdict"]) == (1, "failed")
    assert "not https" in found["host"]["words"]


def test_the_doctor_in_a_terminal_asks_it_and_leaves_it_as_it_was(
    home: Path, sandbox: Sandbox
) -> None:
    environment = clean_environment(
        home, METORIAL_API_HOST=sandbox.url, METORIAL_API_KEY=sandbox.key, SSH_CONNECTION="a"
    )
    script = 'cd "$HOME"; stty -a > before; "$@"; stty -a > after; cmp before after && echo same'
    argv = ["sh", "-c", script, "sh", *installed_command("doctor")]
    with Terminal(argv, environment=environment, size=(100, 45)) as terminal:
        screen = terminal.wait_for("same")
        assert "100x45" in screen
        assert "OSC 52" in screen
        assert "ssh" in screen
        assert terminal.wait_exit() == 0
