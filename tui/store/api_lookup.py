"""Finds objects by name through the API's lists, and remembers what it was told."""

from __future__ import annotations

from tui.api.api import Api
from tui.errors import Forbidden, NotFound
from tui.resources import Kind
from tui.store.lookup import Choice
from tui.text import Display, clean

_PAGE = "50"
_REMEMBERED = 256


class ApiLookup:
    """The `Lookup` that asks the API; answers are remembered until `forget`."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._found: dict[tuple[str, ...], tuple[Choice, ...]] = {}

    async def search(self, kind: Kind, text: str, **filters: str) -> tuple[Choice, ...]:
        """Return the first page of objects of `kind` that match `text`.

        Raises:
            Forbidden, NotFound: This key may not read that list.
            ApiError: The list could not be had this time.
        """
        params = [("limit", _PAGE), ("order", "desc")]
        if text:
            params.append(("search", text))
        params.extend(sorted(filters.items()))
        asked = (kind, *(part for pair in params for part in pair))
        if asked not in self._found:
            page = await self._api.list(kind, params)
            choices = tuple(choice for item in page.items if (choice := choice_of(item)))
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[asked] = choices
        return self._found[asked]

    async def name_of(self, kind: Kind, identifier: str) -> Choice | None:
        """Return the object of that ID, or None where this key cannot read it.

        Raises:
            ApiError: It could not be had this time.
        """
        try:
            return choice_of(await self._api.get(kind, identifier))
        except (Forbidden, NotFound):
            return None

    def forget(self) -> None:
        """Ask anew from now on."""
        self._found.clear()


def choice_of(item: object) -> Choice | None:
    """Return an item of a list as a choice, or None where it has no ID."""
    if not isinstance(item, dict):
        return None
    identifier = item.get("id")
    if not isinstance(identifier, str) or not identifier:
        return None
    provider = item.get("provider")
    inner = _shown(provider, "name") if isinstance(provider, dict) else None
    return Choice(
        id=identifier,
        name=_shown(item, "name") or inner or clean(identifier),
        slug=_shown(item, "slug"),
        status=_shown(item, "status"),
        note=_shown(item, "description"),
    )


def _shown(item: dict[str, object], field: str) -> Display | None:
    value = item.get(field)
    return clean(value) if isinstance(value, str) and value else None
