"""The sandbox as its own process: the first line, the request lines, the quiet end."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from tui.sandbox import SANDBOX_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

GREETING = re.compile(r"^metorial-tui sandbox on (http://127\.0\.0\.1:\d+) with key (\S+)\n$")


@contextlib.contextmanager
def running(arguments: str) -> Iterator[subprocess.Popen[str]]:
    code = f"from tui.sandbox.serve import serve; serve({arguments})"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_greets_serves_logs_and_ends_quietly(ending: signal.Signals) -> None:
    with running("instances=5, environment_type='production'") as process:
        greeting = GREETING.match(first_line(process))
        assert greeting is not None
        assert greeting.group(2) == SANDBOX_KEY
        answer = httpx.get(
            f"{greeting.group(1)}/instance", headers={"authorization": f"Bearer {SANDBOX_KEY}"}
        )
        assert answer.json()["type"] == "production"
        line = first_line(process)
        assert line == f"GET /instance 200 {answer.headers['metorial-req-id']}\n"
        process.send_signal(ending)
        rest, errors = process.communicate(timeout=20)
    assert (process.returncode, rest, errors) == (0, "", "")


def test_it_takes_the_port_it_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with running(f"port={port}, instances=1") as process:
        assert f"http://127.0.0.1:{port} " in first_line(process)


def test_importing_the_package_imports_no_server() -> None:
    code = (
        "import sys, tui.sandbox; print([m for m in ('starlette', 'uvicorn') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout == "[]\n"


def test_only_serving_imports_uvicorn() -> None:
    code = "import sys, tui.sandbox.app, tui.sandbox.world; print('uvicorn' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout == "False\n"
