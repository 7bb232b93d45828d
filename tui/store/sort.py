"""The orders a list can be shown in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from tui.models.columns import column
from tui.models.row import InstanceRow

_NEVER = datetime.min.replace(tzinfo=UTC)


class Sort(NamedTuple):
    """An order: `created` is the server's own, the others order what is loaded.

    Attributes:
        by: The name of the column that rows are ordered by.
        reverse: Whether the other way round than at first: newest first for times,
            A to Z for words. Rows that say nothing in that column come last either way.
    """

    by: str = "created"
    reverse: bool = False

    def apply(self, rows: Iterable[InstanceRow]) -> list[InstanceRow]:
        """Return the rows in this order; equal ones keep theirs."""
        if self.by == "created":
            newest = not self.reverse
            return sorted(rows, key=lambda row: (row.created_at or _NEVER, row.key), reverse=newest)
        by, rows = column(self.by), list(rows)
        known = [row for row in rows if by.value(row) is not None]
        known.sort(key=by.order, reverse=by.is_time != self.reverse)
        if len(known) == len(rows):
            return known
        return known + [row for row in rows if by.value(row) is None]


BY_CREATION = Sort()
"""Newest first, as the list begins."""
