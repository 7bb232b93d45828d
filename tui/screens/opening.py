"""Whether a screen is about to open a dialog, so that keys typed ahead open no second one."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def is_opening(screen: Screen[Any]) -> bool:
    """Return whether an action of `screen` itself is at a dialog, not one that lies under it."""
    return any(
        one.group == "dialog" and one.node is screen and not one.is_finished
        for one in screen.workers
    )
