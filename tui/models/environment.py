"""Who a key speaks for: the answer of `GET /instance`."""

from __future__ import annotations

from typing import NamedTuple


class Environment(NamedTuple):
    """The environment, which the API's header calls instance, of a key.

    Read by hand and leniently, as the first screen waits for it: what is no text is None.

    Attributes:
        id: Its ID.
        name: Its name.
        type: `production`, `development` or what else there may be.
        slug: What it is called in addresses.
        project: The name of the project that it belongs to.
    """

    id: str | None = None
    name: str | None = None
    type: str | None = None
    slug: str | None = None
    project: str | None = None

    @classmethod
    def from_json(cls, value: object) -> Environment:
        """Return the environment that an answer speaks of, as far as it does."""
        project = value.get("project") if isinstance(value, dict) else None
        return cls(
            id=_text(value, "id"),
            name=_text(value, "name"),
            type=_text(value, "type"),
            slug=_text(value, "slug"),
            project=_text(project, "name"),
        )

    @property
    def is_production(self) -> bool:
        """Whether writes here touch production."""
        return self.type == "production"


def _text(value: object, field: str) -> str | None:
    found = value.get(field) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None
