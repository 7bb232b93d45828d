"""Rows kept in the order of their IDs, and the pages one walks through them by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


class Row(Protocol):
    """What every listed row has."""

    @property
    def id(self) -> str:
        """The row's ID."""


T = TypeVar("T", bound=Row)


@dataclass(frozen=True)
class PageRequest:
    """Which part of a list is wanted. Positions are exclusive and follow the order."""

    limit: int = 20
    after: str | None = None
    before: str | None = None
    descending: bool = False


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page and whether the list goes on at either end."""

    items: list[T]
    has_more_before: bool
    has_more_after: bool


class Collection(Generic[T]):
    """Rows by ID, in the order of IDs."""

    def __init__(self, rows: Iterable[T] = ()) -> None:
        self._rows = sorted(rows, key=lambda row: row.id)
        self._by_id = {row.id: row for row in self._rows}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[T]:
        return iter(self._rows)

    def get(self, identifier: str) -> T | None:
        """The row with that ID, if there is one."""
        return self._by_id.get(identifier)

    def add(self, row: T) -> None:
        """Put a new row in its place."""
        insort(self._rows, row, key=lambda other: other.id)
        self._by_id[row.id] = row

    def page(self, request: PageRequest, accepts: Callable[[T], bool]) -> Page[T]:
        """Cut one page out of the accepted rows."""
        low, high = self._span(request)
        rows = self._rows
        ascending_walk = (request.before is None) != request.descending
        # Nearest to the given position first: the start of the page, or for `before` its end.
        walk = range(low, high) if ascending_walk else range(high - 1, low - 1, -1)
        found: list[int] = []
        more = False
        for index in walk:
            if accepts(rows[index]):
                if len(found) == request.limit:
                    more = True
                    break
                found.append(index)
        behind = self._any_behind(request, low, high, accepts)
        items = [rows[index] for index in found]
        if request.before is None:
            return Page(items, has_more_before=behind, has_more_after=more)
        items.reverse()
        return Page(items, has_more_before=more, has_more_after=behind)

    def _span(self, request: PageRequest) -> tuple[int, int]:
        ends_above = (request.before is not None) != request.descending
        position = request.after if request.before is None else request.before
        if position is None:
            return 0, len(self._rows)
        if ends_above:
            return 0, bisect_left(self._rows, position, key=lambda row: row.id)
        return bisect_right(self._rows, position, key=lambda row: row.id), len(self._rows)

    def _any_behind(
        self, request: PageRequest, low: int, high: int, accepts: Callable[[T], bool]
    ) -> bool:
        if request.after is None and request.before is None:
            return False
        behind: Sequence[int] = range(low - 1, -1, -1) if low else range(high, len(self._rows))
        return any(accepts(self._rows[index]) for index in behind)
