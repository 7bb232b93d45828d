"""A flat JSON object as lines of `key: value`, which need no quotes, commas and brackets.

A value that reads as JSON is that: a number, true, false, null. Any other is text as it
stands; text that would be read as something else, or that cannot be shown, is in quotes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isinf
from typing import Any

from tui.errors import UsageError
from tui.forms.json_text import escaped, read_object
from tui.forms.problems import FieldProblem
from tui.forms.values import same
from tui.text import is_plain

_OPENS_JSON = ('"', "{", "[")
_BEFORE = '{"": '


def write_pairs(values: Mapping[str, Any]) -> str:
    """Return a line for each field, which `read_pairs` reads back to the very same object.

    Raises:
        UsageError: A field holds an object or a list, so that a line would say little.
    """
    lines = []
    for key, value in values.items():
        if isinstance(value, (dict, list)):
            raise UsageError(f"{key} holds more than one value: only JSON shows that.")
        lines.append(f"{_key_text(key)}: {_value_text(value)}".rstrip())
    return "\n".join(lines)


def read_pairs(text: str) -> dict[str, Any]:
    """Return the object that lines of `key: value` write; blank lines say nothing.

    Raises:
        FieldProblem: A line is no pair, a key is there twice, or a value that begins like
            JSON is none.
    """
    found: dict[str, Any] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        key, column = _read_key(line, number)
        if key in found:
            raise FieldProblem(f"the key {key} is there twice", number, 1)
        found[key] = _read_value(line[column:].strip(), number, column + 1)
    return found


def _key_text(key: str) -> str:
    try:
        is_itself = is_plain(key) and _read_key(f"{key}:", 1)[0] == key
    except FieldProblem:
        is_itself = False
    return key if is_itself else escaped(json.dumps(key, ensure_ascii=False))


def _value_text(value: Any) -> str:
    if isinstance(value, str) and is_plain(value):
        try:
            if same(_read_value(value.strip(), 1, 1), value):
                return value
        except FieldProblem:
            pass  # it begins like JSON, so it needs quotes
    return escaped(json.dumps(value, ensure_ascii=False))


def _read_key(line: str, number: int) -> tuple[str, int]:
    """Return the key of a line, and where its value begins."""
    start = len(line) - len(line.lstrip())
    if line[start] in "{[":
        raise FieldProblem("write a pair as key: value, or go back to JSON", number, start + 1)
    end = start
    if line[start] == '"':
        try:
            key, end = json.JSONDecoder().raw_decode(line, start)
        except ValueError as error:
            raise FieldProblem("the key's quotes are not closed", number, start + 1) from error
        is_pair = line[end:].lstrip().startswith(":")
    else:
        key = line[start:].partition(":")[0].strip()
        is_pair = ":" in line and key != ""
    if not is_pair:
        raise FieldProblem("write a pair as key: value", number, start + 1)
    return key, line.index(":", end) + 1


def _read_value(text: str, number: int, column: int) -> Any:
    if text.startswith(_OPENS_JSON):
        try:
            return read_object(f"{_BEFORE}{text}}}")[""]
        except FieldProblem as problem:
            raise FieldProblem(problem.reason, number, column) from problem
    try:
        value = json.loads(text, parse_constant=_no_number)
    except ValueError:
        return text
    return text if isinstance(value, float) and isinf(value) else value


def _no_number(word: str) -> None:
    raise ValueError(word)
