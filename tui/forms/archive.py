"""What is typed before something is archived, so that nobody does it by a slip."""

from __future__ import annotations

from tui.text import Display, clean, is_plain

_LONGEST_TYPED = 64


def to_type(name: str, identifier: str) -> Display:
    """Return what must be typed on production: the name, if people can type it.

    A name that is blank, long, or has hidden characters is no test of what one means, so
    the ID is asked for in its place.
    """
    stripped = name.strip()
    typeable = 0 < len(stripped) <= _LONGEST_TYPED and is_plain(stripped)
    return clean(stripped if typeable else identifier)
