"""A program in a real pseudo-terminal: keys go in, what it draws comes out."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self, TypeAlias

import pyte
from rich.cells import cell_len

Size: TypeAlias = tuple[int, int]
"""Columns and rows."""

Expected: TypeAlias = str | Callable[[str], bool]
"""A text that is on the screen, or a test of the screen's text."""

PATIENCE = 15.0
"""Seconds that a change of the screen may take; far more than it does, as machines are busy."""

ESCAPE_GAP = 0.25
"""Seconds after a lone escape until the next key: sooner, terminals' programs read the two
as one key."""

QUIET = 0.15
"""Seconds without any output after which a program counts as waiting for a key."""

_LOOK_EVERY = 0.2

KEYS: Mapping[str, bytes] = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "space": b" ",
    "backspace": b"\x7f",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "f1": b"\x1bOP",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
}

# A session's leader that opens a terminal gets it as its controlling one, as in a login.
_ON_TERMINAL = 'terminal=$1; shift; exec "$@" <>"$terminal" >&0 2>&0'


def installed_command(*arguments: str) -> list[str]:
    """Return the command line that runs the explorer of this Python's environment."""
    script = Path(sys.executable).with_name("metorial-tui")
    start = [str(script)] if script.exists() else [sys.executable, "-m", "tui"]
    return [*start, *arguments]


def clean_environment(home: Path, **variables: str) -> dict[str, str]:
    """Return an environment made from scratch, with nothing of the caller's but the path."""
    return {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "TERM": "xterm-256color",
        # Each home is new; the tour would stand in the way of what is tested in it.
        "METORIAL_TUI_TOUR": "0",
        **variables,
    }


