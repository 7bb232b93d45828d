"""JSON that people edit: read so that what is wrong has its line, written so that it is shown."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any

from tui.forms.problems import FieldProblem
from tui.text import beyond_ascii, clean, is_plain

MAX_DEPTH = 100
"""Objects and lists within each other; deeper is neither written nor read by people."""

MAX_LENGTH = 200_000
"""Characters that an editor takes without becoming slow."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?')
_REASONS = {
    "Extra data": "more text follows after the object",
    "Expecting property name": (
        'a key in double quotes is missing, or a comma is left over before "}"'
    ),
    "Illegal trailing comma": "a comma is left over here",
    "Expecting ',' delimiter": "a comma is missing before this, or a bracket after it",
    "Expecting ':' delimiter": "a colon is missing between the key and its value",
    "Expecting value": "a value is missing here, or a text lacks its double quotes",
    "Unterminated string": "the quotes that open here are not closed on their line",
    "Invalid control character": "the quotes of this text are not closed on its line",
    "Invalid \\": "after a backslash there is no such character in JSON",
}
"""What is said for Python's words, by how they begin."""
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def read_object(text: str, wanted: str = "this must be a JSON object") -> dict[str, Any]:
    """Return the JSON object that `text` writes.

    Whole numbers keep all of their digits. `wanted` says what is missing where it is JSON of
    another type.

    Raises:
        FieldProblem: It is not one JSON object that the API can be sent: broken JSON,
            another type, a key given twice, NaN or Infinity, nested too deeply.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise FieldProblem(_reason(error), error.lineno, error.colno) from error
    except RecursionError as error:
        raise FieldProblem("nested too deeply") from error
    except ValueError as error:
        raise FieldProblem("a number has too many digits") from error
    if not isinstance(value, dict):
        raise FieldProblem(wanted, 1, 1)
    _refuse_unsendable(text)
    return value


def write_json(value: Any) -> str:
    """Return `value` as JSON to edit, in which every character can be shown.

    It reads back to the very same value.

    Raises:
        RecursionError: It is nested too deeply to be written.
    """
    return escaped(json.dumps(value, indent=2, ensure_ascii=False))


def escaped(text: str) -> str:
    """Return JSON text in which every character can be shown; it reads to the same value.

    What cannot be shown stands only within strings, where an escape says the same; tabs are
    white space elsewhere, and no JSON within one.
    """
    text = text.replace("\t", "    ")
    odd = (one for one in set(beyond_ascii(text)) if not is_plain(one))
    escapes = {ord(one): json.dumps(one)[1:-1] for one in odd}
    return text.translate(escapes) if escapes else text


def _reason(error: json.JSONDecodeError) -> str:
    """Python's words for broken JSON, where they can be clearer said clearer."""
    if not error.doc.strip():
        return "nothing is written here"
    for beginning, words in _REASONS.items():
        if error.msg.startswith(beginning):
            return words
    return error.msg[:1].lower() + error.msg[1:]


def _refuse_unsendable(text: str) -> None:
    """Look through valid JSON for what Python reads and the API, or we, cannot take.

    Raises:
        FieldProblem: Naming the first such place.
    """
    keys: list[set[str] | None] = []
    """For each open object the keys so far, for each open list None."""
    expects_key = False
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word == "{":
            keys.append(set())
            expects_key = True
        elif word == "[":
            keys.append(None)
            expects_key = False
        elif word in "}]":
            keys.pop()
        elif word == ",":
            expects_key = keys[-1] is not None
        elif word == ":":
            expects_key = False
        elif word.startswith('"'):
            _check_string(text, token.start(), word, keys[-1] if expects_key else None)
        elif word.endswith(("NaN", "Infinity")) or isinf(float(word)):
            raise _at(text, token.start(), f"JSON has no number {clean(word, 40)}")
        if len(keys) > MAX_DEPTH:
            raise _at(text, token.start(), f"nested deeper than {MAX_DEPTH} levels")


def _check_string(text: str, offset: int, word: str, seen: set[str] | None) -> None:
    value = json.loads(word)
    if _LONE_SURROGATE.search(value):
        raise _at(text, offset, "half of a surrogate pair is no character")
    if seen is None:
        return
    if value in seen:
        raise _at(text, offset, f"the key {clean(word, 80)} is there twice")
    seen.add(value)


def _at(text: str, offset: int, message: str) -> FieldProblem:
    line = text.count("\n", 0, offset) + 1
    return FieldProblem(message, line, offset - text.rfind("\n", 0, offset))
