"""Finds objects by name through the API's lists, and remembers what it was told."""

from __future__ import annotations

from collections.abc import Mapping

from tui.api.api import Api
from tui.errors import Forbidden, NotFound
from tui.resources import Kind
from tui.store.lookup import Choice, Choices
from tui.store.recent import Recent
from tui.text import Display, clean

_PAGE = "50"
_REMEMBERED = 256


class ApiLookup:
    """The `Lookup` that asks the API; answers are remembered until `forget`."""

    def __init__(self, api: Api, recent: Recent | None = None) -> None:
        self._api = api
        self._recent = recent or Recent()
        self._found: dict[tuple[str, ...], Choices] = {}

    async def search(self, kind: Kind, text: str, **filters: str) -> tuple[Choice, ...]:
        """Return the first page of objects of `kind` that match `text`.

        Raises:
            Forbidden, NotFound: This key may not read that list.
            ApiError: The list could not be had this time.
        """
        return (await self.page(kind, text, **filters)).items

    async def page(self, kind: Kind, text: str, after: str = "", **filters: str) -> Choices:
        """Return a page of objects of `kind` that match `text`, from behind the ID `after`.

        Raises:
            Forbidden, NotFound: This key may not read that list.
            ApiError: The list could not be had this time.
        """
        params = [("limit", _PAGE), ("order", "desc")]
        if text:
            params.append(("search", text))
        if after:
            params.append(("after", after))
        params.extend(sorted(filters.items()))
        asked = (kind, *(part for pair in params for part in pair))
        if asked not in self._found:
            page = await self._api.list(kind, params)
            choices = tuple(choice for item in page.items if (choice := choice_of(item)))
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            more = page.has_more_after and page.last_id != after
            self._found[asked] = Choices(choices, page.last_id if more else None)
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

    def recent(self, kind: Kind, **filters: str) -> tuple[Choice, ...]:
        """Return what was picked of that list lately, the latest first."""
        return self._recent.of(_list_name(kind, filters))

    def picked(self, kind: Kind, choice: Choice, **filters: str) -> None:
        """Remember that `choice` was picked of that list."""
        self._recent.add(_list_name(kind, filters), choice)

    def forget(self) -> None:
        """Ask anew from now on."""
        self._found.clear()


def _list_name(kind: Kind, filters: Mapping[str, str]) -> str:
    return " ".join([kind, *(f"{name}={value}" for name, value in sorted(filters.items()))])


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
