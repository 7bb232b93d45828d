"""The row of a list of any other kind of objects than instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.models.outline_words import scalar
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
        cells: What stands in the columns, in their order.
    """

    key: str
    id: str | None
    status: Display
    cells: tuple[Display, ...]

    @classmethod
    def from_item(cls, item: object, columns: Sequence[str], fallback_key: str) -> ObjectRow:
        """Return the row of one item of a list's answer, whatever came."""
        value = item if isinstance(item, dict) else {}
        found = value.get("id")
        identifier = found if isinstance(found, str) and found else None
        return cls(
            key=identifier or fallback_key,
            id=identifier,
            status=_cell(value.get(STATUS)),
            cells=tuple(_cell(value.get(column)) for column in columns),
        )


def _cell(value: object) -> Display:
    if value is None or isinstance(value, (dict, list)):
        return _NOTHING
    return clean(scalar(value, own=False), 120)
