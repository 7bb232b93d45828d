"""What is pasted to connect: whole, well formed, and nothing of the secret where it is shown."""

from __future__ import annotations

import json
import re
import shlex
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import keymap
from tui.snippets import BY_ID, MASK, SNIPPETS, Snippet, server_name

URL = "https://connect.example.com/mcp/ses_1?a=b&c=$(id)"
SECRET = "metorial_cs_'quoted' $HOME `id`"
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


def test_a_shell_reads_back_what_was_meant() -> None:
    lines = BY_ID["environment"].text("ada", URL, SECRET)
    echo = 'printf "%s\\n%s" "$METORIAL_CONNECTION_URL" "$METORIAL_CLIENT_SECRET"'
    ran = subprocess.run(
        ["/bin/sh", "-c", f"{lines}\n{echo}"], capture_output=True, text=True, check=True, env={}
    )
    assert ran.stdout.split("\n") == [URL, SECRET]


@given(url=texts, secret=st.none() | texts)
def test_any_value_comes_through_the_shell_s_quotes(url: str, secret: str | None) -> None:
    words = shlex.split(BY_ID["environment"].text("ada", url, secret))
    wanted = [f"METORIAL_CONNECTION_URL={url}"]
    wanted += [f"METORIAL_CLIENT_SECRET={secret}"] if secret is not None else []
    assert [one for one in words if one != "export"] == wanted


@pytest.mark.parametrize(("name", "key"), [("mcp_servers", "mcpServers"), ("vs_code", "servers")])
def test_clients_that_speak_http_get_url_and_header(name: str, key: str) -> None:
    assert json.loads(BY_ID[name].text("ada", URL, SECRET)) == {
        key: {"ada": {"type": "http", "url": URL, "headers": {"Authorization": f"Bearer {SECRET}"}}}
    }


def test_claude_desktop_gets_a_program_and_the_secret_in_no_argument() -> None:
    [server] = json.loads(BY_ID["claude_desktop"].text("ada", URL, SECRET))["mcpServers"].values()
    assert server["args"][:3] == ["-y", "mcp-remote", URL]
    assert not any(SECRET in one for one in server["args"])
    [(variable, value)] = server["env"].items()
    assert server["args"][-1] == f"Authorization:${{{variable}}}"
    assert value == f"Bearer {SECRET}"


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda one: one.id)
def test_a_session_without_a_secret_is_connected_to_by_its_url_alone(snippet: Snippet) -> None:
    text = snippet.text("ada", URL, None)
    assert "Authorization" not in text
    assert "SECRET" not in text


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda one: one.id)
def test_masks_stand_where_the_secrets_do(snippet: Snippet) -> None:
    shown = snippet.text("ada", MASK, MASK)
    assert shown.count(MASK) == 2
    assert shown.count("\n") == snippet.text("ada", URL, SECRET).count("\n")


@given(st.none() | st.text())
def test_a_servers_name_is_plain(name: str | None) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", server_name(name))


def test_a_servers_name_is_the_sessions() -> None:
    assert server_name("Ada, staging (EU) #2") == "ada-staging-eu-2"


def test_every_snippet_has_a_key() -> None:
    ids = [command.id for command in keymap.in_scope("connect")]
    assert ids == [f"snippet_{one.id}" for one in SNIPPETS]
