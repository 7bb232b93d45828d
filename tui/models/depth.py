"""How deeply JSON is nested: what is too deep cannot be shown, compared or sent again."""

from __future__ import annotations

from typing import Any

DEEPEST = 100
"""Levels of lists and objects within each other that this program still takes."""


def is_too_deep(value: object) -> bool:
    """Return whether decoded JSON has more than `DEEPEST` levels.

    It looks level by level, without recursion, so that no depth can exhaust the stack.
    """
    level: list[Any] = [value] if isinstance(value, (dict, list)) else []
    for _ in range(DEEPEST):
        if not level:
            return False
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
    return bool(level)
