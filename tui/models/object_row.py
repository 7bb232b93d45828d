"""The row of a list of any other kind of objects than instances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.models.columns import NOT_READ, is_time, metadata_key
from tui.models.outline_words import scalar
from tui.models.row import metadata_of
from tui.text import Display, clean

STATUS = "status"
_NOTHING = Display("")


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One line of the list; all of its text is safe to draw.

    Attributes:
        key: What the list knows the row by: the ID, or a place where it has none.
        id: The true ID, or None.
        status: The status's word; empty where it has none.
        columns: The columns that it was read for.
        cells: What stands in them, in their order.
    """

    key: str
    id: str | None
    status: Display
    columns: tuple[str, ...]
    cells: tuple[Display, ...]

    @classmethod
    def from_item(cls, item: object, columns: tuple[str, ...], fallback_key: str) -> ObjectRow:
        """Return the row of one item of a list's answer, whatever came."""
        value = item if isinstance(item, dict) else {}
        found = value.get("id")
        identifier = found if isinstance(found, str) and found else None
        return cls(
            key=identifier or fallback_key,
            id=identifier,
            status=_cell(value.get(STATUS)),
            columns=columns,
            cells=tuple(_column(value, name) for name in columns),
        )

    def cell(self, name: str) -> Display:
        """Return what stands in a column of that name."""
        return self.cells[self.columns.index(name)] if name in self.columns else NOT_READ


def _column(item: dict[str, Any], name: str) -> Display:
    key, value = metadata_key(name), item.get(name)
    if is_time(name):
        # As it came: its age is told when it is drawn.
        return clean(value, 40) if isinstance(value, str) else _NOTHING
    if key is None:
        return _cell(value)
    [(_, found)] = metadata_of(item, [key])
    return found or _NOTHING


def _cell(value: object) -> Display:
    if value is None or isinstance(value, (dict, list)):
        return _NOTHING
    return clean(scalar(value, own=False), 120)
