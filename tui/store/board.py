"""The state that is shown, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from tui.api.client import Client
from tui.models.row import InstanceRow
from tui.store.instances import Instances
from tui.store.state import ListState

Subscriber: TypeAlias = Callable[[ListState], None]


class Board:
    """Holds the state; every change of it goes through here.

    Attributes:
        state: What is shown now.
    """

    def __init__(self, state: ListState, instances: Instances, client: Client) -> None:
        self.state = state
        self._instances = instances
        self._client = client
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` with every new state; return what ends that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def change(self, **changes: Any) -> None:
        """Take changes of the state, and tell of them."""
        limit = self._client.rate_limit
        left = (limit.remaining, limit.limit) if limit else None
        self.state = self.state._replace(calls_left=left, **changes)
        for subscriber in tuple(self._subscribers):
            subscriber(self.state)

    def show(self, *, growing: bool = False, **changes: Any) -> None:
        """Show the rows that the state now asks for, with other changes.

        With `growing`, more rows follow at once.
        """
        wanted = self.state._replace(**changes)
        rows = (
            self._instances.guess(wanted.filter, wanted.sort)
            if wanted.guess
            else self._instances.in_order(wanted.sort, growing=growing)
        )
        hidden = self._hidden(wanted.marked, rows, listed=not wanted.guess)
        loaded = len(self._instances.listing)
        self.change(rows=rows, loaded=loaded, marked_hidden=hidden, **changes)

    def _hidden(self, marked: frozenset[str], rows: Sequence[InstanceRow], *, listed: bool) -> int:
        """Return how many marked instances are not among `rows`; without marks, for nothing."""
        if not marked:
            return 0
        if listed:
            return sum(key not in self._instances.listing for key in marked)
        return len(marked) - sum(row.key in marked for row in rows)
