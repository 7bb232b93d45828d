"""The sandbox as a process of its own, and what it was asked."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs

import httpx

from tests.e2e.terminal import PATIENCE, installed_command

_FIRST_LINE = re.compile(r"metorial-tui sandbox on (http://127\.0\.0\.1:\d+) with key (\S+)")
_REQUEST_LINE = re.compile(
    r"(?P<method>[A-Z]+) (?P<path>[^ ?]+)(?:\?(?P<query>.*?))? (?P<status>\d{3}) "
    r"(?P<request_id>req_\w+|-)(?: (?P<body>.*))?"
)


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the sandbox's log.

    Attributes:
        moment: When the line came, by the monotonic clock.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    status: int
    request_id: str
    body: Any
    moment: float

    @classmethod
    def from_line(cls, line: str) -> Request:
        """Return the request that a line tells of."""
        match = _REQUEST_LINE.fullmatch(line)
        assert match is not None, line
        return cls(
            method=match["method"],
            path=match["path"],
            query=parse_qs(match["query"] or ""),
            status=int(match["status"]),
            request_id=match["request_id"],
            body=json.loads(match["body"]) if match["body"] else None,
            moment=time.monotonic(),
        )


class Sandbox:
    """The installed sandbox, served on the loopback interface by a process of its own."""

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        instances: int = 240,
        arguments: Sequence[str] = (),
    ) -> None:
        """Start it, with further `arguments`, and wait until it says where it is."""
        self._process = subprocess.Popen(
            installed_command("sandbox", "--port", "0", "--instances", str(instances), *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env=dict(environment),
            text=True,
        )
        assert self._process.stdout is not None
        self._lines = self._process.stdout
        first = self._lines.readline()
        match = _FIRST_LINE.match(first)
        if match is None:
            self._process.kill()
            self._process.communicate()
            raise AssertionError(f"the sandbox began with {first!r}")
        self.url, self.key = match.groups()
        self._requests: list[Request] = []
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.http = httpx.Client(
            base_url=self.url,
            headers={
                "authorization": f"Bearer {self.key}",
                "metorial-version": "2026-01-01-magnetar",
                "user-agent": "tests",
            },
        )

    def __enter__(self) -> Sandbox:
        """Return the sandbox, which ends with the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End it."""
        self.http.close()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(5)
        self._lines.close()

    @property
    def requests(self) -> list[Request]:
        """All it has answered so far, the oldest first."""
        with self._arrived:
            return list(self._requests)

    @property
    def writes(self) -> list[Request]:
        """What it has answered and was no mere reading."""
        return [request for request in self.requests if request.method != "GET"]

    def wait_for(self, matches: Callable[[Request], bool], *, timeout: float = PATIENCE) -> Request:
        """Wait for a request that `matches`; return the first.

        Raises:
            AssertionError: None came in time; those that came are in the message.
        """
        deadline = time.monotonic() + timeout
        with self._arrived:
            while True:
                found = next((one for one in self._requests if matches(one)), None)
                if found is not None:
                    return found
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise AssertionError("\n".join(map(str, self._requests)) or "no request came")
                self._arrived.wait(remaining)

    def get(self, path: str, **query: str) -> Any:
        """Return what it answers, by a way of its own; such requests are in the log too."""
        return self.http.get(path, params=query).raise_for_status().json()

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Make something, by a way of its own."""
        return self.http.post(path, json=body).raise_for_status().json()

    def _read(self) -> None:
        for line in self._lines:
            request = Request.from_line(line.rstrip("\n"))
            with self._arrived:
                self._requests.append(request)
                self._arrived.notify_all()
