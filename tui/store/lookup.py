"""Finding objects by name: what pickers, filter completion and name resolution ask."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from tui.resources import Kind
from tui.text import Display


class Choice(NamedTuple):
    """An object that can be picked.

    Attributes:
        id: Its true ID, as it is sent.
        name: Its name, or its ID where it has none, safe to draw.
        slug: Its slug where it has one.
        status: Its status where it has one.
        note: What else tells it from others (description, provider), safe to draw.
    """

    id: str
    name: Display
    slug: Display | None = None
    status: Display | None = None
    note: Display | None = None


class Choices(NamedTuple):
    """One page of what can be picked.

    Attributes:
        items: The choices, in the list's order.
        after: The ID that the next page comes after; None where this is the last.
    """

    items: tuple[Choice, ...]
    after: str | None = None


class Searcher(Protocol):
    """Asks the API's lists for objects by name."""

    async def search(self, kind: Kind, text: str, **filters: str) -> tuple[Choice, ...]:
        """Return the first page of objects of `kind` that match `text`.

        `filters` are query parameters of that list, as `provider_id`.

        Raises:
            Forbidden, NotFound: This key may not read that list, so only IDs work.
            ApiError: The list could not be had this time.
        """
        ...


class Lookup(Searcher, Protocol):
    """What picking takes: lists page by page, objects by ID, and what was picked lately."""

    async def page(self, kind: Kind, text: str, after: str = "", **filters: str) -> Choices:
        """Return a page of objects of `kind` that match `text`, from behind the ID `after`.

        Raises:
            As `search`.
        """
        ...

    async def name_of(self, kind: Kind, identifier: str) -> Choice | None:
        """Return the object of that ID, or None where it cannot be read.

        Raises:
            ApiError: It could not be had this time.
        """
        ...

    def recent(self, kind: Kind, **filters: str) -> tuple[Choice, ...]:
        """Return what was picked of that list lately, the latest first."""
        ...

    def picked(self, kind: Kind, choice: Choice, **filters: str) -> None:
        """Remember that `choice` was picked of that list."""
        ...
