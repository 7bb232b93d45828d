"""The orders a list can be shown in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from tui.models.row import InstanceRow, SortBy
from tui.text import fold

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: `created` is the server's own, the others order what is loaded.

    Attributes:
        by: What rows are ordered by.
        reverse: Whether the other way round than at first: newest first for times,
            A to Z for words.
    """

    by: SortBy = "created"
    reverse: bool = False

    def apply(self, rows: Iterable[InstanceRow]) -> list[InstanceRow]:
        """Return the rows in this order; equal ones keep theirs."""
        if self.by == "name":
            return sorted(rows, key=lambda row: fold(row.name), reverse=self.reverse)
        if self.by == "status":
            return sorted(rows, key=lambda row: row.status, reverse=self.reverse)
        if self.by == "updated":
            newest = not self.reverse
            return sorted(rows, key=lambda row: row.updated_at or _NEVER, reverse=newest)
        newest = not self.reverse
        return sorted(rows, key=lambda row: (row.created_at or _NEVER, row.key), reverse=newest)


BY_CREATION = Sort()
"""Newest first, as the list begins."""
