"""Asking what objects are called of which only the IDs came."""

from __future__ import annotations

from collections.abc import Sequence

from tui.errors import ApiError
from tui.models.reference import Reference
from tui.store.lookup import Lookup
from tui.text import Display

_MOST = 20
"""Objects that are asked for at the most, one after the other: names are worth no more."""


async def names_of(lookup: Lookup, objects: Sequence[Reference]) -> dict[str, Display]:
    """Return the objects' names by their IDs, as far as they can be had: an ID is a name, too."""
    names: dict[str, Display] = {}
    for one in objects[:_MOST]:
        try:
            choice = await lookup.name_of(one.kind, one.id)
        except ApiError:
            break
        if choice is not None:
            names[one.id] = choice.name
    return names
