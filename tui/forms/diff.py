"""What a body changes, field by field, for the review before it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from tui.forms.values import MISSING, same
from tui.text import Display, clean

ABSENT = Display("(none)")
FALLS_BACK = Display("(as the integration sets it)")
_LONGEST = 2_000

Names: TypeAlias = Mapping[str, Display]
"""What objects are called, by ID."""


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
    names: Names | None = None,
) -> tuple[Change, ...]:
    """Return what sending `body` changes of `before`.

    Only the fields of `body` are looked at. Metadata is compared key by key, rows of
    providers by their provider. What `names` has the ID of is called by its name.
    """
    known = names or {}
    found: list[Change] = []
    for field, after in body.items():
        if field == "providers" and isinstance(after, list):
            found += _row_changes(before.get(field) or [], after, known)
        else:
            found += _changes((field,), before.get(field, MISSING), after, known)
    return tuple(found)


def title(place: tuple[str, ...], names: Names) -> Display:
    """Return what a place is called, from the body's root on."""
    return Display(" / ".join(names.get(part) or clean(part, 80) for part in place))


def shown(value: Any, names: Names, place: tuple[str, ...] = ()) -> Display:
    """Return the value at a place as it is shown: as JSON, an ID with its name.

    Null says that there is none, but for a key of the metadata, where it is a value.
    """
    if value is MISSING or (value is None and place[:-1] != ("metadata",)):
        return ABSENT
    if isinstance(value, str) and value in names:
        return Display(f"{names[value]}  {clean(value, 80)}")
    return clean(_json(value), _LONGEST)


def _row_changes(before: list[Any], after: list[Any], names: Names) -> Iterator[Change]:
    known = {row.get("provider_id"): row for row in before}
    for row in after:
        identifier = row.get("provider_id")
        path = ("providers", str(identifier))
        old = known.get(identifier)
        if old is None:
            yield Change(title(path, names), ABSENT, shown(row, names))
            continue
        for field, value in row.items():
            if field != "provider_id":
                yield from _value_change((*path, field), old.get(field, MISSING), value, names)
        for field in old:
            # A row is taken whole: what it leaves out is the integration's again.
            if field not in row:
                yield Change(title((*path, field), names), shown(old[field], names), FALLS_BACK)


def _changes(path: tuple[str, ...], before: Any, after: Any, names: Names) -> Iterator[Change]:
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield from _value_change(path, before, after, names)
        return
    for key in [*before, *(key for key in after if key not in before)]:
        # Metadata is sent whole: a key that the body lacks goes away.
        yield from _value_change(
            (*path, key), before.get(key, MISSING), after.get(key, MISSING), names
        )


def _value_change(path: tuple[str, ...], before: Any, after: Any, names: Names) -> Iterator[Change]:
    if not same(before, after):
        yield Change(title(path, names), *(shown(one, names, path) for one in (before, after)))


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(nested too deeply to show)"
