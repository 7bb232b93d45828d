"""All rows that are known, the newest first: what a filter that is typed is tried on."""

from __future__ import annotations

from collections.abc import Iterable

from tui.models.row import InstanceRow
from tui.store.listing import merged
from tui.store.sort import BY_CREATION

_MOST = 1_000
"""Rows out of order with which all are put in order again."""


class NewestFirst:
    """Keeps rows in order as they come: to sort a hundred thousand would make a key wait.

    The server lists the newest first, so most come behind those before. Others are put in
    their places when the rows are asked for.
    """

    def __init__(self) -> None:
        self._rows: list[InstanceRow] | None = []
        self._new: list[InstanceRow] = []
        self._changed: dict[str, InstanceRow] = {}

    def put(self, row: InstanceRow, *, is_new: bool) -> None:
        """Take a row that was not known before, or one in place of that of its key."""
        if self._rows is None:
            return
        created, last = row.created_at, self._rows[-1].created_at if self._rows else None
        if not is_new:
            self._changed[row.key] = row
        elif created is None or (self._rows and last is None) or len(self._new) >= _MOST:
            self.forget()  # What has no time comes last.
        elif last is None or created <= last:
            self._rows.append(row)
        else:
            self._new.append(row)

    def forget(self) -> None:
        """Put all in order when it is asked for the next time."""
        self._rows = None
        self._new, self._changed = [], {}

    def rows(self, known: Iterable[InstanceRow]) -> list[InstanceRow]:
        """Return the rows, which are those `known`."""
        if self._rows is None:
            self._rows = BY_CREATION.apply(known)
        if self._new:
            self._rows = merged(self._rows, self._new, oldest_first=False)
        if self._changed:
            changed = self._changed
            self._rows = [changed.get(row.key, row) for row in self._rows]
        self._new, self._changed = [], {}
        return self._rows
