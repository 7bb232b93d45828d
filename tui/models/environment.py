"""Who a key speaks for: the answer of `GET /instance`."""

from __future__ import annotations

from tui.models.base import NamedObject


class Project(NamedObject):
    """The project an environment belongs to."""

    slug: str | None = None


class Environment(NamedObject):
    """`instance`: the environment, which the API's header calls instance, of a key."""

    slug: str | None = None
    type: str | None = None
    organization_id: str | None = None
    project: Project | None = None

    @property
    def is_production(self) -> bool:
        """Whether writes here touch production."""
        return self.type == "production"
