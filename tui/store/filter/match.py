"""The local guess: which loaded rows the filter would keep.

The server's answer is the truth and replaces the guess. Its search asks an index of its
own, and its identity, actor, deployment, config and auth config filters also look at an
instance's identity credentials; a row knows none of that. So the guess narrows only on
what a row says of itself, and where a row cannot tell it stays:

* status, ID, creation and update: as the server does, archived and deleted rows hidden
  unless their status is asked for; a row without that time is in no range;
* free text: every word somewhere in name, description or ID, without case and accents;
* integration, provider, identity and actor: only where all values are IDs, and the row
  knows its own; names are not known before they are resolved;
* the other keys: not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TypeAlias

from tui.models.query import HIDDEN_STATUSES, TimeRange
from tui.models.row import InstanceRow
from tui.store.filter.keys import looks_like_id
from tui.store.filter.parse import Filter
from tui.text import fold

_Rows: TypeAlias = Sequence[InstanceRow]
_Step: TypeAlias = Callable[[_Rows], list[InstanceRow]]

_OWN_IDS: tuple[tuple[str, Callable[[InstanceRow], str | None]], ...] = (
    ("integration", attrgetter("integration_id")),
    ("identity", attrgetter("identity_id")),
    ("actor", attrgetter("identity_actor_id")),
)


def matches(filter: Filter, rows: Sequence[InstanceRow]) -> list[InstanceRow]:
    """Return the rows that `filter` would keep, as far as they can tell, in their order."""
    kept: _Rows = rows
    for step in _steps(filter):
        kept = step(kept)
    # Last: all rows have a status, and most of a long list are left out by what is typed.
    return _by_status(filter.status)(kept)


def _steps(filter: Filter) -> Iterator[_Step]:
    """One step for each thing asked for; each is one comprehension over what is left."""
    for word in fold(filter.search).split():
        yield _by_word(word)
    if identifiers := filter.references.get("id"):
        yield _by_id(frozenset(identifiers))
    for key, own in _OWN_IDS:
        if wanted := _ids(filter, key):
            yield _by_own_id(own, wanted | {None})
    if wanted := _ids(filter, "provider"):
        yield _by_provider(wanted)
    if filter.created:
        yield _by_time(attrgetter("created_at"), filter.created)
    if filter.updated:
        yield _by_time(attrgetter("updated_at"), filter.updated)


def _ids(filter: Filter, key: str) -> frozenset[str | None]:
    """The values of `key` where all of them are IDs, else none."""
    values = filter.references.get(key, ())
    return frozenset(values if all(map(looks_like_id, values)) else ())


def _by_status(status: Sequence[str]) -> _Step:
    if status:
        wanted = frozenset(status)
        return lambda rows: [row for row in rows if row.status in wanted]
    return lambda rows: [row for row in rows if row.status not in HIDDEN_STATUSES]


def _by_id(wanted: frozenset[str]) -> _Step:
    return lambda rows: [row for row in rows if row.id in wanted]


def _by_own_id(own: Callable[[InstanceRow], str | None], wanted: frozenset[str | None]) -> _Step:
    return lambda rows: [row for row in rows if own(row) in wanted]


def _by_provider(wanted: frozenset[str | None]) -> _Step:
    return lambda rows: [
        row
        for row in rows
        if not wanted.isdisjoint(row.provider_ids)
        or len(row.provider_ids) < len(row.providers)
        or row.problem is not None
    ]


def _by_time(own: Callable[[InstanceRow], datetime | None], wanted: TimeRange) -> _Step:
    gt, lt = wanted.gt, wanted.lt
    return lambda rows: [
        row
        for row in rows
        if (moment := own(row)) is not None
        and (gt is None or gt < moment)
        and (lt is None or moment < lt)
    ]


def _by_word(word: str) -> _Step:
    return lambda rows: [row for row in rows if word in row.search_text]
