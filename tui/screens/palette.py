"""Goes to any instance whose ID is pasted into the command palette."""

from __future__ import annotations

import re
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.screens.main import MainScreen
from tui.text import clean

_ID = re.compile(r"[A-Za-z]{2,8}_[0-9A-Za-z]{4,64}")


class InstanceIdProvider(Provider):
    """Offers to open the instance whose ID was typed."""

    async def discover(self) -> Hits:
        """Say that an ID can be pasted here."""
        yield DiscoveryHit(
            Content("Paste an instance's ID to go there"), lambda: None, help="int_..."
        )

    async def search(self, query: str) -> Hits:
        """Offer the ID, where the query is one."""
        screen = self.screen
        written = query.strip()
        if isinstance(screen, MainScreen) and _ID.fullmatch(written):
            shown = Content(f"Go to {clean(written)}")
            yield Hit(1.0, shown, partial(screen.go_to, written), text=written)
