"""What is said to the terminal's window: its title, and that long work has ended."""

from __future__ import annotations

from collections.abc import Mapping

from tui.profile import Notification
from tui.text import Display

KEEP_TITLE = "\x1b[22;0t"
"""Lets the terminal put the title that there is on its stack."""
PUT_TITLE_BACK = "\x1b[23;0t"
"""Lets it take that title back."""

_WORDLESS = ("dumb", "linux", "unknown", "ansi", "cons", "vt1", "vt2", "vt5")


def takes_words(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal knows words to its window and links; others print them."""
    name = environ.get("TERM", "")
    return bool(name) and not name.startswith(_WORDLESS)


def title(words: Display) -> str:
    """Return what gives the window a title."""
    return f"\x1b]2;{words}\a"


def notification(way: Notification, words: Display) -> str:
    """Return what calls somebody back whose window is not in front; none is nothing."""
    match way:
        case "bell":
            return "\a"
        case "osc9":
            # Some read a number at the beginning as an order of another kind.
            return f"\x1b]9;metorial: {words}\a"
        case "osc777":
            return f"\x1b]777;notify;metorial;{words.replace(';', ',')}\a"
        case "none":
            return ""
