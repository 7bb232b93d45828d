"""The filter line as a form: one text for each key, in step with the line; what the line sends."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from tui.models.query import ListQuery
from tui.resources import BY_FILTER_KEY
from tui.store.filter.edit import with_search, with_token, without_key
from tui.store.filter.keys import BY_NAME, looks_like_id
from tui.store.filter.parse import Filter, Problem
from tui.store.filter.tokens import tokenize
from tui.text import Display, well_formed

TEXT = ""
"""What stands for a key where the free text is meant."""

_APART = '",\\'
_VALUE = re.compile(r'(?:\s*"(?P<quoted>(?:[^"\\]|\\.?)*)"?)?(?P<rest>[^,]*)(?:,|$)', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def field_text(line: str, key: str) -> str:
    """Return what the field of `key` says: the line's values, with commas between them.

    A value is quoted only where a comma or a quote in it would be misread.
    """
    values = field_values_of(line, key)
    return " ".join(values) if key == TEXT else ", ".join(map(_quoted, values))


def field_values_of(line: str, key: str) -> list[str]:
    """Return the values of `key` in a line, or the words of its free text."""
    wanted = None if key == TEXT else key
    found = [value for one in tokenize(line) if one.key == wanted for value in one.values]
    return " ".join(found).split() if key == TEXT else [one for one in found if one.strip()]


def field_values(typed: str) -> list[str]:
    """Return the values of what was typed into a field, spaces around them left out.

    Unlike in the line, a space is part of a value; a quote that is open reaches to the end.
    """
    values: list[str] = []
    for found in _VALUE.finditer(typed):
        quoted, rest = found.group("quoted", "rest")
        inside = "" if quoted is None else _ESCAPED.sub(r"\1", quoted)
        values.append(inside + rest.strip())
    return [one for one in values if one.strip()]


def with_field(line: str, key: str, typed: str) -> str:
    """Return `line` saying what was typed into the field of `key`, all else as it was.

    A field that says what the line says changes nothing of it, however that is spelt.
    """
    typed = well_formed(typed)
    values = typed.split() if key == TEXT else field_values(typed)
    if values == field_values_of(line, key):
        return line
    if key == TEXT:
        return with_search(line, typed)
    return with_token(line, key, values) if values else without_key(line, key)


def problems_by_key(filter: Filter, problems: Sequence[Problem]) -> dict[str, Display]:
    """Return what is wrong, by the key whose field it is to be said at.

    What belongs to none, as a key that there is not, stands at the free text.
    """
    found: dict[str, list[Display]] = {}
    for problem in problems:
        keys = (one.key for one in filter.tokens if one.start <= problem.start < one.end)
        key = next((one for one in keys if one in BY_NAME), TEXT) or TEXT
        found.setdefault(key, []).append(problem.message)
    return {key: Display("; ".join(said)) for key, said in found.items()}


def unresolved(filter: Filter) -> ListQuery:
    """Return the filter's query with each name that takes a look-up as `<name>`."""
    parameters: dict[str, Any] = {}
    for key, values in filter.references.items():
        known = (one if key == "id" or looks_like_id(one) else f"<{one}>" for one in values)
        parameters[BY_FILTER_KEY[key].parameter or key] = tuple(known)
    return ListQuery(
        order=filter.order,
        search=filter.search or None,
        status=filter.status,
        created_at=filter.created,
        updated_at=filter.updated,
        **parameters,
    )


def names_something(filter: Filter) -> bool:
    """Return whether a name has to be looked up before the filter can be sent."""
    references: Mapping[str, tuple[str, ...]] = filter.references
    return any(
        key != "id" and not looks_like_id(one)
        for key, values in references.items()
        for one in values
    )


def query_string(query: ListQuery, page_size: int) -> str:
    """Return a query as it is sent, or would be, for the list's first page."""
    params = replace(query, limit=page_size).to_params()
    return urlencode([(name, well_formed(value)) for name, value in params], safe="<>")


def command_line(line: str, profile: str | None) -> str:
    """Return the command, quoted for a shell, that lists what `line` asks for."""
    chosen = ["--profile", profile] if profile is not None else []
    return shlex.join(["metorial-tui", *chosen, "--filter", line])


def _quoted(value: str) -> str:
    if not any(one in value for one in _APART) and value == value.strip():
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
