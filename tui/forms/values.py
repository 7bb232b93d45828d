"""JSON values side by side: whether they are the same, and that there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

MISSING: Final = object()
"""Stands where an object has no such field, which is not the same as null."""


def same(one: Any, other: Any) -> bool:
    """Return whether two values are the same JSON.

    1, 1.0 and true are not, though Python says so; the order of keys does not count.
    """
    if one is MISSING or other is MISSING:
        return one is other
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def same_field(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> bool:
    """Return whether a field is the same in both, or in neither."""
    return same(before.get(name, MISSING), after.get(name, MISSING))
