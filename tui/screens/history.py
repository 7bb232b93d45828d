"""Where one was on the main screen, to go back and forward: no screen, no store."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from tui.screens.panes import Pane
from tui.text import Display

if TYPE_CHECKING:
    from tui.models.outline import Path

MOST = 50
"""Places that are remembered in either direction; the oldest are forgotten."""


class Place(NamedTuple):
    """What is needed to come back to where one was.

    Attributes:
        title: What it was called when it was left: the instance that was open.
        filter_text: The filter line.
        subject: What the list was of, where it was come to from a node; else nothing.
        row: The key of the row under the cursor.
        reach: Rows from the top down to it.
        pane: The pane that had the keys.
        shown: The key of the instance in the tree.
        node: The key of the node under the tree's cursor.
    """

    title: Display
    filter_text: str
    subject: Display
    row: str | None = None
    reach: int = 0
    pane: Pane = "list"
    shown: str | None = None
    node: Path = ()


class History:
    """The places before and after the one where one is."""

    def __init__(self) -> None:
        self._before: deque[Place] = deque(maxlen=MOST)
        self._after: deque[Place] = deque(maxlen=MOST)

    def crumb(self, title_of: Callable[[Place], Display]) -> Display:
        """Return where going back and forward leads, and by which keys; nothing where nowhere.

        `title_of` says what a place is called by now.
        """
        ways = []
        if self._before:
            ways.append(f"[ back to {title_of(self._before[-1])}")
        if self._after:
            ways.append(f"] on to {title_of(self._after[-1])}" if not ways else "] on")
        return Display(" · ".join(ways))

    def leave(self, place: Place) -> None:
        """Remember `place`, which is left for a new one: there is no going forward from it."""
        self._before.append(place)
        self._after.clear()

    def back(self, place: Place) -> Place | None:
        """Return the place before, to which one goes from `place`; None where there is none."""
        return self._step(place, self._before, self._after)

    def forward(self, place: Place) -> Place | None:
        """Return the place after, to which one goes from `place`; None where there is none."""
        return self._step(place, self._after, self._before)

    @staticmethod
    def _step(place: Place, source: deque[Place], target: deque[Place]) -> Place | None:
        if not source:
            return None
        target.append(place)
        return source.pop()
