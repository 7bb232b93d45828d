"""What updates of this run changed, so that they can be undone; it goes with the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MOST = 50
"""Updates that are kept; the oldest are the first to go."""


@dataclass(frozen=True, slots=True)
class Updated:
    """One update.

    Attributes:
        identifier: The instance's ID.
        before: Its JSON as it was last seen before.
        after: Its JSON as the update's answer gave it.
    """

    identifier: str
    before: dict[str, Any]
    after: dict[str, Any]


class Undo:
    """The updates of this run, the latest last."""

    def __init__(self) -> None:
        self._updates: list[Updated] = []

    @property
    def latest(self) -> Updated | None:
        """The update that is undone next, or None."""
        return self._updates[-1] if self._updates else None

    def keep(self, updated: Updated) -> None:
        """Remember an update."""
        self._updates = [*self._updates[-(MOST - 1) :], updated]

    def forget(self, updated: Updated) -> None:
        """Forget an update: it was undone."""
        self._updates = [one for one in self._updates if one is not updated]
