"""What the filter line offers, with the names that the API's lists know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.errors import ApiError, Forbidden, NotFound, SavedFilterError
from tui.text import Display, clean, fold
from tui.widgets.completion_list import CompletionItem

if TYPE_CHECKING:
    from tui.screens.store_screen import StoreScreen
    from tui.store.lookup import Choice


class Completions:
    """Completes from what is known, and asks for what is not in the background."""

    def __init__(self, screen: StoreScreen) -> None:
        self._screen = screen
        self._names: dict[str, Sequence[Choice]] = {}
        self._refused: set[str] = set()

    def complete(self, text: str, cursor: int) -> tuple[int, int, Sequence[CompletionItem]]:
        """Return the span to replace and what may replace it."""
        # Imported here and below: the first paint does without it.
        from tui.store.filter import unreadable
        from tui.store.filter.complete import complete

        asked: list[str] = []

        def known(filter_key: str) -> Sequence[Choice]:
            asked.append(filter_key)
            return self._known(filter_key)

        found = complete(text, cursor, known, self._screen.clock())
        items = [CompletionItem(one.insert, one.label, one.note) for one in found.items]
        # Taking one of these changes nothing: it only says why no names are offered.
        typed = text[found.start : found.end]
        items += [
            CompletionItem(typed, unreadable(one), Display(""))
            for one in asked
            if one in self._refused
        ]
        return found.start, found.end, items

    def lines(self) -> Sequence[CompletionItem]:
        """Return the whole lines to put into an empty one: saved ones, then recent ones."""
        kept = self._screen.kept
        items = []
        try:
            for saved in kept.saved.all():
                name, note = clean(saved.name), clean(saved.text)
                items.append(CompletionItem(saved.text, name, note, line=True, name=saved.name))
        except SavedFilterError as error:
            items.append(CompletionItem("", clean(error), Display("")))
        known = {item.insert for item in items}
        recent = (line for line in kept.recent.lines if line not in known)
        items += [CompletionItem(one, clean(one), Display("recent"), line=True) for one in recent]
        return items

    def forget(self) -> None:
        """Ask for the names again: they were another key's."""
        self._names.clear()
        self._refused.clear()

    def _known(self, filter_key: str) -> Sequence[Choice]:
        if filter_key not in self._names:
            self._names[filter_key] = ()
            self._screen.run_worker(self._learn(filter_key), group="names")
        return self._names[filter_key]

    async def _learn(self, filter_key: str) -> None:
        from tui.resources import BY_FILTER_KEY

        resource = BY_FILTER_KEY[filter_key]
        if resource.path is None:
            return
        try:
            found = await self._screen.store.lookup.search(resource.kind, "")
        except (Forbidden, NotFound):
            self._refused.add(filter_key)
            self._screen.filter_bar.offer_again()
            return
        except ApiError:
            # Names are a help, not a need: an ID can be typed where a list cannot be read.
            return
        self._names[filter_key] = sorted(found, key=lambda choice: fold(choice.name))
        self._screen.filter_bar.offer_again()
