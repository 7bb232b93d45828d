"""One start in a real terminal: how long until something is seen, and what it takes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command

SIZE = (120, 40)
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")

Figures: TypeAlias = dict[str, float]
"""What one start gave, by the figure's name."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is started.

    Attributes:
        argv: Its command line.
        environment: Its whole environment.
        seen: What it draws, in the order in which that is to be seen, by the figure's name.
    """

    argv: list[str]
    environment: dict[str, str]
    seen: dict[str, bytes]

    def start(self) -> Figures:
        """Start it once, wait until all is seen, end it; return milliseconds and MiB."""
        with Terminal(self.argv, environment=self.environment, size=SIZE) as terminal:
            figures = {
                name: terminal.wait_for_output(words) * 1000 for name, words in self.seen.items()
            }
            terminal.wait_quiet()
            figures["peak memory, MiB"] = _peak_kilobytes(terminal.process_id) / 1024
        return figures


@contextmanager
def programs(instances: int) -> Iterator[tuple[Program, Program]]:
    """Give the floor and the explorer, which has a sandbox of so many instances to ask."""
    with TemporaryDirectory() as folder:
        environment = clean_environment(Path(folder))
        with Sandbox(environment, instances=instances) as sandbox:
            newest = sandbox.get("/integration-instances", limit="1", order="desc")["items"][0]
            hello = Path(__file__).with_name("hello.py")
            floor = Program(
                argv=[sys.executable, str(hello)],
                environment=environment,
                seen={"first paint, ms": b"hello world"},
            )
            explorer = Program(
                argv=installed_command(),
                environment={
                    **environment,
                    "METORIAL_API_HOST": sandbox.url,
                    "METORIAL_API_KEY": sandbox.key,
                },
                seen={
                    "first paint, ms": b"metorial",
                    "first rows, ms": newest["name"].split()[0].encode(),
                },
            )
            yield floor, explorer


def _peak_kilobytes(process_id: int) -> int:
    """Return the most memory that a process has had resident; Linux tells it."""
    match = _PEAK.search(Path(f"/proc/{process_id}/status").read_text())
    assert match is not None
    return int(match[1])
