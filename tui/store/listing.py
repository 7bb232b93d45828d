"""What the server listed for one query: rows in its order, each key once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from tui.models.row import InstanceRow

_NEVER = datetime.min.replace(tzinfo=UTC)


class Listing:
    """Rows that are appended in place; every other change makes a new list of them.

    So whoever holds `rows` sees it grow, and never sees a row change its place.

    Attributes:
        rows: The rows.
    """

    def __init__(self, rows: Iterable[InstanceRow] = ()) -> None:
        self.rows = list(rows)
        self._held = {row.key for row in self.rows}

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, key: str) -> bool:
        return key in self._held

    def append(self, row: InstanceRow) -> None:
        """Take one more row, of a key that is not held."""
        self._held.add(row.key)
        self.rows.append(row)

    def free_key(self) -> str:
        """Return a key for an item that has no ID: its place, so that it is given only once."""
        place = len(self.rows)
        while f"item {place}" in self._held:
            place += 1
        return f"item {place}"

    def change(
        self, put: Iterable[InstanceRow] = (), gone: Iterable[str] = (), *, oldest_first: bool
    ) -> None:
        """Put rows in place of those of their keys, new ones where creation puts them.

        Rows whose key is among `gone` leave.
        """
        wanted = {row.key: row for row in put}
        left = self._held.intersection(gone)
        new = [row for key, row in wanted.items() if key not in self._held or key in left]
        rows = self.rows
        if left or len(new) < len(wanted):  # Else no row of before has to be looked at.
            rows = [wanted.get(row.key, row) for row in rows if row.key not in left]
        self.rows = merged(rows, new, oldest_first=oldest_first) if new else rows
        self._held.difference_update(left)
        self._held.update(wanted)


def merged(
    rows: list[InstanceRow], new: list[InstanceRow], *, oldest_first: bool
) -> list[InstanceRow]:
    """Return the rows with new ones among them; those of unknown time come first."""
    new.sort(key=_creation, reverse=not oldest_first)
    first = [row for row in new if row.created_at is None]
    waiting = [row for row in reversed(new) if row.created_at is not None]
    place = 0
    while waiting and place < len(rows):
        moment = rows[place].created_at
        while waiting and moment is not None and _is_before(waiting[-1], moment, oldest_first):
            first.append(waiting.pop())
        first.append(rows[place])
        place += 1
    return [*first, *rows[place:], *reversed(waiting)]


def _creation(row: InstanceRow) -> datetime:
    return row.created_at or _NEVER


def _is_before(new: InstanceRow, moment: datetime, oldest_first: bool) -> bool:
    created = _creation(new)
    return created < moment if oldest_first else created >= moment
