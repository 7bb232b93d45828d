"""Choosing one of the objects that an instance uses."""

from __future__ import annotations

from typing import Any

from textual.app import App

from tui.models.outline import Node
from tui.models.reference import Reference, references_in
from tui.resources import BY_KIND
from tui.screens.choice import ChoiceScreen, Line
from tui.text import Display, clean


async def choose_reference(app: App[Any], root: Node, title: str) -> Reference | None:
    """Ask, under `title`, for one of the objects that an instance uses; None: none was chosen."""
    lines = [Line(_columns(one), one) for one in references_in(root)]
    if not lines:
        app.notify("This instance names nothing that others could use, too.", markup=False)
        return None
    return await app.push_screen_wait(ChoiceScreen(title, lines))


def _columns(reference: Reference) -> tuple[Display, ...]:
    named = reference.name != reference.id
    identifier = clean(reference.id, 80) if named else Display("")
    return (Display(BY_KIND[reference.kind].title), reference.name, identifier)
