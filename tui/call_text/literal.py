"""Values as Python writes them: ASCII only, so that nothing in them can do harm when pasted."""

from __future__ import annotations

from pprint import pformat
from textwrap import indent

_WIDTH = 84
_INDENT = " " * 4


def literal(value: object) -> str:
    """Return decoded JSON as a Python expression, on several lines where it is long."""
    # Not its own order: a body is easier to find again in the order it was sent in.
    text = pformat(value, width=_WIDTH, sort_dicts=False)
    return text.encode("ascii", "backslashreplace").decode("ascii")


def arguments(pairs: list[tuple[str, str]]) -> str:
    """Return the arguments of a call, one a line; `pairs` are names, if any, and expressions."""
    lines = [indent(f"{name}={code}" if name else code, _INDENT) + "," for name, code in pairs]
    return "".join(f"{line}\n" for line in lines)
