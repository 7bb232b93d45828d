"""How deeply JSON is nested: what is too deep cannot be shown, compared or sent again."""

from __future__ import annotations

from typing import Any

DEEPEST = 100
"""Levels of lists and objects within each other that this program still takes."""


_NESTING = frozenset({dict, list})
"""What decoded JSON is nested in; no other classes, which would take twice as long to tell."""


_NO_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))


def is_shallow(content: bytes) -> bool:
    """Return whether the brackets of a JSON text say that it is not nested too deeply.

    It takes away the innermost pairs, level by level: to look through what was decoded takes
    ten times as long. Brackets within strings count as well; who makes those pair up on
    purpose gets past it, so what is opened is looked through itself.
    """
    brackets = content.translate(None, _NO_BRACKETS)
    for _ in range(DEEPEST):
        if not brackets:
            return True
        inner = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(inner) == len(brackets):
            return False
        brackets = inner
    return not brackets


def is_too_deep(value: object) -> bool:
    """Return whether decoded JSON has more than `DEEPEST` levels.

    It looks level by level, without recursion, so that no depth can exhaust the stack.
    """
    level: list[Any] = [value] if type(value) in _NESTING else []
    for _ in range(DEEPEST):
        if not level:
            return False
        inner: list[Any] = []
        for outer in level:
            for one in outer.values() if type(outer) is dict else outer:
                if type(one) in _NESTING:
                    inner.append(one)
        level = inner
    return bool(level)
