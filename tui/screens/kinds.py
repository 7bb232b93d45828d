"""Choosing which kind of objects to read."""

from __future__ import annotations

from typing import Any

from textual.app import App

from tui import resources
from tui.resources import Kind
from tui.screens.choice import ChoiceScreen, Line
from tui.text import Display


async def choose_kind(app: App[Any]) -> Kind | None:
    """Ask which kind of objects to read; return it, or None where none was chosen."""
    lines = [
        Line((Display(one.plural), Display(one.path or "")), one.kind)
        for one in resources.readable()
    ]
    return await app.push_screen_wait(ChoiceScreen("Browse", lines))