class Terminal:
    """A program in a terminal of its own, and the screen that it has drawn."""

    READ_AHEAD: ClassVar[int] = 65_536
    """Bytes of what the program writes that are taken at once."""

    def __init__(
        self, argv: Sequence[str], *, environment: Mapping[str, str], size: Size = (80, 24)
    ) -> None:
        """Start `argv` in a terminal of `size`, as the leader of a session of its own."""
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._chunks: list[tuple[float, bytes]] = []
        self._fed = 0
        self._ended = False
        self._hung_up = False
        self._arrived = threading.Condition()
        self._told_at = 0
        self._escaped_at = 0.0
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started_at = time.monotonic()
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _ON_TERMINAL, "sh", os.ttyname(slave), *argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment),
            cwd=environment["HOME"],
            start_new_session=True,
        )
        # Held open here too, so that what the program says last is not lost when it ends.
        self._slave = slave
        self._modes = termios.tcgetattr(slave)
        self.is_restored = False
        """Whether the program, once it has ended, left the line's modes as it found them."""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        """Return the terminal, which ends with the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the program, whatever happened."""
        self.terminate()

    # What it draws.

    @property
    def _drawn(self) -> str:
        """The screen's lines. Not by `display`, which fails at half of a wide character."""
        rows = (self._screen.buffer[number] for number in range(self._screen.lines))
        columns = range(self._screen.columns)
        return "\n".join("".join(row[column].data for column in columns).rstrip() for row in rows)

    @property
    def text(self) -> str:
        """The screen's lines as they stand, without the spaces at their ends."""
        with self._arrived:
            chunks = self._chunks[self._fed :]
            self._fed += len(chunks)
        for _, data in chunks:
            self._stream.feed(data)
        return self._drawn

    @property
    def output(self) -> bytes:
        """All that the program has written so far."""
        with self._arrived:
            return b"".join(data for _, data in self._chunks)

    def wait_for(self, expected: Expected, *, timeout: float = PATIENCE) -> str:
        """Wait until the screen shows `expected`; return the screen's text.

        Raises:
            AssertionError: It does not in time, or the program ended; the screen is in the
                message.
        """
        return self._wait(_shows(expected), expected, timeout)

    def wait_gone(self, expected: Expected, *, timeout: float = PATIENCE) -> str:
        """Wait until the screen shows `expected` no more; return the screen's text.

        Raises:
            AssertionError: It still does after `timeout`, or the program ended.
        """
        shows = _shows(expected)
        return self._wait(lambda text: not shows(text), f"no {expected!r}", timeout)

    def wait_for_output(self, pattern: bytes, *, timeout: float = PATIENCE) -> float:
        """Wait until the program has written `pattern`; return the seconds since its start.

        Raises:
            AssertionError: It has not in time, or it ended.
        """
        deadline = time.monotonic() + timeout
        with self._arrived:
            while (moment := self._moment_of(pattern)) is None:
                remaining = deadline - time.monotonic()
                if remaining <= 0 or self._ended:
                    break
                self._arrived.wait(remaining)
        if moment is None:
            raise AssertionError(f"{pattern!r} was not written.\n{self._framed()}")
        return moment - self.started_at

    def wait_quiet(self, *, pause: float = QUIET, timeout: float = PATIENCE) -> str:
        """Wait until the last key was answered and nothing more is written; return the text.

        The explorer writes only what changes, so this tells that a key has had its effect
        where no word on the screen does, as the focus that goes into a new dialog.

        Raises:
            AssertionError: It never pauses, or wrote nothing since the last key.
        """
        deadline = time.monotonic() + timeout
        with self._arrived:
            answered = self._arrived.wait_for(self._wrote_since(self._told_at), timeout)
            while answered and self._arrived.wait_for(self._wrote_since(len(self._chunks)), pause):
                answered = time.monotonic() < deadline
        if not answered:
            raise AssertionError(f"The last key has no effect, or no end.\n{self._framed()}")
        return self.text

    # What it is told.

    def press(self, *keys: str) -> None:
        """Press keys one after another: names like `enter` and `ctrl+s`, or characters."""
        for key in keys:
            self._send(_bytes_of(key))

    def insist(self, key: str, expected: Expected) -> str:
        """Press a key until the screen shows `expected`: a question takes no answer at once.

        Raises:
            AssertionError: It never does.
        """
        deadline = time.monotonic() + PATIENCE
        while not _shows(expected)(self.text) and time.monotonic() < deadline:
            self.press(key)
            with self._arrived:
                self._arrived.wait(_LOOK_EVERY)
        return self.wait_for(expected)

    def type(self, text: str) -> None:
        """Type `text` as it is."""
        self._send(text.encode())

    def click(self, row: int, column: int) -> None:
        """Click with the mouse at a place that `place_of` tells."""
        at = f"{column};{row}"
        self._send(f"\x1b[<0;{at}M\x1b[<0;{at}m".encode())

    def wheel(self, row: int, column: int, *, down: int) -> None:
        """Turn the mouse's wheel at a place by `down` notches; up, if negative."""
        button = 65 if down > 0 else 64
        self._send(f"\x1b[<{button};{column};{row}M".encode() * abs(down))

    def place_of(self, text: str) -> tuple[int, int]:
        """Return the row and column, from 1, of the first `text` on the screen.

        Raises:
            AssertionError: It is not there.
        """
        for row, line in enumerate(self.text.split("\n"), start=1):
            if (before := line.find(text)) >= 0:
                return row, cell_len(line[:before]) + 1
        raise AssertionError(f"{text!r} is not there.\n{self._framed()}")

    def resize(self, size: Size) -> None:
        """Give the terminal another size, as dragging its window's corner does."""
        columns, rows = size
        with self._arrived:
            self._screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Take the terminal away, as a lost line does."""
        # Nobody may be reading from it, or it would stay until there is something to read.
        self._hung_up = True
        self._reader.join()
        os.close(self._slave)
        self._slave = -1
        os.close(self._master)

    # How it ends.

    @property
    def process_id(self) -> int:
        """The program's process."""
        return self._process.pid

    def wait_exit(self, *, timeout: float = PATIENCE) -> int:
        """Wait until the program has ended; return its exit status.

        Raises:
            AssertionError: It has not in time.
        """
        try:
            status = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"It does not end.\n{self._framed()}") from None
        self._close()
        return status

    def terminate(self) -> None:
        """End the program, by force where asking does not help."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._close()

    # Within.

    def _read(self) -> None:
        while True:
            try:
                data = self._take()
            except OSError:
                data = b""
            if data:
                self._arrive(data)
                continue
            with self._arrived:
                self._ended = True
                self._arrived.notify_all()
            return

    def _arrive(self, data: bytes) -> None:
        with self._arrived:
            self._chunks.append((time.monotonic(), data))
            self._arrived.notify_all()

    def _take(self) -> bytes:
        """Return what the program has written next, as soon as there is something."""
        while not select.select([self._master], [], [], _LOOK_EVERY)[0]:
            if self._hung_up:
                return b""
        return os.read(self._master, self.READ_AHEAD)

    def _send(self, data: bytes) -> None:
        pause = self._escaped_at + ESCAPE_GAP - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        with self._arrived:
            self._told_at = len(self._chunks)
        os.write(self._master, data)
        if data == KEYS["escape"]:
            self._escaped_at = time.monotonic()

    def _wait(self, holds: Callable[[str], bool], expected: object, timeout: float) -> str:
        deadline = time.monotonic() + timeout
        while True:
            text = self.text
            if holds(text):
                return text
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise AssertionError(f"Waited {timeout} s for {expected!r}.\n{self._framed()}")
            with self._arrived:
                if self._fed == len(self._chunks):
                    # A program that died writes nothing more: notice it within a moment.
                    self._arrived.wait(min(remaining, 0.2))
                nothing_new = self._fed == len(self._chunks)
            if nothing_new and self._process.poll() is not None:
                self._close()
                if not holds(self.text):
                    raise AssertionError(f"Ended before {expected!r}.\n{self._framed()}")

    def _wrote_since(self, count: int) -> Callable[[], bool]:
        return lambda: len(self._chunks) > count

    def _moment_of(self, pattern: bytes) -> float | None:
        written = b""
        for moment, data in self._chunks:
            written += data
            if pattern in written:
                return moment
        return None

    def _close(self) -> None:
        """Let the terminal go once all that was written has been read."""
        if self._slave >= 0:
            self.is_restored = termios.tcgetattr(self._slave) == self._modes
            os.close(self._slave)
            self._slave = -1
            # A grandchild may hold the terminal open: the reader is not waited for without end.
            self._reader.join(2)
            if not self._reader.is_alive():
                os.close(self._master)

    def _framed(self) -> str:
        columns = self._screen.columns
        lines = [f"|{line:<{columns}}|" for line in self.text.split("\n")]
        edge = "+" + "-" * columns + "+"
        return "\n".join([edge, *lines, edge])


def _shows(expected: Expected) -> Callable[[str], bool]:
    if isinstance(expected, str):
        return lambda text: expected in text
    return expected


def _bytes_of(key: str) -> bytes:
    if key in KEYS:
        return KEYS[key]
    if key.startswith("ctrl+") and len(key) == len("ctrl+") + 1:
        return bytes([ord(key[-1]) & 0x1F])
    if len(key) == 1:
        return key.encode()
    raise ValueError(f"no such key: {key}")
