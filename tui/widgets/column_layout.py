"""Which columns of a list are in sight, and how many cells each of them has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui.models.columns import Column

GAP = 2
"""Blanks between two columns; at either edge stands one."""


class Placed(NamedTuple):
    """A column and the cells that it has."""

    column: Column
    size: int


class Layout(NamedTuple):
    """The columns that are drawn, from the left.

    Attributes:
        placed: The columns, with their cells.
        skipped: How many do not fit and are to the left of what can be scrolled.
        beyond: How many do not fit and are to the right.
    """

    placed: tuple[Placed, ...]
    skipped: int = 0
    beyond: int = 0


class InSight(NamedTuple):
    """The places of the columns that are drawn, and how many are out of sight on either side."""

    places: tuple[int, ...]
    skipped: int = 0
    beyond: int = 0


def in_sight(least: Sequence[int], name: int, width: int, skip: int) -> InSight:
    """Return which columns fit, that need so many cells at the `least`.

    Where not all of them do, the one at `name` stays with what stands before it, unless that
    is too much; of the others the first `skip` are left out, so that those after them are seen.
    """
    if sum(least) + GAP * (len(least) - 1) + 2 <= width:
        return InSight(tuple(range(len(least))))
    before = sum(least[: name + 1]) + GAP * name
    stays = range(name + 1) if before <= width // 2 else range(name, name + 1)
    moving = [place for place in range(len(least)) if place not in stays]
    skip = max(0, min(skip, len(moving) - 1))
    left = width - 2 - sum(least[place] + GAP for place in stays) + GAP
    shown: list[int] = []
    for place in moving[skip:]:
        left -= least[place] + GAP
        if left < 0 and shown:
            break
        shown.append(place)
    beyond = len(moving) - skip - len(shown)
    return InSight(tuple(sorted((*stays, *shown))), skip, beyond)
