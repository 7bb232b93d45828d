"""How long from a character of the filter to the narrowed list."""

from __future__ import annotations

import gc
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import click

from tests.bench.figures import Measured
from tests.bench.loaded import load_all, patience, wait_rested
from tests.bench.programs import STARTING, Bench
from tests.bench.watched import Watched
from tests.e2e.terminal import Size
from tui.sandbox.world import World
from tui.screens.panes import WIDE

_ROWS = (10_000, 100_000)
_BESIDE_FZF = 100_000
_CHARACTER = "z"
"""Some rows have it and many have not, so that the list on the screen becomes another."""
_REST = 0.5
_TOP = 15
"""Lines at the top that tell of other things than rows: completions are shown there."""
_ASKING = re.compile(r"so far, asking|loading")


def measure(bench: Bench) -> Iterator[Measured]:
    """Type the same character in the explorer, in the bare list and in fzf, in turn."""
    for rows in _ROWS:
        own: list[float] = []
        floor: list[float] = []
        beside: list[float] = []
        with ExitStack() as stack:
            explorer, bare = _pair(bench, stack, rows)
            finder = _fzf(bench, stack, rows) if rows == _BESIDE_FZF else None
            for _ in range(bench.runs):
                floor.append(_narrow(bare, bench.size))
                _widen(bare, rows)
                own.append(_narrow(explorer, bench.size))
                _widen(explorer, rows)
                if finder is not None:
                    beside.append(_narrow_fzf(finder))
        yield Measured(f"one character, {rows:,} rows", own, floor)
        if beside:
            yield Measured(f"{rows:,} rows beside fzf", own, beside)


def _pair(bench: Bench, stack: ExitStack, rows: int) -> tuple[Watched, Watched]:
    """Start the explorer and the bare list, both with so many rows and in the filter line."""
    sandbox = stack.enter_context(bench.sandbox(rows))
    explorer = stack.enter_context(bench.explorer(sandbox.url, sandbox.key))
    wait_rested(explorer)
    load_all(explorer, rows)
    bare = stack.enter_context(bench.bare_list(rows))
    bare.wait_still(_REST, timeout=STARTING)
    for terminal in (explorer, bare):
        mark, _ = terminal.strike("/")
        terminal.wait_still(_REST, since=mark, timeout=STARTING)
    return explorer, bare


def _rows(picture: str, size: Size) -> list[str]:
    """Return the part of a screen's lines that only the list draws."""
    columns, _ = size
    width = columns // 2 if columns >= WIDE else columns
    # Without the scrollbar and the edge.
    return [line[: width - 4] for line in picture.split("\n")[_TOP:-3]]


def _narrow(terminal: Watched, size: Size) -> float:
    """Type the character; return the milliseconds until the list is another."""
    terminal.skip()
    before = _rows(terminal.picture, size)
    _, pressed = terminal.strike(_CHARACTER)
    changed = terminal.replay(lambda: _rows(terminal.picture, size) != before, timeout=STARTING)
    return (changed - pressed) * 1000


def _widen(terminal: Watched, rows: int) -> None:
    """Take the character back; leave the program at rest."""
    _rest(terminal, 0, rows)
    mark, _ = terminal.strike("backspace")
    _rest(terminal, mark, rows)


def _rest(terminal: Watched, mark: int, rows: int) -> None:
    terminal.wait_still(_REST, since=mark, timeout=patience(rows))
    terminal.wait_for(lambda text: not _ASKING.search(text), timeout=patience(rows))
    terminal.wait_still(_REST, since=mark, timeout=patience(rows))


def _fzf(bench: Bench, stack: ExitStack, rows: int) -> Watched | None:
    """Start fzf on what the explorer looks through, if it is installed."""
    program = shutil.which("fzf")
    if program is None:
        click.echo("fzf is not installed: not measured beside it", err=True)
        return None
    home = bench.home()
    listed = [one for one in World(instances=rows + rows // 4).instances if one.status != "deleted"]
    texts = [f"{one.name} {one.description or ''} {one.id}" for one in listed[:rows]]
    # Some descriptions have several lines.
    (home / "lines").write_text("".join(f"{' '.join(text.split())}\n" for text in texts))
    del listed
    gc.collect()  # Now rather than while something is timed.
    command = ["/bin/sh", "-c", 'exec "$0" < lines', program]
    finder = stack.enter_context(bench.start(command, home=home))
    finder.seen_at(f"{rows}/{rows}", timeout=STARTING)
    return finder


def _narrow_fzf(finder: Watched) -> float:
    """Type the character; return the milliseconds until the screen is still; take it back."""
    mark, pressed = finder.strike(_CHARACTER)
    still = finder.wait_still(_REST, since=mark, timeout=STARTING)
    mark, _ = finder.strike("backspace")
    finder.wait_still(_REST, since=mark, timeout=STARTING)
    return (still - pressed) * 1000
