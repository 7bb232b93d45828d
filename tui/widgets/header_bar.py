"""The top line: where one is on the left, how far the list can be believed on the right."""

from __future__ import annotations

from typing import ClassVar, get_args

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.profile import DEFAULT, Colour, Profile
from tui.text import Display, clean

_LABEL = 24
"""Characters of a profile's label that are shown."""


class HeaderBar(Widget):
    """One line; the left part is cut before the right one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header-bar--name",
        "header-bar--warning",
        "header-bar--muted",
        "header-bar--profile",
        *(f"header-bar--{colour}" for colour in get_args(Colour)),
    }

    profile: reactive[tuple[Display, Colour | None] | None] = reactive(None)
    """The profile's label and what it is drawn on; None for the one that needs no name."""
    place: reactive[Display] = reactive(Display(""))
    """Project and environment."""
    marks: reactive[tuple[Display, ...]] = reactive(())
    """What must not be overlooked: PRODUCTION, READ-ONLY, DEMO."""
    facts: reactive[tuple[Display, ...]] = reactive(())
    """What the right side says, most important first; the last are dropped for want of room."""

    def show_profile(self, profile: Profile) -> None:
        """Say which profile is in use."""
        plain = profile.name == DEFAULT and not (profile.label or profile.colour)
        self.profile = None if plain else (clean(profile.title, _LABEL), profile.colour)

    def render(self) -> Content:
        """Draw the line."""
        width = self.size.width
        parts = [self._styled(" metorial ", "header-bar--name")]
        parts += [self._styled(f" {mark} ", "header-bar--warning") for mark in self.marks]
        if self.profile is not None:
            label, colour = self.profile
            parts.append(self._styled(f" {label} ", f"header-bar--{colour or 'profile'}"))
        left = Content(" ").join([*parts, Content(self.place)])
        facts = list(self.facts)
        while len(facts) > 1 and left.cell_length + _width(facts) + 3 > width:
            facts.pop()
        right = self._styled(" · ".join(facts) + " ", "header-bar--muted")
        room = max(0, width - right.cell_length - 1)
        left = left.truncate(room, ellipsis=True, pad=True)
        return Content.assemble(left, " ", right).truncate(width)

    def _styled(self, text: str, component: str) -> Content:
        return Content.styled(text, self.get_visual_style(component))


def _width(facts: list[Display]) -> int:
    return cell_len(" · ".join(facts))
