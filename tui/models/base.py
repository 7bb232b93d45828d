"""What all response models share: frozen, lossless, lenient about what is new."""

from __future__ import annotations

from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict

Metadata: TypeAlias = dict[str, Any]
"""A key-value map of the user's own, nested to any depth."""

Timestamp: TypeAlias = str
"""ISO 8601 as it came, with or without a fraction; `tui.times.parse` reads it."""


class ApiObject(BaseModel):
    """A response object.

    Unknown fields are kept in `model_extra`, unknown enum values stay strings and times
    stay as they came, so `model_dump(exclude_unset=True)` gives back what was read.
    """

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    object: str | None = None
    id: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the object as the API sent it: unset fields absent, unknown ones kept."""
        return self.model_dump(exclude_unset=True)


class NamedObject(ApiObject):
    """An object with the fields that nearly every one of the API's has."""

    status: str | None = None
    name: str | None = None
    description: str | None = None
    metadata: Metadata | None = None
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None


class NamedPreview(NamedObject):
    """A preview that belongs to a provider and may be its default."""

    is_default: bool | None = None
    provider_id: str | None = None
