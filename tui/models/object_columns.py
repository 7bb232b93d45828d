"""The columns that lists of other objects than instances can have, by their kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from tui.models.columns import METADATA, Column, checked, is_time, metadata_key
from tui.resources import BY_KIND, Kind, readable
from tui.text import Display, clean
from tui.times import parse

if TYPE_CHECKING:
    from tui.models.object_row import ObjectRow

_ANY = ("description", "created_at", "updated_at")
"""Fields that objects of any kind have."""


def names_of(kind: Kind) -> tuple[str, ...]:
    """Return all columns of a kind but those of the metadata, the usual ones first."""
    resource = BY_KIND[kind]
    return tuple(dict.fromkeys((*resource.columns, *resource.more_columns, *_ANY)))


@lru_cache(maxsize=256)
def column_of(kind: Kind, name: str) -> Column:
    """Return the column of that name: one of `names_of`, or `metadata.` and a key.

    Raises:
        ValueError: There is none; the message says which there are.
    """
    if (key := metadata_key(name)) is not None:
        return Column(name, clean(key), _cell(name), name, key)
    if name not in (names := names_of(kind)):
        raise ValueError(f"must be one of {', '.join(names)} or {METADATA}KEY")
    value = _time(name) if is_time(name) else _cell(name)
    return Column(name, _title(name), value, name)


def checked_of_kinds(value: object) -> dict[Kind, tuple[str, ...]]:
    """Return the columns that a file names for each kind of objects.

    Raises:
        ValueError: They are none; the message says what they must be.
    """
    kinds: dict[str, Kind] = {one.kind: one.kind for one in readable()}
    if not isinstance(value, dict) or not kinds.keys() >= value.keys():
        raise ValueError(f"must be columns for each of some kinds: {', '.join(kinds)}")
    return {
        kinds[name]: checked(columns, partial(column_of, kinds[name]))
        for name, columns in value.items()
    }


def _title(name: str) -> Display:
    # Imported here: settings read what a file names before there is a list.
    from tui.models.outline_words import field_label

    label = field_label(name)
    return Display("ID" if name == "id" else label[:1].upper() + label[1:])


def _cell(name: str) -> Callable[[ObjectRow], Display]:
    return lambda row: row.cell(name)


def _time(name: str) -> Callable[[ObjectRow], datetime | None]:
    return lambda row: parse(row.cell(name))
