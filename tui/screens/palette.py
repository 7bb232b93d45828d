"""Goes to any object whose ID, or URL, is typed into the command palette, or to a kind's list."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui import resources
from tui.screens.object_screen import ObjectScreen
from tui.store.finding import target_in
from tui.text import clean


class PlaceProvider(Provider):
    """Offers the object whose ID was typed, and the kinds that match what was."""

    async def discover(self) -> Hits:
        """Say that an ID can be pasted here."""
        yield DiscoveryHit(
            Content("Paste any ID to go there"), lambda: None, help="int_..., pcf_..., or a URL"
        )

    async def search(self, query: str) -> Hits:
        """Offer the ID, where the query is one or is a URL that has one; and kinds to read."""
        screen, target = self.screen, target_in(query)
        if not isinstance(screen, ObjectScreen) or screen.connected is None:
            return
        if target is not None:
            shown = Content(f"Go to {clean(target.id)}")
            yield Hit(1.0, shown, partial(screen.jump, query), text=query.strip())
        matcher = self.matcher(query)
        for resource in resources.readable():
            title = f"browse {resource.plural}"
            if (score := matcher.match(title)) > 0:
                yield Hit(
                    score,
                    matcher.highlight(title),
                    partial(screen.browse, resource.kind),
                    help=f"Read the {resource.plural}.",
                )
