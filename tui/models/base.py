"""What all response models share: frozen, lossless, lenient about what is new."""

from __future__ import annotations

from typing import Annotated, Any, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, PrivateAttr, Strict

Metadata: TypeAlias = dict[str, Any]
"""A key-value map of the user's own, nested to any depth."""

Timestamp: TypeAlias = str
"""ISO 8601 as it came, with or without a fraction; `tui.times.parse` reads it."""

Flag: TypeAlias = Annotated[bool, Strict()]
"""True or false and nothing that only looks like it, so that what came is kept."""


class ApiObject(BaseModel):
    """A response object.

    Unknown fields are kept in `model_extra`, unknown enum values stay strings and times
    stay as they came, so `as_json` gives back what was read.
    """

    model_config = ConfigDict(
        extra="allow", frozen=True, defer_build=True, hide_input_in_errors=True
    )

    object: str | None = None
    id: str | None = None
    _request_id: str | None = PrivateAttr(default=None)

    @property
    def request_id(self) -> str | None:
        """The `metorial-req-id` of the answer that it is; None where it came within another."""
        return self._request_id

    def answered_in(self, request_id: str | None) -> Self:
        """Return it with the request ID of the answer that it is."""
        self._request_id = request_id
        return self

    def as_json(self) -> dict[str, Any]:
        """Return the object as the API sent it: unset fields absent, unknown ones kept.

        Secrets stay wrapped, so that none is drawn or written by accident.
        """
        return {
            name: with_lists(value) for name, value in self.model_dump(exclude_unset=True).items()
        }


def with_lists(value: Any) -> Any:
    """Return `value` with JSON's lists where models hold tuples.

    Pydantic's own JSON mode would do it too, but alters what it cannot write: it makes
    null of a number that is too large and mangles keys with lone surrogates.
    """
    if isinstance(value, dict):
        return {key: with_lists(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [with_lists(one) for one in value]
    return value


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

    is_default: Flag | None = None
    provider_id: str | None = None
