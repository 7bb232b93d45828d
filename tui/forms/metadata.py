"""Metadata between JSON text in an editor and the object that is sent."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any

from tui.forms.problems import FieldProblem
from tui.text import clean, clean_lines

MAX_DEPTH = 100
"""Objects and lists within each other; deeper is neither written nor read by people."""

MAX_LENGTH = 200_000
"""Characters of metadata that an editor takes without becoming slow."""

TOO_LARGE = "(too large to edit here; left as it is unless you replace all of this)"
TOO_DEEP = "(nested too deeply to edit here; left as it is unless you replace all of this)"

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?')
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse_metadata(text: str, name: str = "metadata") -> dict[str, Any]:
    """Return the JSON object that `text` writes, which `name` says what it is.

    Whole numbers keep all of their digits.

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
        raise FieldProblem(f'{name} must be a JSON object, as {{"team": "support"}}', 1, 1)
    _refuse_unsendable(text)
    return value


def format_metadata(metadata: dict[str, Any] | None) -> str:
    """Return `metadata` as JSON to edit; nothing for None.

    Characters that would be drawn as something else than they are become JSON escapes,
    so the text reads back to the very same value. What no editor can hold becomes a
    sentence that is no JSON, so that it cannot be sent in its place.
    """
    if metadata is None:
        return ""
    try:
        text = json.dumps(metadata, indent=2, ensure_ascii=False)
    except RecursionError:
        return TOO_DEEP
    if len(text) > MAX_LENGTH:
        return TOO_LARGE
    return escaped(text)


def escaped(text: str) -> str:
    """Return JSON text in which every character can be shown; it reads to the same value.

    What cannot be shown stands only within strings, where an escape says the same; tabs are
    white space elsewhere, and no JSON within one.
    """
    text = text.replace("\t", "    ")
    if clean_lines(text, limit=max(len(text), 1)) == text:
        return text
    return "".join(one if _is_plain(one) else json.dumps(one)[1:-1] for one in text)


def _is_plain(character: str) -> bool:
    return character == "\n" or clean(character) == character


def _reason(error: json.JSONDecodeError) -> str:
    """Python's words for broken JSON, where they can be clearer said clearer."""
    message = error.msg
    if not error.doc.strip():
        return "nothing is written here"
    if message == "Extra data":
        return "more text follows after the object"
    if "property name enclosed in double quotes" in message:
        return 'a key in double quotes is missing, or a comma is left over before "}"'
    return message[:1].lower() + message[1:]


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
