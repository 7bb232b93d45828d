"""Keys: which source answers, what is refused, and that none is ever shown."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake_keyring import fake_keyring
from tui.api.origin import Origin
from tui.credentials.cli_config import CliProfile
from tui.credentials.environment import Environment
from tui.credentials.key_file import KeyFile
from tui.credentials.keyring import Keyring
from tui.credentials.source import NoKey, NotAnswering, Source, checked_key, find_key
from tui.errors import CredentialsError
from tui.secret import Secret

KEY = "metorial_sk_0123456789abcdef"
ORIGIN = Origin.parse("api.metorial.com")
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def key_file(folder: Path, content: str | bytes, mode: int = 0o600) -> KeyFile:
    path = folder / "key"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(mode)
    return KeyFile(path)


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyring:
    for name, value in fake_keyring(tmp_path).items():
        monkeypatch.setenv(name, value)
    return Keyring("work", ORIGIN, patience=60)


def cli_profile(folder: Path, **fields: Any) -> CliProfile:
    profile = {
        "api_host": "https://api.metorial.com",
        "access_token": KEY,
        "expires_at": "2026-04-01T10:00:00.123456789Z",
        **fields,
    }
    path = folder / "config.json"
    path.write_text(json.dumps({"current_profile_id": "a:b", "profiles": {"a:b": profile}}))
    return CliProfile(ORIGIN, path=path, clock=lambda: NOW)


def test_a_key_file_is_stripped(tmp_path: Path) -> None:
    assert key_file(tmp_path, f"{KEY}\n").find().key.get_secret_value() == KEY


def test_a_key_file_may_be_a_pipe() -> None:
    read, write = os.pipe()
    os.write(write, KEY.encode())
    os.close(write)
    assert KeyFile(Path(f"/dev/fd/{read}")).find().key.get_secret_value() == KEY
    os.close(read)


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (KEY, 0o640, "mode 0640, 0600 is needed.*chmod 600"),
        (KEY, 0o604, "can be read by others"),
        ("x" * 20_000, 0o600, "too long"),
        ("\n", 0o600, "is empty"),
        (f"{KEY}\nsecond line", 0o600, "characters that no API key has"),
        (b"\xff\xfe", 0o600, "characters that no API key has"),
    ],
)
def test_a_key_file_is_refused(tmp_path: Path, content: str | bytes, mode: int, said: str) -> None:
    with pytest.raises(CredentialsError, match=said) as caught:
        key_file(tmp_path, content, mode).find()
    assert KEY not in str(caught.value)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="absent cannot be read: No such file"):
        KeyFile(tmp_path / "absent").find()


def test_the_environments_first_variable_that_is_not_blank() -> None:
    assert Environment({}).find() is None
    source = Environment({"METORIAL_API_KEY": " ", "METORIAL_TOKEN": KEY})
    found = source.find()
    assert found
    assert found.key.get_secret_value() == KEY
    assert source.name == "METORIAL_TOKEN"


@given(text=st.text(st.characters(codec=None)))
def test_a_key_fits_a_header_or_is_refused(text: str) -> None:
    inner = text.strip()
    if not inner:
        assert checked_key(text, "here") is None
    elif all("!" <= one <= "~" for one in inner):
        assert checked_key(text, "here") == Secret(inner)
    else:
        with pytest.raises(CredentialsError, match="here holds characters that no API key has"):
            checked_key(text, "here")


def test_the_keyring_keeps_and_forgets(keyring: Keyring) -> None:
    assert keyring.username == "work@api.metorial.com"
    assert keyring.find() is None
    keyring.store(Secret(KEY))
    found = keyring.find()
    assert found
    assert found.key.get_secret_value() == KEY
    assert KEY not in repr(found)
    assert keyring.forget()
    assert not keyring.forget()


def test_the_null_keyring_has_nothing_and_keeps_nothing(
    keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert keyring.find() is None
    with pytest.raises(CredentialsError, match="did not keep the key"):
        keyring.store(Secret(KEY))


def test_a_machine_without_a_keyring(keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    assert keyring.find() is None
    with pytest.raises(CredentialsError, match="has no keyring"):
        keyring.store(Secret(KEY))


def test_a_keyring_that_fails_says_so_safely(
    keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "fake_backend.Broken")
    with pytest.raises(NotAnswering, match="The keyring failed: RuntimeError: the bus") as caught:
        keyring.find()
    assert "\x1b" not in str(caught.value)


def test_a_keyring_that_hangs_is_killed(keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "fake_backend.Hanging")
    start = time.monotonic()
    with pytest.raises(NotAnswering, match=r"did not answer within 0\.5 s"):
        Keyring("work", ORIGIN, patience=0.5).find()
    assert time.monotonic() - start < 30


def test_a_keyring_module_in_the_current_directory_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keyring.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert Keyring("work", ORIGIN, patience=60).find() is None


def test_the_key_is_never_an_argument(tmp_path: Path) -> None:
    seen = tmp_path / "argv"
    script = f"import sys; open({str(seen)!r}, 'w').write(' '.join(sys.argv)); sys.stdin.read()"
    Keyring("work", ORIGIN, command=(sys.executable, "-c", script)).store(Secret(KEY))
    assert "set metorial-tui work@api.metorial.com" in seen.read_text()
    assert KEY not in seen.read_text()


def test_the_cli_profile_for_the_same_host(tmp_path: Path) -> None:
    found = cli_profile(tmp_path).find()
    assert found
    assert found.key.get_secret_value() == KEY
    assert cli_profile(tmp_path, api_host="api.metorial.com").find()
    assert cli_profile(tmp_path, expires_at="0001-01-01T00:00:00Z").find()
    assert cli_profile(tmp_path, api_host="https://elsewhere.example").find() is None
    assert cli_profile(tmp_path, api_host="not a host/").find() is None
    assert cli_profile(tmp_path, access_token="").find() is None


def test_an_expired_cli_profile_says_how_to_renew_it(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="metorial login"):
        cli_profile(tmp_path, expires_at="2026-02-28T23:59:59Z").find()


@pytest.mark.parametrize("content", ["[]", "{}", '{"profiles": []}', '{"profiles": {"a": 1}}'])
def test_a_cli_file_of_another_shape_has_no_key(tmp_path: Path, content: str) -> None:
    path = tmp_path / "config.json"
    path.write_text(content)
    assert CliProfile(ORIGIN, path=path).find() is None
    assert CliProfile(ORIGIN, path=tmp_path / "absent").find() is None


def test_a_cli_file_that_is_not_json_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text("{")
    with pytest.raises(NotAnswering, match="cannot be read"):
        CliProfile(ORIGIN, path=path).find()


def test_find_key_takes_the_first_and_says_who_could_not_answer(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("{")
    sources: list[Source] = [
        Environment({}),
        CliProfile(ORIGIN, path=broken),
        cli_profile(tmp_path),
        Environment({"METORIAL_API_KEY": "other"}),
    ]
    found = find_key(sources)
    assert found.key.get_secret_value() == KEY
    assert found.source_name == "the official CLI's profile"
    assert found.notes == (f"{broken} cannot be read.",)
    assert KEY not in repr(found)


def test_find_key_names_the_ways_in() -> None:
    with pytest.raises(NoKey, match="Set METORIAL_API_KEY, give --api-key-file"):
        find_key([Environment({})])


def test_a_key_that_must_not_be_used_stops_the_search(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="chmod 600"):
        find_key([key_file(tmp_path, KEY, 0o644), Environment({"METORIAL_API_KEY": KEY})])
