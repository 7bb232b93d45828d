"""Runs a program for its answer, for so long and no longer."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tui.children import child_environment
from tui.text import clean


class TooSlow(Exception):
    """The program did not end in time, and was killed."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Attributes:
        status: Its exit status.
        output: What it wrote; it may be a key, so it is not shown by `repr`.
        complaint: The last line of its standard error, safe to show.
    """

    status: int
    output: bytes
    complaint: str

    def __repr__(self) -> str:
        return f"Ended(status={self.status})"


def run(
    argv: Sequence[str], patience: float, data: bytes = b"", environ: Mapping[str, str] = os.environ
) -> Ended:
    """Run `argv`, without a shell, with `data` on its standard input.

    A session of its own keeps the program from asking for a password on the terminal that
    is being drawn on, and lets what it has started be killed with it. It gets no key in its
    environment.

    Raises:
        TooSlow: It did not end within `patience` seconds.
        OSError: It cannot be started.
    """
    with subprocess.Popen(
        argv,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=child_environment(environ),
    ) as process:
        try:
            output, complaint = process.communicate(data, timeout=patience)
        except subprocess.TimeoutExpired as error:
            raise TooSlow from error
        finally:
            _kill(process)
    lines = complaint.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    return Ended(process.returncode, output, clean(lines[-1], 200).rstrip("."))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, and what it has started."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
