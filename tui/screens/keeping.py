"""What a screen has that keeps what is typed into it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Keeping(Protocol):
    """A screen whose typing must not be lost when the explorer ends."""

    def keep(self) -> None:
        """Keep what stands in it now."""
        ...
