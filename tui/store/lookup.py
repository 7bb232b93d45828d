"""Finding objects by name: what pickers, filter completion and name resolution ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tui.resources import Kind
from tui.text import Display


@dataclass(frozen=True, slots=True)
class Choice:
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


class Lookup(Protocol):
    """Asks the API's lists for objects by name."""

    async def search(self, kind: Kind, text: str, **filters: str) -> tuple[Choice, ...]:
        """Return the first page of objects of `kind` that match `text`.

        `filters` are query parameters of that list, as `provider_id`.

        Raises:
            Forbidden, NotFound: This key may not read that list, so only IDs work.
            ApiError: The list could not be had this time.
        """
        ...

    async def name_of(self, kind: Kind, identifier: str) -> Choice | None:
        """Return the object of that ID, or None where it cannot be read.

        Raises:
            ApiError: It could not be had this time.
        """
        ...
