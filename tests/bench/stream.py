"""How the explorer bears a long list that streams in."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from tests.bench.figures import Measured
from tests.bench.loaded import PAGE, is_complete, load_all, patience, wait_rested
from tests.bench.programs import Bench
from tests.bench.watched import Watched
from tests.e2e.sandbox import Sandbox

_MANY, _SOME = 100_000, 10_000
_EVERY = 0.03
"""Seconds from one cursor key to the next."""
_TRAVEL = 15
"""Rows that the cursor goes down before it goes home; so many fit on every screen."""
_TOP, _COLUMN = 4, 1
"""Where the list's first row is on the screen, and a column of it that has no words."""
_OVER = 2.0
"""Seconds without a request after which all is loaded."""
_LIST = "/integration-instances"


def measure(bench: Bench) -> Iterator[Measured]:
    """Load long lists; move the cursor meanwhile, or do nothing else.

    The longest stall and wait are those of one load, of a thousand pages and as many keys.
    """
    own: list[float] = []
    floor: list[float] = []
    for _ in range(bench.runs):
        with bench.sandbox(_SOME) as sandbox:
            with bench.explorer(sandbox.url, sandbox.key) as explorer:
                wait_rested(explorer)
                before = _pages(sandbox)
                own.append(load_all(explorer, _SOME) * 1000)
                pages = _pages(sandbox) - before
            floor.append(_bare_loop(sandbox, pages) * 1000)
    yield Measured("loading 10,000 rows", own, floor)
    stall, wait = _longest(bench)
    yield Measured("longest stall, 100,000 rows", [stall])
    yield Measured("a key's longest wait", [wait])


def _pages(sandbox: Sandbox) -> int:
    """Return how many pages of the list the sandbox gave so far."""
    return sum(one.path == _LIST for one in sandbox.requests)


def _bare_loop(sandbox: Sandbox, pages: int) -> float:
    """Return the seconds that the least takes which gets so many pages."""
    query = {"limit": str(PAGE), "order": "desc"}
    began = time.monotonic()
    for _ in range(pages):
        answer: httpx.Response = sandbox.http.get(_LIST, params=query)
        items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
        query["after"] = items[-1]["id"]
    return time.monotonic() - began


def _longest(bench: Bench) -> tuple[float, float]:
    """Return the milliseconds that the loop stood, and a key waited, while the list came."""
    stalls = bench.home() / "stalls"
    with (
        bench.sandbox(_MANY) as sandbox,
        bench.watched_explorer(sandbox.url, sandbox.key, stalls) as explorer,
    ):
        wait_rested(explorer)
        began = time.monotonic()
        explorer.strike("L")
        sent = _move_while_loading(explorer, sandbox)
        ended = time.monotonic()
        places: list[tuple[float, int]] = []
        for moment in explorer.frames():
            place = _cursor(explorer)
            if place is not None:
                places.append((moment, place))
        completed = is_complete(explorer)()
    assert completed, "The list was not loaded in time."
    stood = [
        float(seconds)
        for asked, seconds in map(str.split, stalls.read_text("ascii").splitlines())
        if began <= float(asked) < ended
    ]
    assert stood, "Nobody watched the loop."
    return max(stood) * 1000, max(_waits(sent, places)) * 1000


def _move_while_loading(explorer: Watched, sandbox: Sandbox) -> list[float]:
    """Send cursor keys until no page is asked for any more; return when each was sent."""
    sent: list[float] = []
    deadline = time.monotonic() + patience(_MANY)
    answered, last_answer = 0, time.monotonic()
    while (now := time.monotonic()) < deadline and now - last_answer < _OVER:
        _, moment = explorer.strike(_key(len(sent) + 1))
        sent.append(moment)
        if len(sandbox.requests) != answered:
            answered, last_answer = len(sandbox.requests), time.monotonic()
        time.sleep(max(0.0, moment + _EVERY - time.monotonic()))
    explorer.wait_still(1.0, timeout=patience(_MANY))
    return sent


def _key(number: int) -> str:
    """Return the key of that number: down a few rows, then home, and again."""
    return "down" if number % (_TRAVEL + 1) else "g"


def _cursor(explorer: Watched) -> int | None:
    """Return the row of the screen's list that looks unlike the others."""
    colours = explorer.backgrounds(_COLUMN)[_TOP : _TOP + _TRAVEL + 1]
    [(usual, _), *_] = Counter(colours).most_common(1)
    return next((row for row, colour in enumerate(colours) if colour != usual), None)


def _waits(sent: Sequence[float], places: Sequence[tuple[float, int]]) -> Iterator[float]:
    """Give for each key the seconds until the screen showed where it had led, or further.

    A place stands for the last key before it that leads there: a cursor that is late by a
    whole round of keys shows as a stall of that length, not as none.
    """
    answered, period = 0, _TRAVEL + 1
    for moment, place in places:
        number = bisect_right(sent, moment)
        led_here = number - (number - place) % period
        for key in range(answered, led_here):
            yield moment - sent[key]
        answered = max(answered, led_here)
    assert answered == len(sent), f"{len(sent) - answered} keys were not answered."
