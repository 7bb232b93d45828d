"""How many cells the columns of the instance list have, and which of them fit."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui.models.columns import Column, column
from tui.widgets.column_layout import GAP, Layout, Placed, in_sight

_STATUS = len("● archived")
_TIME = len("Updated ▼")

_WORDS_FROM = 58
_LEAST_NAME = 12
_LEAST = {"providers": 10, "updated": _TIME, "created": _TIME}
_OTHER = 20
_MOST_PROVIDERS, _MOST_KEY = 48, 24


def lay_out(names: Sequence[str], width: int, skip: int = 0) -> Layout:
    """Return the columns that a list of that width draws, the first `skip` that scroll left out."""
    columns = [column(name) for name in names]
    least = [_least(one, width) for one in columns]
    places, skipped, beyond = in_sight(least, names.index("name"), width, skip)
    placed = [Placed(columns[place], least[place]) for place in places]
    return Layout(_grown(placed, width), skipped, beyond)


def _least(one: Column, width: int) -> int:
    if one.name == "status":
        return _STATUS if width >= _WORDS_FROM else 1
    if one.name == "name":
        return _LEAST_NAME
    if one.metadata_key is not None:
        return max(8, min(cell_len(one.title) + GAP, _OTHER))
    return _LEAST.get(one.name, _OTHER)


def _most(one: Column) -> int:
    """Return the cells that a column grows to; 0 for one that does not grow."""
    return _MOST_PROVIDERS if one.name == "providers" else _MOST_KEY if one.metadata_key else 0


def _grown(placed: Sequence[Placed], width: int) -> tuple[Placed, ...]:
    """Return the columns over the whole width: those with words share it, the name has most."""
    growing = sum(bool(_most(one)) for one, _ in placed)
    fixed = sum(size for one, size in placed if not _most(one) and one.name != "name")
    left = width - 2 - GAP * (len(placed) - 1) - fixed
    share = left * 2 // (3 + 2 * growing)
    sizes = {one.name: min(max(size, share), _most(one)) for one, size in placed if _most(one)}
    sizes["name"] = max(1, left - sum(sizes.values()))
    return tuple(Placed(one, sizes.get(one.name, size)) for one, size in placed)
