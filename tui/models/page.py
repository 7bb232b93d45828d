"""One page of a list, decoded item by item so that a bad one loses nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any, TypeAlias

Span: TypeAlias = tuple[int, int]
"""Where a value begins in an answer's text, and where it ends, in characters."""


@dataclass(frozen=True, slots=True)
class Page:
    """A list's answer.

    Attributes:
        items: The items as they came, oldest first or newest first as asked; mostly
            JSON objects, but nothing is promised of one before it is validated.
        has_more_after: Whether the server has items after the last one.
        content: The whole answer, as it came.
        spans: Where each item stands in that.
        sent_at: When it was sent, by the server's clock; None where that is not known.
    """

    items: tuple[Any, ...]
    has_more_after: bool = False
    content: bytes = field(default=b"", repr=False, compare=False)
    spans: tuple[Span, ...] = field(default=(), repr=False, compare=False)
    sent_at: datetime | None = None

    @property
    def last_id(self) -> str | None:
        """The ID that the next page is asked after: of the last item that has one."""
        return next(filter(None, map(_id_of, reversed(self.items))), None)

    def placed(self) -> Iterator[tuple[Any, Span | None]]:
        """Return the items with where they stand in `content`, None where that is not known."""
        return zip_longest(self.items, self.spans[: len(self.items)])

    def up_to_last_id(self) -> Page:
        """Return the page without the items after the last that has an ID."""
        items = list(self.items)
        while items and _id_of(items[-1]) is None:
            items.pop()
        return replace(self, items=tuple(items))


def _id_of(item: object) -> str | None:
    value = item.get("id") if isinstance(item, dict) else None
    return value if isinstance(value, str) and value else None
