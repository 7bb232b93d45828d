"""How many cells the columns of the instance list have, and which of them fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len

from tui.models.columns import Column, column

_STATUS = len("● archived")
_TIME = len("Updated ▼")
_GAP = 2
"""Blanks between two columns; at either edge stands one."""

_WORDS_FROM = 58
_LEAST_NAME = 12
_LEAST = {"providers": 10, "updated": _TIME, "created": _TIME}
_OTHER = 20
_MOST_PROVIDERS, _MOST_KEY = 48, 24


class Placed(NamedTuple):
    """A column and the cells that it has."""

    column: Column
    size: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that are drawn, from the left.

    Attributes:
        placed: The columns, with their cells.
        skipped: How many do not fit and are to the left of what can be scrolled.
        beyond: How many do not fit and are to the right.
    """

    placed: tuple[Placed, ...]
    skipped: int = 0
    beyond: int = 0


def lay_out(names: Sequence[str], width: int, skip: int = 0) -> Layout:
    """Return the columns that a list of that width draws.

    Where not all of them fit, the name stays with what stands before it, unless that is too
    much; of the others the first `skip` are left out, so that those after them are seen.
    """
    columns = [column(name) for name in names]
    least = [_least(one, width) for one in columns]
    if sum(least) + _GAP * (len(least) - 1) + 2 <= width:
        return Layout(_grown(list(map(Placed, columns, least)), width))
    at = names.index("name")
    stays = range(at + 1) if sum(least[: at + 1]) + _GAP * at <= width // 2 else range(at, at + 1)
    moving = [place for place in range(len(columns)) if place not in stays]
    skip = max(0, min(skip, len(moving) - 1))
    left = width - 2 - sum(least[place] + _GAP for place in stays) + _GAP
    shown: list[int] = []
    for place in moving[skip:]:
        left -= least[place] + _GAP
        if left < 0 and shown:
            break
        shown.append(place)
    beyond = len(moving) - skip - len(shown)
    drawn = sorted((*stays, *shown))
    return Layout(_grown([Placed(columns[at], least[at]) for at in drawn], width), skip, beyond)


def _least(one: Column, width: int) -> int:
    if one.name == "status":
        return _STATUS if width >= _WORDS_FROM else 1
    if one.name == "name":
        return _LEAST_NAME
    if one.metadata_key is not None:
        return max(8, min(cell_len(one.title) + _GAP, _OTHER))
    return _LEAST.get(one.name, _OTHER)


def _most(one: Column) -> int:
    """Return the cells that a column grows to; 0 for one that does not grow."""
    return _MOST_PROVIDERS if one.name == "providers" else _MOST_KEY if one.metadata_key else 0


def _grown(placed: Sequence[Placed], width: int) -> tuple[Placed, ...]:
    """Return the columns over the whole width: those with words share it, the name has most."""
    growing = sum(bool(_most(one)) for one, _ in placed)
    fixed = sum(size for one, size in placed if not _most(one) and one.name != "name")
    left = width - 2 - _GAP * (len(placed) - 1) - fixed
    share = left * 2 // (3 + 2 * growing)
    sizes = {one.name: min(max(size, share), _most(one)) for one, size in placed if _most(one)}
    sizes["name"] = max(1, left - sum(sizes.values()))
    return tuple(Placed(one, sizes.get(one.name, size)) for one, size in placed)
