"""What a body changes, field by field, for the review before it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui.text import Display, clean

ABSENT = Display("(none)")
FALLS_BACK = Display("(as the integration sets it)")
_MISSING = object()
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One value that changes; all of its text is safe to draw.

    Attributes:
        field: Which, from the body's root: ``metadata / team``.
        before: What it is, as JSON.
        after: What it becomes, as JSON.
    """

    field: Display
    before: Display
    after: Display


def changes(
    before: Mapping[str, Any],
    body: Mapping[str, Any],
    names: Mapping[str, Display] | None = None,
) -> tuple[Change, ...]:
    """Return what sending `body` changes of `before`.

    Only the fields of `body` are looked at. Metadata is compared key by key, rows of
    providers by their provider, which is called by its name where `names` has its ID.
    """
    found: list[Change] = []
    for field, after in body.items():
        if field == "providers" and isinstance(after, list):
            found += _row_changes(before.get(field) or [], after, names or {})
        else:
            found += _changes((field,), before.get(field, _MISSING), after)
    return tuple(found)


def _row_changes(
    before: list[Any], after: list[Any], names: Mapping[str, Display]
) -> Iterator[Change]:
    known = {row.get("provider_id"): row for row in before}
    for row in after:
        identifier = row.get("provider_id")
        path = ("providers", names.get(identifier) or clean(identifier, 80))
        old = known.get(identifier)
        if old is None:
            yield Change(_title(path), ABSENT, _value(row))
            continue
        for field, value in row.items():
            if field != "provider_id":
                yield from _value_change((*path, field), old.get(field, _MISSING), value)
        for field in old:
            # A row is taken whole: what it leaves out is the integration's again.
            if field not in row:
                yield Change(_title((*path, field)), _value(old[field]), FALLS_BACK)


def _changes(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Change]:
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield from _value_change(path, before, after)
        return
    for key in [*before, *(key for key in after if key not in before)]:
        # Metadata is sent whole: a key that the body lacks goes away.
        yield from _value_change(
            (*path, clean(key, 80)), before.get(key, _MISSING), after.get(key, _MISSING)
        )


def _value_change(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Change]:
    if _json(before) != _json(after):
        yield Change(_title(path), _value(before), _value(after))


def _title(path: tuple[str, ...]) -> Display:
    return Display(" / ".join(path))


def _json(value: Any) -> str:
    if value is _MISSING:
        return ""
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(nested too deeply to show)"


def _value(value: Any) -> Display:
    return ABSENT if value is _MISSING or value is None else clean(_json(value), _SHOWN)
