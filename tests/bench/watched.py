"""A terminal that tells when each frame was on the screen, as one that knows frames does."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from tests.e2e.terminal import Expected, Size, Terminal

FRAME_END = b"\x1b[?2026l"
"""What a program writes after each frame, to a terminal that knows synchronised output."""

_ASKED = b"\x1b[?2026$p"
_KNOWN = b"\x1b[?2026;2$y"
_CALM = 0.1
"""Seconds without output after which the picture is looked at."""

Chunk: TypeAlias = tuple[float, bytes]
"""When something was written, by the monotonic clock, and what."""


class Watched(Terminal):
    """A program in a terminal; pictures are made only in its pauses, so that they cost it none."""

    def __init__(self, argv: Sequence[str], *, environment: Mapping[str, str], size: Size) -> None:
        """Start `argv` in a terminal of `size` that knows synchronised output."""
        self._heard = b""
        self._ends_frames = False
        super().__init__(argv, environment=environment, size=size)

    # What was written, and when.

    @property
    def written(self) -> int:
        """How many chunks the program has written so far: a mark to look back to."""
        with self._arrived:
            return len(self._chunks)

    def chunks(self, since: int) -> list[Chunk]:
        """Return what was written since that mark."""
        with self._arrived:
            return self._chunks[since:]

    def wait_still(self, pause: float, *, since: int = 0, timeout: float) -> float:
        """Wait for a pause in what was written since a mark; return when it began.

        Raises:
            AssertionError: Nothing was written, or there was no such pause in time.
        """
        deadline = time.monotonic() + timeout
        with self._arrived:
            while True:
                last = self._chunks[-1][0] if len(self._chunks) > since else None
                now = time.monotonic()
                if last is not None and (now - last >= pause or self._ended):
                    return last
                if now >= deadline or self._ended:
                    break
                self._arrived.wait(min(deadline, deadline if last is None else last + pause) - now)
        raise AssertionError(f"No pause of {pause} s within {timeout} s.\n{self._framed()}")

    def wait_frame(self, since: int, *, timeout: float) -> float:
        """Wait for the end of the first frame since a mark; return when it came.

        Raises:
            AssertionError: None came in time.
        """
        deadline = time.monotonic() + timeout
        with self._arrived:
            while True:
                ends = frame_ends(self._chunks[since:])
                if ends:
                    return ends[0]
                remaining = deadline - time.monotonic()
                if remaining <= 0 or self._ended:
                    break
                self._arrived.wait(remaining)
        raise AssertionError(f"No frame within {timeout} s.\n{self._framed()}")

    def seen_at(self, expected: Expected, *, timeout: float) -> float:
        """Wait for a frame that shows `expected`; return when it came.

        Frames that were looked at before are not looked at again.

        Raises:
            AssertionError: None came in time, or the program ended.
        """
        shows = expected if callable(expected) else lambda text: expected in text
        return self.replay(lambda: shows(self.picture), timeout=timeout)

    def replay(self, holds: Callable[[], bool], *, timeout: float) -> float:
        """Draw frame by frame until `holds` is true; return when that frame came.

        Raises:
            AssertionError: It was true of none in time, or the program ended.
        """
        deadline = time.monotonic() + timeout
        while True:
            last = self._calm(deadline)
            for moment in self.frames():
                if holds():
                    return moment
            if holds():
                return last
            if time.monotonic() >= deadline or self._process.poll() is not None:
                raise AssertionError(f"Not shown within {timeout} s.\n{self._framed()}")

    def frames(self) -> Iterator[float]:
        """Draw what was written and is not drawn yet; yield when a frame came, once drawn.

        Until a program ends its first frame with a word, anything written counts as one.
        """
        while True:
            with self._arrived:
                if self._fed == len(self._chunks):
                    return
                moment, data = self._chunks[self._fed]
                self._fed += 1
            self._stream.feed(data)
            self._ends_frames = self._ends_frames or FRAME_END in data
            if FRAME_END in data or not self._ends_frames:
                yield moment

    @property
    def picture(self) -> str:
        """The screen's lines as far as they are drawn."""
        return self._drawn

    def backgrounds(self, column: int) -> list[str]:
        """The colours behind a column's cells, from the top, as far as they are drawn."""
        return [self._screen.buffer[row][column].bg for row in range(self._screen.lines)]

    def skip(self) -> None:
        """Look at all that was written so far, so that later looks begin from here."""
        _ = self.text

    # What it is told.

    def strike(self, key: str) -> tuple[int, float]:
        """Press one key; return the mark and the moment before it."""
        mark, moment = self.written, time.monotonic()
        self.press(key)
        return mark, moment

    # Within.

    def _take(self) -> bytes:
        data = super()._take()
        self._heard += data
        for _ in range(self._heard.count(_ASKED)):
            self._answer(_KNOWN)
        self._heard = self._heard.rpartition(_ASKED)[2][1 - len(_ASKED) :]
        return data

    def _answer(self, data: bytes) -> None:
        """Tell the program what a terminal tells, by no key."""
        os.write(self._master, data)

    def _calm(self, deadline: float) -> float:
        """Wait for a pause or the deadline; return when the last output came, or now."""
        with self._arrived:
            while True:
                now = time.monotonic()
                last = self._chunks[-1][0] if self._chunks else self.started_at
                new = len(self._chunks) > self._fed
                until = last + _CALM if new else now + _CALM
                if now >= deadline or (new and now >= until):
                    return last
                count = len(self._chunks)
                self._arrived.wait(min(until, deadline) - now)
                if not new and len(self._chunks) == count:
                    return last


def frame_ends(chunks: Sequence[Chunk]) -> list[float]:
    """Return when each frame that ended in these chunks did."""
    ends: list[float] = []
    tail = b""
    for moment, data in chunks:
        tail += data
        ends += [moment] * tail.count(FRAME_END)
        tail = tail.rpartition(FRAME_END)[2][-len(FRAME_END) + 1 :]
    return ends
