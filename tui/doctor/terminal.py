"""Looks at the terminal: what it can draw, which keys it tells apart, how one copies from it."""

from __future__ import annotations

import locale
import os
import select
import shutil
import sys
import time
from collections.abc import Iterator, Mapping

from tui import clipboard
from tui.doctor.check import Check

_PATIENCE = 0.5
_ASK_KEYS = b"\x1b[?u\x1b[c"
"""Asks for the kitty key protocol's state, then for what every terminal answers."""


def look_at_terminal(environ: Mapping[str, str]) -> Iterator[Check]:
    """Yield what there is to say of the terminal."""
    yield _colours(environ)
    if sys.stdin.isatty() and sys.stdout.isatty():
        yield _size()
        yield _keys()
    else:
        yield Check("size", "there is no terminal here, so the list would only be printed")
    ways = [way.words for way in clipboard.ways(environ)]
    words = ways[0] if ways else "the terminal via OSC 52, where it allows it"
    yield Check("clipboard", words, facts={"ways": ways})
    over = [name for name, variable in _OVER.items() if environ.get(variable)]
    yield Check("reached", ", ".join(over) or "directly", facts={"through": over})
    encoding = locale.getencoding()
    plain = encoding.lower().replace("-", "") != "utf8"
    words = f"{encoding}; set LANG to one of UTF-8 to see all letters" if plain else encoding
    yield Check("locale", words, "warning" if plain else "ok", {"encoding": encoding})


_OVER = {"ssh": "SSH_CONNECTION", "tmux": "TMUX", "screen": "STY"}


def _colours(environ: Mapping[str, str]) -> Check:
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR"):
        return Check("colours", "greys alone, as NO_COLOR is set", facts={"term": term})
    if environ.get("COLORTERM") in ("truecolor", "24bit"):
        return Check("colours", f"16 million ({term})", facts={"term": term})
    if term in ("", "dumb", "linux") or "256" not in term:
        words = f"few (TERM is {term or 'not set'})"
        return Check("colours", words, "warning", {"term": term})
    return Check("colours", f"256 ({term}); COLORTERM=truecolor gives more", facts={"term": term})


def _size() -> Check:
    width, height = shutil.get_terminal_size()
    facts: dict[str, object] = {"width": width, "height": height}
    if width < 80 or height < 24:
        return Check("size", f"{width}x{height}; 80x24 is needed to see all", "warning", facts)
    return Check("size", f"{width}x{height}", facts=facts)


def _keys() -> Check:
    """Ask the terminal whether it tells all keys apart; one that does not answer does not."""
    known = b"\x1b[?" in (answer := _asked(_ASK_KEYS)) and b"u" in answer.partition(b"c")[0]
    words = "the kitty protocol: all keys are told apart" if known else "the usual ones"
    return Check("keys", words, facts={"kitty": known})


def _asked(question: bytes) -> bytes:
    """Return what the terminal answers within half a second."""
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    answer = b""
    try:
        tty.setcbreak(descriptor)
        os.write(sys.stdout.fileno(), question)
        deadline = time.monotonic() + _PATIENCE
        while not answer.endswith(b"c") and (left := deadline - time.monotonic()) > 0:
            if select.select([descriptor], [], [], left)[0]:
                answer += os.read(descriptor, 256)
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)
    return answer
