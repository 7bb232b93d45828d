"""What of a filter line the list of another kind than instances takes."""

from __future__ import annotations

from collections.abc import Iterator

from tui.resources import BY_KIND, Kind, Resource
from tui.store.filter.parse import Filter, Problem
from tui.text import Display


def untaken(filter: Filter, kind: Kind) -> Iterator[Problem]:
    """Yield what the list of a kind does not take: the API would ignore it, and list too much."""
    resource = BY_KIND[kind]
    for token in filter.tokens:
        if not resource.takes(token.key or "search"):
            yield Problem(token.start, token.end, _words(token.key, resource))


def _words(key: str | None, resource: Resource) -> Display:
    what = f"filtered by {key}" if key else "searched"
    taken = ", ".join((*resource.filters, "order")).replace("search", "free text")
    return Display(f"{resource.plural} cannot be {what}; their list takes {taken}")
