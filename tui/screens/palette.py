"""The palette's ways: to any object by ID or URL, to a kind's list, to a saved filter."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui import resources
from tui.errors import SavedFilterError
from tui.saved_filters import SavedFilter
from tui.screens.filtering import FilteringScreen
from tui.screens.object_screen import ObjectScreen
from tui.store.finding import target_in
from tui.text import clean


class Palette(CommandPalette):
    """Textual's palette, in which no key is too early."""

    def _action_command_list(self, action: str) -> None:
        # Before it is laid out the list has options without lines, and fails where it moves.
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)


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


class FilterProvider(Provider):
    """Offers the saved filters by their names."""

    _filters: Sequence[SavedFilter] | None = None

    async def _read(self, screen: FilteringScreen) -> Sequence[SavedFilter]:
        """Return them; they are read once for each time that the palette opens.

        Not in `startup`: a key that comes meanwhile would end that for good.
        """
        if self._filters is None:
            try:
                self._filters = await asyncio.to_thread(screen.kept.saved.all)
            except SavedFilterError:
                self._filters = ()  # The list of saved filters, which has room for it, says why.
        return self._filters

    async def search(self, query: str) -> Hits:
        """Offer those that match what was typed."""
        screen, matcher = self.screen, self.matcher(query)
        if not isinstance(screen, FilteringScreen):
            return
        for saved in await self._read(screen):
            title = f"filter: {clean(saved.name)}"
            if (score := matcher.match(title)) > 0:
                # Not by `highlight`, nor as a help text: both would read it as markup.
                shown = Content.assemble(title, (f"  {clean(saved.text)}", "$foreground 60%"))
                yield Hit(score, shown, partial(screen.apply_filter, saved), text=title)
