"""What is written of one object: its JSON, the text of its columns, its single values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeAlias

from tui.forms.json_text import escaped
from tui.models import columns
from tui.models.depth import is_too_deep
from tui.models.outline_secrets import masked_session
from tui.models.row import InstanceRow
from tui.resources import BY_KIND, Kind
from tui.times import age, parse

Column: TypeAlias = str
"""The way to a value: field names, joined with dots (`metadata.team`); or what the explorer
calls a column (`updated`)."""

_INSTANCE: tuple[Column, ...] = (
    "id",
    "status",
    "name",
    "description",
    "integration_id",
    "identity_id",
    "identity_actor_id",
    "providers",
    "metadata",
    "created_at",
    "updated_at",
    "archived_at",
)
_COMMON: tuple[Column, ...] = ("description", "metadata", "created_at", "updated_at")
_HEADINGS = {"created_at": "CREATED", "updated_at": "UPDATED", "archived_at": "ARCHIVED"}
"""What stands above times, of which people read the age."""
TOO_DEEP = "nested too deeply to be written"


def all_columns(kind: Kind) -> tuple[Column, ...]:
    """Return the columns that a spreadsheet has of a kind."""
    if kind == "integration_instance":
        return _INSTANCE
    return tuple(dict.fromkeys(("id", *BY_KIND[kind].columns, *_COMMON)))


def few_columns(kind: Kind) -> tuple[Column, ...]:
    """Return the columns that people see of a kind."""
    return tuple(dict.fromkeys((*BY_KIND[kind].columns, "id")))


def heading(column: Column) -> str:
    """Return what stands above a column that people read."""
    return _HEADINGS.get(column, column.upper())


def as_json(document: Any, *, secrets: bool = False, indent: int | None = None) -> str:
    """Return an object's JSON, in which every character can be printed.

    It reads back to the very same value, but for a session's secrets, which are masked
    unless `secrets` are asked for. What is nested too deeply to be written is named.
    """
    if is_too_deep(document):
        identifier = document.get("id") if isinstance(document, dict) else None
        document = {"id": identifier if isinstance(identifier, str) else None, "problem": TOO_DEEP}
    shown = document if secrets or not isinstance(document, dict) else masked_session(document)
    return escaped(json.dumps(shown, ensure_ascii=False, indent=indent))


def text_of(document: Any, column: Column, *, secrets: bool = False) -> str:
    """Return the value of a column as text, as it is; nothing where there is none.

    A session's secrets are masked unless `secrets` are asked for.
    """
    if isinstance(document, dict) and not secrets:
        document = masked_session(document)
    if is_too_deep(document):
        return TOO_DEEP if column == "name" else _text(_at(document, column, deep=True))
    value = _at(document, column)
    if column == "providers" and isinstance(value, list):
        row = InstanceRow.from_item(document, "")
        return columns.column("providers").exact(row) or row.problem or ""
    return _text(value)


def short_text_of(document: Any, column: Column, now: datetime) -> str:
    """Return the value of a column as people read it in a table: of a time, its age."""
    if columns.field_of(column) in _HEADINGS:
        moment = parse(_at(document, column))
        return age(moment, now) if moment is not None else text_of(document, column)
    return text_of(document, column)


def has(document: Any, column: Column) -> bool:
    """Return whether an object has a column, though nothing may stand there."""
    return _found(document, column) is not None


def values_of(document: dict[str, Any], *, secrets: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the way to each single value of an object, as jq writes it, and the value."""
    yield from _values((), document if secrets else masked_session(document))


def path_words(path: tuple[str | int, ...]) -> str:
    """Return a path as jq writes it, without the leading dot: `providers[0].config.id`."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif step.isidentifier():
            parts.append(f".{step}")
        else:
            parts.append(f"[{json.dumps(step)}]")
    return "".join(parts).removeprefix(".")


def _values(path: tuple[str | int, ...], value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from _values((*path, key), one)
    elif isinstance(value, list) and value:
        for number, one in enumerate(value):
            yield from _values((*path, number), one)
    else:
        yield path_words(path), value if isinstance(value, str) else json.dumps(value)


def _at(document: Any, column: Column, *, deep: bool = False) -> Any:
    """Return the value at the end of a way; of what is too `deep` only single values."""
    found = _found(document, column)
    value = found[0] if found is not None else None
    return None if deep and isinstance(value, dict | list) else value


def _found(document: Any, column: Column) -> tuple[Any] | None:
    """Return the value at the end of a way, if it is there: a key with dots in it is as well."""
    if not isinstance(document, dict):
        return None
    return _below(document, column) or _below(document, columns.field_of(column))


def _below(value: Any, way: str) -> tuple[Any] | None:
    if not isinstance(value, dict):
        return None
    if way in value:
        return (value[way],)
    first, dot, rest = way.partition(".")
    return _below(value.get(first), rest) if dot else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
