"""From a draft as it was kept to a form's draft, on what the form would begin with now."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DraftT = TypeVar("DraftT", bound="DataclassInstance")


def as_values(draft: DataclassInstance) -> dict[str, Any]:
    """Return a draft as JSON, by its fields."""
    return asdict(draft)


def restored(fresh: DraftT, values: object, before: object) -> DraftT:
    """Return `fresh` with the fields that were typed into, as they were kept.

    A field that still stood as it did `before` is as it is now: what others changed
    meanwhile is not undone by what nobody typed.

    Raises:
        ValueError: It is no draft of that form.
    """
    # Imported here: the first screen keeps drafts, and waits for no validation.
    from pydantic import TypeAdapter

    adapter = TypeAdapter(type(fresh))
    typed, was = adapter.validate_python(values), adapter.validate_python(before)
    changed = {
        one.name: getattr(typed, one.name)
        for one in fields(fresh)
        if getattr(typed, one.name) != getattr(was, one.name)
    }
    return replace(fresh, **changed)
