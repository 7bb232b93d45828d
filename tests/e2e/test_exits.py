"""How commands end, through real pipes: a status for each kind of error, the reason on stderr."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.e2e.command import run
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command

Answers: TypeAlias = "Mapping[str, tuple[int, Any] | None]"
"""What is answered to each method: status and body; None: the connection ends without a word."""

INSTANCE = {"id": "int_1", "name": "Ada", "status": "active", "integration_id": "itg_1"}
NO_LIST = {"items": [], "pagination": {"has_more_before": False, "has_more_after": False}}
BODY = json.dumps({"integration_id": "itg_1", "name": "Ada"})


def refused(status: int, code: str) -> tuple[int, Any]:
    return status, {"ok": False, "status": status, "code": code, "message": "No"}


@contextmanager
def answering(answers: Answers) -> Iterator[str]:
    """Yield the address of an API that answers so, whatever it is asked."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            given = answers[self.command]
            if given is None:
                self.close_connection = True
                return
            status, body = given
            content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = answer

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("command", "answers", "status", "reason"),
    [
        ("list", {"GET": refused(401, "unauthorized")}, 3, "key"),
        ("list sessions", {"GET": refused(403, "forbidden")}, 3, "lacks the right"),
        ("get ses_1 --kind session", {"GET": refused(404, "not_found")}, 4, "No"),
        (
            "archive int_1 --yes",
            {"GET": (200, INSTANCE), "DELETE": refused(410, "gone")},
            5,
            "No",
        ),
        ("list configs", {"GET": refused(429, "too_many_requests")}, 6, "No"),
        ("list", {"GET": refused(500, "internal_server_error")}, 7, "No"),
        ("list", {"GET": (200, "<html>Sign in</html>")}, 7, "JSON"),
        ("list", {"GET": refused(400, "invalid_data")}, 8, "No"),
        ("list", {"GET": None}, 9, "connection"),
        ("create -f - --yes", {"GET": (200, NO_LIST), "POST": None}, 10, "may have been"),
    ],
)
def test_a_failure_has_its_status_and_its_reason(
    home: Path, command: str, answers: Answers, status: int, reason: str
) -> None:
    with answering(answers) as host:
        variables = {"METORIAL_API_HOST": host, "METORIAL_API_KEY": "metorial_sk_any"}
        ended = run(home, *command.split(), typed=BODY, variables=variables)
    assert (ended.returncode, ended.stdout) == (status, ""), ended.stderr
    assert reason in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_is_wrong_with_the_line_is_said_before_anything_is_asked(
    home: Path, sandbox: Sandbox
) -> None:
    variables = {"METORIAL_API_HOST": sandbox.url, "METORIAL_API_KEY": sandbox.key}
    for command in (
        "list --limit 0",
        "list nonsense",
        "list --profile nobody",
        "tail providers",
        "tail --every 0",
        "export list.txt",
        "export no/folder.csv",
        "update int_1",
        "update int_1 -f none.json",
        "create -f -",
    ):
        ended = run(home, *command.split(), typed="{", variables=variables)
        assert (ended.returncode, ended.stdout) == (2, ""), command
        assert ended.stderr, command
    assert sandbox.requests == []


def test_a_dry_run_prints_what_each_change_would_send_and_sends_nothing(
    home: Path, sandbox: Sandbox
) -> None:
    variables = {"METORIAL_API_HOST": sandbox.url, "METORIAL_API_KEY": sandbox.key}
    newest = {"limit": "1", "order": "desc", "status": "active"}
    identifier = sandbox.get("/integration-instances", **newest)["items"][0]["id"]
    one = f"/integration-instances/{identifier}"
    for command, line in {
        "update {} -f -": f"PATCH {sandbox.url}{one}",
        "archive {}": f"DELETE {sandbox.url}{one}",
        "session {} -f - --with-template": f"POST {sandbox.url}{one}/session",
        "template {} -f -": f"POST {sandbox.url}{one}/session-template",
    }.items():
        arguments = [*command.format(identifier).split(), "--dry-run"]
        ended = run(home, *arguments, typed='{"name": "Zebra"}', variables=variables)
        assert (ended.returncode, ended.stderr) == (0, ""), command
        head, _, body = ended.stdout.partition("\n")
        assert head.startswith(line), command
        assert body == "" or json.loads(body) == {"name": "Zebra"}
    assert sandbox.writes == []


def test_progress_is_for_terminals_and_leaves_nothing_there(home: Path, sandbox: Sandbox) -> None:
    variables = {"METORIAL_API_HOST": sandbox.url, "METORIAL_API_KEY": sandbox.key}
    count = len(sandbox.get("/integration-instances", limit="100")["items"])
    environment = clean_environment(home, **variables)
    command = " ".join(installed_command("list", "--jsonl"))
    with Terminal(["/bin/sh", "-c", f"{command} >out"], environment=environment) as terminal:
        assert terminal.wait_exit() == 0
        assert f"{count} loaded".encode() in terminal.output
        assert terminal.text.strip() == ""
    assert len((home / "out").read_text().splitlines()) == count

    with Terminal(installed_command("list", "--csv"), environment=environment) as terminal:
        assert terminal.wait_exit() == 0
        assert "loaded" not in terminal.text
    assert run(home, "list", "--csv", variables=variables).stderr == ""
