"""The rows of a list, grouped and counted: pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from tui.models.row import InstanceRow
from tui.resources import Kind
from tui.text import Display, clean

GroupBy: TypeAlias = Literal["integration", "provider", "status", "identity", "actor"]
"""What rows are grouped by; each is a key of the filter, too."""
GROUPINGS: tuple[GroupBy, ...] = get_args(GroupBy)

KINDS: Mapping[GroupBy, Kind] = {
    "integration": "integration",
    "identity": "identity",
    "actor": "identity_actor",
}
"""The kinds of objects whose names the rows do not bear."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have something in common.

    Attributes:
        value: What they have in common, as the filter takes it; None: that they have nothing.
        name: What people call it; None where that is not known.
        count: How many they are.
    """

    value: str | None
    name: Display | None
    count: int


def groups(rows: Iterable[InstanceRow], by: GroupBy) -> tuple[Group, ...]:
    """Return the groups of `rows`, the largest first; a row of several providers is in each."""
    names: dict[str, Display] = {}
    counts: Counter[str | None] = Counter()
    for row in rows:
        for value, name in _values(row, by):
            counts[value] += 1
            if value is not None and name is not None:
                names[value] = name
    found = [
        Group(value, names.get(value) if value is not None else None, count)
        for value, count in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.name or "", one.value or "")))


def _values(row: InstanceRow, by: GroupBy) -> Iterator[tuple[str | None, Display | None]]:
    """Yield what a row is grouped by, each once, with its name where the row bears it."""
    if by == "status":
        yield row.status, row.status
    elif by == "provider":
        named = len(row.providers) == len(row.provider_ids)
        names = row.providers if named else (None,) * len(row.provider_ids)
        yield from dict(zip(row.provider_ids, names, strict=True)).items()
        if not row.provider_ids:
            yield None, None
    else:
        values = {
            "integration": row.integration_id,
            "identity": row.identity_id,
            "actor": row.identity_actor_id,
        }
        yield values[by], None


def title(group: Group, names: Mapping[str, Display]) -> Display:
    """Return what to call a group: its name, its ID, or `none`."""
    if group.value is None:
        return Display("none")
    return group.name or names.get(group.value) or clean(group.value, 80)
