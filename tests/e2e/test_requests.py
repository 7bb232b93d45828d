"""The requests of a run, in a real terminal, beside what the server was asked."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from pathlib import Path

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import clean_environment
from tests.e2e.test_explorer import INSTANCES, is_list


def test_what_was_asked_is_listed_read_copied_and_exported(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    terminal = explore("--filter", "status:active it's", size=(80, 24))
    terminal.wait_for("0 loaded, complete")
    terminal.wait_quiet()
    asked = sandbox.wait_for(lambda one: is_list(one, search=["it's"], status=["active"]))

    terminal.press("!")
    terminal.wait_for("Requests · ")
    terminal.wait_quiet()
    terminal.press("/")
    terminal.type("search")
    terminal.press("enter")
    terminal.wait_for("Requests · 1 of")
    terminal.wait_for(asked.request_id)
    terminal.press("enter")
    terminal.wait_for("y copy · Tab, Esc the list")
    shown = terminal.wait_for("search")
    assert f"GET {sandbox.url}{INSTANCES}" in shown
    assert "it's" in shown

    terminal.press("y")
    terminal.wait_for("Copy the request")
    terminal.wait_quiet()
    terminal.press("c")
    terminal.wait_for("curl command was sent")
    command = copied(terminal.output)
    subprocess.run(
        ["/bin/sh", "-c", command],
        env=clean_environment(home, METORIAL_API_KEY=sandbox.key),
        check=True,
        capture_output=True,
        timeout=20,
    )
    again = sandbox.wait_for(lambda one: one.moment > asked.moment and one.query == asked.query)
    assert (again.method, again.path, again.body) == (asked.method, asked.path, asked.body)

    terminal.press("escape")
    terminal.wait_for("Esc close")
    terminal.wait_quiet()
    terminal.press("x")
    terminal.wait_for("Export the requests")
    terminal.wait_quiet()
    terminal.press("enter")
    terminal.wait_for("written to")
    [file] = home.glob("metorial-requests-*.har")
    entries = json.loads(file.read_text())["log"]["entries"]
    headers = [
        {one["name"]: one["value"] for one in each["response"]["headers"]} for each in entries
    ]
    identifiers = [one.request_id for one in sandbox.requests[: len(entries)]]
    assert sorted(one["metorial-req-id"] for one in headers) == sorted(identifiers)
    assert sandbox.key not in file.read_text()
    assert sandbox.key.encode() not in terminal.output
    assert sandbox.writes == []


def copied(output: bytes) -> str:
    """Return what was sent to the clipboard last."""
    return base64.b64decode(re.findall(rb"\x1b\]52;c;([^\x07\x1b]+)", output)[-1]).decode()
