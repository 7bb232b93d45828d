"""Goes to any object whose ID, or URL, is pasted into the command palette."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.screens.object_screen import ObjectScreen
from tui.text import clean


class IdProvider(Provider):
    """Offers to open the object whose ID was typed."""

    async def discover(self) -> Hits:
        """Say that an ID can be pasted here."""
        yield DiscoveryHit(
            Content("Paste any ID to go there"), lambda: None, help="int_..., pcf_..., or a URL"
        )

    async def search(self, query: str) -> Hits:
        """Offer the ID, where the query is one or is a URL that has one."""
        from tui.store.finding import target_in

        screen, target = self.screen, target_in(query)
        if isinstance(screen, ObjectScreen) and target is not None:
            shown = Content(f"Go to {clean(target.id)}")
            yield Hit(1.0, shown, partial(screen.jump, query), text=query.strip())
