"""The moment in which a question takes no answer: nobody can have read it yet.

A word that is typed in the list by mistake, as `Ada`, would otherwise archive what is there.
"""

from __future__ import annotations

import time

GRACE = 0.5
"""Seconds."""


class Grace:
    """Begins when it is made."""

    def __init__(self) -> None:
        self._ends_at = time.monotonic() + GRACE

    @property
    def is_over(self) -> bool:
        """Whether an answer counts."""
        return time.monotonic() >= self._ends_at
