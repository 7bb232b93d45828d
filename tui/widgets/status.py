"""Statuses as a shape and a word, with a style: never colour alone."""

from __future__ import annotations

from typing import NamedTuple


class StatusLook(NamedTuple):
    """How a status is drawn beside its word.

    Attributes:
        shape: One character, one cell wide.
        component: The component class that colours shape and word.
    """

    shape: str
    component: str


# The shapes are in WGL4, so that nearly every terminal's font has them.
LOOKS: dict[str, StatusLook] = {
    "active": StatusLook("●", "status--active"),
    "draft": StatusLook("○", "status--draft"),
    "archived": StatusLook("□", "status--archived"),
    "deleted": StatusLook("\N{MULTIPLICATION SIGN}", "status--deleted"),
    "unreadable": StatusLook("!", "status--deleted"),
}
OTHER = StatusLook("?", "status--other")
"""A status that this client does not know: its word is shown as it came."""

STATUS_CLASSES = frozenset({*(look.component for look in LOOKS.values()), OTHER.component})
"""The component classes that a widget which draws statuses has among its own."""


def look_of(status: str) -> StatusLook:
    """Return how `status` is drawn."""
    return LOOKS.get(status, OTHER)
