"""The entries of a JSON value in the order they are shown, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from tui.models.outline_shapes import HOISTED, SHAPES, ShapeName

_SNAPSHOT = "integration_provider"


class Entry(NamedTuple):
    """A value inside another, and the steps of the path that lead to it."""

    steps: tuple[str | int, ...]
    value: object


def entries(
    value: object, shape: ShapeName, start: int, stop: int, *, whole: bool = False
) -> Iterator[Entry]:
    """Yield the entries from `start` to `stop`; with `whole`, also what the row shows."""
    if isinstance(value, list):
        for index, item in enumerate(value[start:stop], start):
            yield Entry((index,), item)
    elif isinstance(value, dict):
        if SHAPES[shape].own_keys:
            for key, item in islice(value.items(), start, stop):
                yield Entry((key,), item)
        else:
            yield from islice(_api_entries(value, shape, whole=whole), start, stop)


def child_count(value: object, shape: ShapeName, *, whole: bool = False) -> int:
    """Return how many entries there are in all."""
    if isinstance(value, list):
        return len(value)
    if not isinstance(value, dict):
        return 0
    if SHAPES[shape].own_keys:
        return len(value)
    return sum(1 for _ in _api_entries(value, shape, whole=whole))


def name_of(value: dict[str, object], names: tuple[str, ...]) -> str | None:
    """Return the first of the fields `names` that is text, as it came."""
    for field in names:
        found = value.get(field)
        if isinstance(found, str) and found:
            return found
    return None


def _api_entries(value: dict[str, object], shape: ShapeName, *, whole: bool) -> Iterator[Entry]:
    """Yield an API object's entries: the known ones first, then the rest as they came."""
    layout = SHAPES[shape]
    snapshot = value.get(_SNAPSHOT) if shape == "instance_provider" else None
    order = ("id", *(field for field in layout.order if field != "id")) if whole else layout.order
    for field in order:
        if field in value and (whole or not _in_row(value, field, shape)):
            yield from _expanded(field, value, shape)
        if isinstance(snapshot, dict) and field in HOISTED and field in snapshot:
            yield Entry((_SNAPSHOT, field), snapshot[field])
    for field in value:
        if field not in layout.order:
            yield from _expanded(field, value, shape)


def _expanded(field: str, value: dict[str, object], shape: ShapeName) -> Iterator[Entry]:
    """Yield the field; in its place its items, where they need no level of their own."""
    found = value[field]
    if shape == _SNAPSHOT and field in HOISTED:
        return
    if shape == "tool_filter" and field == "filters" and isinstance(found, list) and found:
        for index, item in enumerate(found):
            yield Entry((field, index), item)
    else:
        yield Entry((field,), found)


def _in_row(value: dict[str, object], field: str, shape: ShapeName) -> bool:
    """Whether the row itself shows the field: only text, or nothing, can stand there."""
    found = value[field]
    if field not in SHAPES[shape].in_row:
        return field == "name" and found is None
    return found is None or isinstance(found, str)
