"""The table of what can be listed, and what each list is filtered by, for the guide."""

from __future__ import annotations

from tests.generated.marks import table
from tui.resources import RESOURCES, Resource


def kinds() -> str:
    """Return what each kind's list takes of the filter's words."""
    rows = [
        (f"`{one.plural.replace(' ', '-')}`", _taken(one))
        for one in RESOURCES
        if one.path is not None
    ]
    return table(("kind", "its filter takes `order` and"), rows)


def _taken(resource: Resource) -> str:
    if resource.kind == "integration_instance":
        return "all words"
    return ", ".join("free text" if one == "search" else f"`{one}`" for one in resource.filters)
