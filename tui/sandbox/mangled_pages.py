"""Pages of a list that do not follow from one another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from tui.sandbox.answers import json_answer

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

    from tui.sandbox.errors import Json

_CHANGED = " (changed meanwhile)"
_PLACES = frozenset({"after", "before", "cursor"})


def first_page(scope: Scope) -> Scope:
    """Return the request as it would ask for the list's first page."""
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    kept = [(name, value) for name, value in query if name not in _PLACES]
    return {**scope, "query_string": urlencode(kept).encode("latin-1")}


def mangled(kind: str, page: Json) -> Response:
    """Return a list's page as `kind` has it; what is no list is left as it is.

    Args:
        kind: `changed_items`: all names are others; `repeated_page`: as it is, and there is
            more; `missing_page`: no items, and there is more.
        page: The true answer.
    """
    items = page.get("items")
    if not isinstance(items, list):
        return json_answer(page)
    if kind == "changed_items":
        changed = [{**item, "name": f"{item.get('name')}{_CHANGED}"} for item in items]
        return json_answer({**page, "items": changed})
    more = {**page.get("pagination", {}), "has_more_after": True}
    return json_answer(
        {**page, "items": [] if kind == "missing_page" else items, "pagination": more}
    )
