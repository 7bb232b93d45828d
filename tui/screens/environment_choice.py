"""Choosing the environment that a key speaks for, where it can speak for several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App

from tui.screens.choice import ChoiceScreen, Line
from tui.text import Display, clean

if TYPE_CHECKING:
    from tui.models.environment import Environment


async def choose_environment(app: App[Any], environments: Sequence[Environment]) -> str | None:
    """Return the ID of the environment to use, or None where none was chosen.

    Where there is only one, it is that one. The cursor is on one that is no production.
    """
    if len(environments) == 1:
        return environments[0].id
    lines = [Line(_columns(one), one.id) for one in environments]
    harmless = [number for number, one in enumerate(environments) if not one.is_production]
    screen = ChoiceScreen(
        "Which environment?",
        lines,
        chosen=harmless[0] if harmless else 0,
        note="Your key speaks for several. `environment` in a profile answers this for good.",
    )
    return await app.push_screen_wait(screen)


def _columns(environment: Environment) -> tuple[Display, ...]:
    kind = environment.type or "-"
    words = (
        environment.project or "-",
        environment.name or environment.slug or "-",
        kind.upper() if environment.is_production else kind,
        environment.id or "-",
    )
    return tuple(clean(word) for word in words)
