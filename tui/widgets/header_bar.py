"""The top line: where one is on the left, how far the list can be believed on the right."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.text import Display


class HeaderBar(Widget):
    """One line; the left part is cut before the right one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header-bar--name",
        "header-bar--warning",
        "header-bar--muted",
    }

    place: reactive[Display] = reactive(Display(""))
    """Project and environment."""
    marks: reactive[tuple[Display, ...]] = reactive(())
    """What must not be overlooked: PRODUCTION, READ-ONLY, DEMO."""
    facts: reactive[tuple[Display, ...]] = reactive(())
    """What the right side says, most important first; the last are dropped for want of room."""

    def render(self) -> Content:
        """Draw the line."""
        width = self.size.width
        name = self._styled(" metorial ", "header-bar--name")
        marks = [self._styled(f" {mark} ", "header-bar--warning") for mark in self.marks]
        left = Content(" ").join([name, *marks, Content(self.place)])
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
