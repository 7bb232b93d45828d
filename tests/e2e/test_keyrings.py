"""Real keyrings: a Secret Service on a bus of its own, and an encrypted file.

They are skipped where they are not installed, and must run where
`METORIAL_TUI_REQUIRE_KEYRINGS` is set.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.e2e.command import Ended, run
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import PATIENCE, Terminal, clean_environment, installed_command

SECRET_SERVICE = "keyring.backends.SecretService.Keyring"
ENCRYPTED_FILE = "keyrings.alt.file.EncryptedKeyring"

_UNLOCK = """\
export XDG_RUNTIME_DIR="$HOME/run"; mkdir -p -m 700 "$XDG_RUNTIME_DIR"
printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
"""
_LOCK = f"""\
{sys.executable} - <<'END'
import secretstorage
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
END
"""


def needs(*, programs: tuple[str, ...] = (), modules: tuple[str, ...] = ()) -> None:
    """Skip where something is not installed, or fail where it must be."""
    absent = [name for name in programs if shutil.which(name) is None]
    absent += [name for name in modules if not _has(name)]
    if absent and os.environ.get("METORIAL_TUI_REQUIRE_KEYRINGS"):
        pytest.fail(f"not installed: {', '.join(absent)}")
    if absent:
        pytest.skip(f"not installed: {', '.join(absent)}")


def _has(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # Not even the package that it would be in.
        return False


def in_session(script: str) -> list[str]:
    """Return what runs a command after `script`, on a session bus of its own."""
    return ["dbus-run-session", "--", "bash", "-c", f'{script}\n"$@"', "bash"]


@pytest.fixture
def secret_service(sandbox: Sandbox) -> Mapping[str, str]:
    needs(programs=("dbus-run-session", "gnome-keyring-daemon"), modules=("secretstorage",))
    return {"METORIAL_API_HOST": sandbox.url, "PYTHON_KEYRING_BACKEND": SECRET_SERVICE}


@pytest.fixture
def encrypted_file(sandbox: Sandbox) -> Mapping[str, str]:
    needs(modules=("keyrings.alt", "Crypto"))
    return {"METORIAL_API_HOST": sandbox.url, "PYTHON_KEYRING_BACKEND": ENCRYPTED_FILE}


def without_key(ended: Ended, key: str) -> Ended:
    assert key not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    return ended


def test_a_secret_service_keeps_the_key_from_one_session_to_the_next(
    home: Path, sandbox: Sandbox, secret_service: Mapping[str, str]
) -> None:
    def command(*arguments: str, typed: str = "") -> Ended:
        ended = run(
            home,
            *arguments,
            typed=typed,
            within=in_session(_UNLOCK),
            variables=secret_service,
        )
        return without_key(ended, sandbox.key)

    assert command("auth", "status").returncode == 1
    kept = command("auth", "login", typed=sandbox.key)
    assert kept.returncode == 0, kept.stderr
    status = command("auth", "status")
    assert status.returncode == 0
    assert "the keyring" in status.stdout
    assert command().stdout.count("\n") > 10
    assert "SecretService" in command("doctor").stdout
    assert command("auth", "logout").stdout.startswith("Removed")
    assert command("auth", "status").returncode == 1


def test_a_locked_secret_service_is_told_and_does_not_hang(
    home: Path, sandbox: Sandbox, secret_service: Mapping[str, str]
) -> None:
    run(
        home,
        "auth",
        "login",
        typed=sandbox.key,
        within=in_session(_UNLOCK),
        variables=secret_service,
    )
    ended = run(
        home,
        "auth",
        "status",
        within=in_session(_UNLOCK + _LOCK),
        variables=secret_service,
    )
    assert ended.returncode == 1
    assert "The keyring is locked" in ended.stderr or "did not answer within" in ended.stderr
    assert "METORIAL_API_KEY" in ended.stderr


def test_the_explorer_finds_its_key_in_the_secret_service(
    home: Path, sandbox: Sandbox, secret_service: Mapping[str, str]
) -> None:
    within = in_session(_UNLOCK)
    run(home, "auth", "login", typed=sandbox.key, within=within, variables=secret_service)
    environment = clean_environment(home) | dict(secret_service)
    argv = [*within, *installed_command()]
    with Terminal(argv, environment=environment) as terminal:
        terminal.wait_for("loaded, complete", timeout=2 * PATIENCE)
        assert sandbox.key.encode() not in terminal.output
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_an_encrypted_file_keeps_the_key_where_its_password_is_given(
    home: Path, sandbox: Sandbox, encrypted_file: Mapping[str, str]
) -> None:
    opened = {**encrypted_file, "KEYRING_PROPERTY_KEYRING_KEY": "pw"}
    kept = without_key(run(home, "auth", "login", typed=sandbox.key, variables=opened), sandbox.key)
    assert kept.returncode == 0, kept.stderr
    assert run(home, "auth", "status", variables=opened).returncode == 0
    files = [file for file in home.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if sandbox.key.encode() in file.read_bytes()]
    closed = run(home, "auth", "status", variables=encrypted_file)
    assert closed.returncode == 1
    assert "The keyring is locked and cannot ask for its password here" in closed.stderr


@pytest.mark.parametrize("backend", ["null", "fail"])
def test_no_keyring_at_all_leaves_the_other_ways(
    home: Path, sandbox: Sandbox, backend: str
) -> None:
    variables = {
        "METORIAL_API_HOST": sandbox.url,
        "PYTHON_KEYRING_BACKEND": f"keyring.backends.{backend}.Keyring",
    }
    refused = run(home, "auth", "login", typed=sandbox.key, variables=variables)
    assert refused.returncode == 1
    assert "memory" in refused.stderr
    assert run(home, "auth", "status", variables=variables).returncode == 1
    with_key = {**variables, "METORIAL_API_KEY": sandbox.key}
    assert run(home, "auth", "status", variables=with_key).returncode == 0
