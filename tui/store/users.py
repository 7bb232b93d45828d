"""How many instances use an object: asked for once, and honest about what was not counted."""

from __future__ import annotations

from dataclasses import dataclass

from tui.api.api import Api
from tui.models.query import ListQuery
from tui.resources import BY_KIND, Kind
from tui.text import Display

COUNTED = 20
"""Instances that are counted at the most: they come whole, and one only wants to know how far
a change would reach."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How many instances use something.

    Attributes:
        count: As many as were counted.
        has_more: Whether there are more than that.
    """

    count: int
    has_more: bool

    @property
    def words(self) -> Display:
        """The number as people say it: `20+ instances`."""
        if not self.count and not self.has_more:
            return Display("no instance")
        number = f"{self.count}+" if self.has_more else f"{self.count}"
        return Display(f"{number} instance{'' if number == '1' else 's'}")


class Users:
    """Counts instances by what they use, and remembers it until `forget`."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: dict[tuple[Kind, str], Usage] = {}

    def known(self, kind: Kind, identifier: str) -> Usage | None:
        """Return what was counted before, or None."""
        return self._known.get((kind, identifier))

    async def count(self, kind: Kind, identifier: str) -> Usage:
        """Count the instances that use the object, those that are archived left out.

        Raises:
            ApiError: They could not be asked for.
        """
        parameter = BY_KIND[kind].parameter
        assert parameter is not None, "the list can be asked for what uses it"
        query = ListQuery(limit=COUNTED, **{parameter: (identifier,)})  # type: ignore[arg-type]  # the table's parameters all take IDs
        page = await self._api.list_instances(query)
        usage = Usage(len(page.items), page.has_more_after)
        self._known[kind, identifier] = usage
        return usage

    def forget(self) -> None:
        """Count anew from now on."""
        self._known.clear()
