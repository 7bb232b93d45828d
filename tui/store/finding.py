"""Finds an object by nothing but its ID: what it is, is tried, the likeliest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from tui import resources
from tui.api.api import Api
from tui.errors import BadRequest, Forbidden, Gone, NotFound
from tui.resources import Kind
from tui.text import clean

_ID = re.compile(r"[A-Za-z]{2,8}_[0-9A-Za-z]{4,64}")


class Target(NamedTuple):
    """An ID to go to.

    Attributes:
        id: The ID.
        kind: What it is the ID of, where it stood in a URL that says so.
    """

    id: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An object that was found.

    Attributes:
        kind: What it is.
        document: Its JSON, as it came.
    """

    kind: Kind
    document: dict[str, Any]


def target_in(text: str) -> Target | None:
    """Return the ID that `text` is, or the last one in the URL that it is; None where none."""
    written = text.strip()
    if _ID.fullmatch(written):
        return Target(written)
    if "://" not in written or any(one.isspace() for one in written):
        return None
    try:
        parts = urlsplit(written)
    except ValueError:
        return None
    words = [unquote(one) for one in re.split(r"[/?&=#]", parts.path + "/" + parts.fragment)]
    for place in reversed(range(len(words))):
        if _ID.fullmatch(words[place]):
            return Target(words[place], resources.kind_called(words[place - 1]) if place else None)
    values = re.split(r"[&=]", parts.query)
    return next((Target(one) for one in reversed(values) if _ID.fullmatch(one)), None)


class Finder:
    """Tries the kinds one after the other, and learns what IDs begin with."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._learnt: dict[str, Kind] = {}

    def order(self, target: Target) -> tuple[Kind, ...]:
        """Return what to try, the likeliest first.

        That is what the URL said, what the ID's prefix hints at, an instance, and then
        all other kinds as the table has them.
        """
        prefix = _prefix(target.id)
        hinted = [one.kind for one in resources.RESOURCES if one.prefix == prefix]
        likely = (target.kind, self._learnt.get(prefix), *hinted)
        served = [one.kind for one in resources.RESOURCES if one.path is not None]
        return tuple(dict.fromkeys(one for one in (*likely, *served) if one in served))

    async def find(self, target: Target) -> Found:
        """Return the object of that ID.

        Raises:
            NotFound: None of the kinds that this key may read has it.
            ApiError: It could not be asked for this time.
        """
        tried, hidden = [], []
        for kind in self.order(target):
            try:
                document = await self._api.get(kind, target.id)
            except Forbidden:
                hidden.append(resources.BY_KIND[kind].plural)
            except (NotFound, Gone, BadRequest):
                tried.append(resources.BY_KIND[kind].title)
            else:
                self._learnt[_prefix(target.id)] = kind
                return Found(kind, document)
        said = f"Nothing has the ID {clean(target.id, 80)}: {len(tried)} kinds were tried"
        if hidden:
            said += f"; this key may not read {', '.join(hidden)}"
        raise NotFound(said, status=404)


def _prefix(identifier: str) -> str:
    return identifier.partition("_")[0] + "_"
