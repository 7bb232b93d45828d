"""The instances that are marked, to be acted on together."""

from __future__ import annotations

from collections.abc import Iterable

from tui.models.row import InstanceRow
from tui.store.board import Board
from tui.store.instances import Instances


class Marks:
    """The commands that mark instances; the state holds which ones are.

    A mark is an ID, so it stays on its instance however the list is ordered, filtered or
    loaded again. What came without an ID cannot be marked: its place is all that is known
    of it, and another may stand there next time.
    """

    def __init__(self, instances: Instances, board: Board) -> None:
        self._instances = instances
        self._board = board
        self._last: str | None = None

    @property
    def rows(self) -> tuple[InstanceRow, ...]:
        """The marked rows: those that are shown in their order, then the hidden ones."""
        marked = self._board.state.marked
        if not marked:
            return ()
        shown = [row for row in self._board.state.rows if row.key in marked]
        hidden = marked.difference(row.key for row in shown)
        found = (self._instances.row(key) for key in sorted(hidden))
        return (*shown, *(row for row in found if row is not None))

    def toggle(self, row: InstanceRow) -> bool:
        """Mark a row, or take its mark away; return False where it has no ID to mark."""
        if row.id is None:
            return False
        marked = self._board.state.marked
        if row.key in marked:
            self._take(marked - {row.key})
        else:
            self._last = row.key
            self._take(marked | {row.key})
        return True

    def mark_to(self, row: InstanceRow) -> int:
        """Mark from the row that was marked last to this one; return how many are new.

        Where that one is not shown any more, this row alone is marked.
        """
        rows = self._board.state.rows
        keys = [one.key for one in rows]
        end = keys.index(row.key)
        start = keys.index(self._last) if self._last in keys else end
        first, last = sorted((start, end))
        return self._mark(rows[first : last + 1], row)

    def mark_all(self) -> int:
        """Mark all rows that are shown; return how many are new."""
        return self._mark(self._board.state.rows)

    def clear(self) -> None:
        """Take all marks away."""
        self._last = None
        self._take(frozenset())

    def unmark(self, keys: Iterable[str]) -> None:
        """Take the marks of these keys away."""
        self._take(self._board.state.marked.difference(keys))

    def _mark(self, rows: Iterable[InstanceRow], last: InstanceRow | None = None) -> int:
        marked = self._board.state.marked
        more = marked.union(row.key for row in rows if row.id is not None)
        if last is not None and last.id is not None:
            self._last = last.key
        self._take(more)
        return len(more) - len(marked)

    def _take(self, marked: frozenset[str]) -> None:
        if marked != self._board.state.marked:
            self._board.show(marked=marked)
