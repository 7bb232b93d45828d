"""Checks request bodies field by field, and names every fault with its path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from tui.sandbox.errors import Faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.sandbox.errors import Json, PathItem

Kind = Literal["string", "object", "boolean", "array", "tool_filters"]
Path = tuple["PathItem", ...]


@dataclass(frozen=True)
class Field:
    """What one field of a body may hold."""

    name: str
    kind: Kind
    required: bool = False
    nullable: bool = False


TEXTS: Final = (
    Field("name", "string"),
    Field("description", "string"),
    Field("metadata", "object"),
)
CREATE: Final = (
    Field("integration_id", "string", required=True),
    Field("name", "string", required=True),
    *TEXTS[1:],
    Field("identity_actor_id", "string"),
    Field("identity_id", "string"),
    Field("providers", "array"),
)
UPDATE: Final = (
    Field("name", "string"),
    Field("description", "string", nullable=True),
    Field("metadata", "object", nullable=True),
    Field("identity_actor_id", "string", nullable=True),
    Field("identity_id", "string", nullable=True),
    Field("providers", "array"),
)
PROVIDER_CHOICES: Final = (
    Field("provider_config_id", "string", nullable=True),
    Field("provider_auth_config_id", "string", nullable=True),
    Field("tool_filters", "tool_filters", nullable=True),
    Field("is_override_tool_filter", "boolean"),
)
PROVIDER: Final = (Field("provider_id", "string", required=True), *PROVIDER_CHOICES)
SET_PROVIDER: Final = (Field("provider_deployment_id", "string"), *PROVIDER_CHOICES)

_FILTER_FIELD: Final[dict[str, tuple[str, Literal["string", "array"]]]] = {
    "tool_keys": ("keys", "array"),
    "tool_regex": ("pattern", "string"),
    "resource_regex": ("pattern", "string"),
    "resource_uris": ("uris", "array"),
    "prompt_keys": ("keys", "array"),
    "prompt_regex": ("pattern", "string"),
}


def read_body(body: object, fields: tuple[Field, ...]) -> Json:
    """Check a body and return its known fields, or refuse it with every fault there is.

    Names and descriptions are trimmed; a blank description is null, a blank name is a fault.
    """
    faults = Faults("body")
    known = _read_object(body, fields, (), faults)
    for index, row in enumerate(known.get("providers") or ()):
        known["providers"][index] = _read_object(row, PROVIDER, ("providers", index), faults)
    if isinstance(known.get("name"), str):
        known["name"] = known["name"].strip()
        if not known["name"]:
            faults.add("too_short", "Must not be blank", ("name",), expected="a non-blank string")
    if isinstance(known.get("description"), str):
        known["description"] = known["description"].strip() or None
    faults.raise_if_any()
    return known


def kind_of(value: object) -> str:
    """Name a JSON value's type as the API does."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _read_object(value: object, fields: tuple[Field, ...], path: Path, faults: Faults) -> Json:
    if not isinstance(value, dict):
        _wrong_type(value, "object", path, faults)
        return {}
    known: Json = {}
    for field in fields:
        place = (*path, field.name)
        if field.name not in value:
            if field.required:
                faults.add("required", "Required", place, expected=field.kind, received="undefined")
            continue
        given = value[field.name]
        if given is None and field.nullable:
            known[field.name] = None
        elif _READERS[field.kind](given, place, faults):
            # A list is copied: the caller normalises its rows.
            known[field.name] = list(given) if field.kind == "array" else given
    return known


def _wrong_type(value: object, expected: str, path: Path, faults: Faults) -> None:
    faults.add(
        "invalid_type",
        f"Invalid input: expected {expected}, received {kind_of(value)}",
        path,
        expected=expected,
        received=kind_of(value),
    )


def _check_kind(expected: str) -> Callable[[Any, Path, Faults], bool]:
    def check(value: object, path: Path, faults: Faults) -> bool:
        fits = kind_of(value) == expected
        if not fits:
            _wrong_type(value, expected, path, faults)
        return fits

    return check


def _check_filters(value: object, path: Path, faults: Faults) -> bool:
    before = len(faults.found)
    if isinstance(value, list):
        for index, one in enumerate(value):
            _check_filter(one, (*path, index), faults)
    else:
        _check_filter(value, path, faults)
    return len(faults.found) == before


def _check_filter(value: object, path: Path, faults: Faults) -> None:
    if not isinstance(value, dict):
        _wrong_type(value, "object", path, faults)
        return
    kind = value.get("type")
    if not isinstance(kind, str):
        _wrong_type(kind, "string", (*path, "type"), faults)
        return
    if kind not in _FILTER_FIELD:
        # Kinds come and go with the platform's version: an unknown one is stored as it came.
        return
    name, expected = _FILTER_FIELD[kind]
    given = value.get(name)
    if kind_of(given) != expected:
        _wrong_type(given, expected, (*path, name), faults)
    elif isinstance(given, list):
        for index, item in enumerate(given):
            if not isinstance(item, str):
                _wrong_type(item, "string", (*path, name, index), faults)


_READERS: Final[dict[Kind, Callable[[Any, Path, Faults], bool]]] = {
    "string": _check_kind("string"),
    "object": _check_kind("object"),
    "boolean": _check_kind("boolean"),
    "array": _check_kind("array"),
    "tool_filters": _check_filters,
}
