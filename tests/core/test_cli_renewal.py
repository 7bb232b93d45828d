"""Renewing the official CLI's login: one use of its token, its file kept whole."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tui.api.origin import Origin
from tui.credentials.cli_config import CliProfile, logins, selected_environment
from tui.credentials.cli_renewal import renew
from tui.errors import CredentialsError, LoginExpired

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OLD, NEW = "metorial_at_old0000000000", "metorial_at_new0000000000"
REFRESH, NEXT = "metorial_rt_old0000000000", "metorial_rt_new0000000000"
ANSWER = {"access_token": NEW, "refresh_token": NEXT, "token_type": "Bearer", "expires_in": 3600}


class Server(httpx.BaseTransport):
    """Answers renewals, and remembers them."""

    def __init__(self, answer: Callable[[], httpx.Response]) -> None:
        self.answer = answer
        self.forms: list[dict[str, list[str]]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert request.method == "POST"
        assert str(request.url) == "https://api.example.com/oauth/token"
        assert "authorization" not in request.headers
        self.forms.append(parse_qs(request.read().decode()))
        return self.answer()


def good() -> httpx.Response:
    return httpx.Response(200, json=ANSWER)


def config(folder: Path, **fields: Any) -> Path:
    profile = {
        "id": "o:u",
        "name": "Ann",
        "api_host": "https://api.example.com",
        "client_id": "cli",
        "access_token": OLD,
        "refresh_token": REFRESH,
        "expires_at": "2026-10-01T00:00:00Z",
        "something_new": {"kept": True},
        **fields,
    }
    other = {"id": "x:y", "name": "Bo", "access_token": "other"}
    path = folder / "config.json"
    document = {
        "version": 1,
        "current_profile_id": "o:u",
        "profiles": {"o:u": profile, "x:y": other},
    }
    path.write_text(json.dumps(document))
    path.chmod(0o640)
    return path


def test_new_tokens_are_written_and_all_else_stays(tmp_path: Path) -> None:
    path = config(tmp_path)
    before = json.loads(path.read_text())
    server = Server(good)
    renew(logins(path)[0], path=path, clock=lambda: NOW, transport=server)
    assert server.forms == [
        {"grant_type": ["refresh_token"], "client_id": ["cli"], "refresh_token": [REFRESH]}
    ]
    after = json.loads(path.read_text())
    assert after["profiles"]["o:u"] == before["profiles"]["o:u"] | {
        "access_token": NEW,
        "refresh_token": NEXT,
        "token_type": "Bearer",
        "expires_at": "2026-11-01T13:00:00Z",
        "updated_at": "2026-11-01T12:00:00Z",
    }
    assert after["profiles"]["x:y"] == before["profiles"]["x:y"]
    assert list(after) == list(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["config.json"]
    profile = CliProfile(Origin.parse("api.example.com"), path=path, clock=lambda: NOW)
    found = profile.find()
    assert found
    assert found.key.get_secret_value() == NEW


def test_an_answer_without_a_refresh_token_keeps_the_one_there_is(tmp_path: Path) -> None:
    path = config(tmp_path)
    server = Server(lambda: httpx.Response(200, json={"access_token": NEW}))
    renew(logins(path)[0], path=path, clock=lambda: NOW, transport=server)
    [login, _] = logins(path)
    assert login.access_token.get_secret_value() == NEW
    assert login.refresh_token.get_secret_value() == REFRESH


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            lambda: httpx.Response(400, json={"error": "invalid_grant"}),
            "answered 400.*metorial login",
        ),
        (lambda: httpx.Response(302, headers={"location": "https://evil"}), "answered 302"),
        (lambda: httpx.Response(200, text="<html>"), "cannot be read"),
        (lambda: httpx.Response(200, json={"refresh_token": NEXT, "x": 1}), "cannot be read"),
    ],
)
def test_a_refusal_leaves_the_file_as_it_was(
    tmp_path: Path, answer: Callable[[], httpx.Response], said: str
) -> None:
    path = config(tmp_path)
    before = path.read_bytes()
    with pytest.raises(CredentialsError, match=said) as caught:
        renew(logins(path)[0], path=path, transport=Server(answer))
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["config.json"]
    error: BaseException | None = caught.value
    while error is not None:
        assert NEXT not in str(error)
        error = error.__cause__


def test_no_answer_is_explained(tmp_path: Path) -> None:
    def broken() -> httpx.Response:
        raise httpx.ConnectError("no route")

    path = config(tmp_path)
    with pytest.raises(CredentialsError, match=r"was not renewed\. No connection to "):
        renew(logins(path)[0], path=path, transport=Server(broken))


@pytest.mark.parametrize("missing", ["refresh_token", "client_id"])
def test_a_login_that_lacks_something_is_not_asked_for(tmp_path: Path, missing: str) -> None:
    path = config(tmp_path, **{missing: ""})
    server = Server(good)
    with pytest.raises(CredentialsError, match=r"cannot be renewed\. Run `metorial login`"):
        renew(logins(path)[0], path=path, transport=server)
    assert server.forms == []


def test_a_folder_that_takes_no_file_keeps_the_refresh_token_unused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = config(tmp_path)
    server = Server(good)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    with pytest.raises(CredentialsError, match="cannot be written: No space left"):
        renew(logins(path)[0], path=path, transport=server)
    assert server.forms == []


def test_two_at_once_use_the_refresh_token_once(tmp_path: Path) -> None:
    path = config(tmp_path)
    [login, _] = logins(path)
    asked = threading.Event()
    go_on = threading.Event()

    def slowly() -> httpx.Response:
        asked.set()
        assert go_on.wait(20)
        return good()

    server = Server(slowly)
    threads = [
        threading.Thread(target=renew, args=(login,), kwargs={"path": path, "transport": server})
        for _ in range(2)
    ]
    threads[0].start()
    assert asked.wait(20)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert len(server.forms) == 1
    assert logins(path)[0].access_token.get_secret_value() == NEW


def test_a_login_about_to_end_has_expired_and_says_whether_it_can_be_renewed(
    tmp_path: Path,
) -> None:
    path = config(tmp_path, expires_at="2026-11-01T12:00:20Z")
    profile = CliProfile(Origin.parse("api.example.com"), path=path, clock=lambda: NOW)
    with pytest.raises(LoginExpired, match="login Ann has expired") as caught:
        profile.find()
    assert caught.value.is_renewable


def test_a_project_folder_chooses_the_environment(tmp_path: Path) -> None:
    path = config(tmp_path, expires_at="0001-01-01T00:00:00Z")
    folder = tmp_path / "project"
    (folder / ".metorial").mkdir(parents=True)
    chosen = folder / ".metorial" / "config.json"
    chosen.write_text(json.dumps({"selected_instances": {"o:u": " ins_1 "}}))
    profile = CliProfile(Origin.parse("api.example.com"), path=path, folder=folder)
    found = profile.find()
    assert found
    assert found.environment_id == "ins_1"
    for text in ("{", "[]", '{"selected_instances": 3}', '{"selected_instances": {"o:u": 3}}'):
        chosen.write_text(text)
        assert selected_environment("o:u", folder) is None


def test_a_login_is_chosen_by_name_or_id(tmp_path: Path) -> None:
    path = config(tmp_path, expires_at="")
    origin = Origin.parse("api.example.com")
    for name in ("Ann", "o:u"):
        assert CliProfile(origin, name, path=path).find()
    assert CliProfile(origin, "Bo", path=path).find() is None
    assert CliProfile(origin, "nobody", path=path).find() is None
