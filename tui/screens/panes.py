"""Which panes are on screen, by its width and what the user wants to see."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Pane: TypeAlias = Literal["list", "tree", "inspector"]
PANES: tuple[Pane, ...] = get_args(Pane)

WIDE = 100
"""Columns from which list and detail stand side by side."""
THREE = 160
"""Columns from which the panes are three columns."""


def shown_panes(width: int, current: Pane, zoomed: bool, inspector: bool) -> set[Pane]:
    """Return the panes to show: one at a time on a narrow screen or when zoomed."""
    if zoomed or width < WIDE:
        return {current}
    return set(PANES) if inspector else {"list", "tree"}
