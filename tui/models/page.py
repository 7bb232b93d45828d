"""One page of a list, decoded item by item so that a bad one loses nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A list's answer.

    Attributes:
        items: The items as they came, oldest first or newest first as asked; mostly
            JSON objects, but nothing is promised of one before it is validated.
        has_more_before: Whether the server has items before the first one.
        has_more_after: Whether the server has items after the last one.
    """

    items: tuple[Any, ...]
    has_more_before: bool = False
    has_more_after: bool = False

    @property
    def last_id(self) -> str | None:
        """The ID that the next page is asked after; None where the last item has none."""
        return _id_of(self.items[-1]) if self.items else None

    @property
    def first_id(self) -> str | None:
        """The ID that the page before is asked before; None where there is none."""
        return _id_of(self.items[0]) if self.items else None


def _id_of(item: object) -> str | None:
    value = item.get("id") if isinstance(item, dict) else None
    return value if isinstance(value, str) else None
