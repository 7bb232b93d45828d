"""JSON values in people's words, safe to draw."""

from __future__ import annotations

import re

from tui.models.outline_shapes import LINKS, WORDS, ShapeName
from tui.text import Display, clean, clean_lines
from tui.times import parse, stamp

FULL_TEXT = 20_000
"""Characters of one text that the inspector shows; the true value is copied whole."""

_API_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_API_TIME = re.compile(r"\d{4}-\d\d-\d\dT")
_JOINED = 12


def count(number: int, word: str) -> Display:
    """Return `1 key`, `1,204 keys`."""
    return Display(f"{number:,} {word}" if number == 1 else f"{number:,} {word}s")


def field_label(field: str) -> Display:
    """Return the words for a field of the API's: `auth method` for `auth_method_id` too."""
    stem = field.removesuffix("_id")
    if stem in LINKS:
        return Display(LINKS[stem][0])
    if field in WORDS:
        return Display(WORDS[field])
    if len(field) <= 60 and _API_NAME.match(field):
        return Display(field.replace("_", " "))
    return own_label(field)


def own_label(key: str) -> Display:
    """Return a key of the user's own as it came."""
    return clean(key, 80) if key else Display("(empty key)")


def scalar(value: object, *, own: bool) -> Display:
    """Return a scalar in one line; `own` values keep JSON's words, the API's get people's."""
    if value is None:
        return Display("null" if own else "none")
    if isinstance(value, bool):
        return Display(("true" if value else "false") if own else ("yes" if value else "no"))
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, str):
        if not value:
            return Display("(empty)")
        moment = None if own or not is_time(value) else parse(value)
        return clean(value) if moment is None else stamp(moment)
    return clean(value)


def full_text(value: object, *, own: bool, limit: int = FULL_TEXT) -> Display:
    """Return a scalar up to `limit` characters, with its line breaks; it says what is left."""
    if isinstance(value, str) and value:
        text = clean_lines(value, limit)
        left = len(value) - limit
        return Display(f"{text}\n({left:,} more characters)") if left > 0 else text
    return scalar(value, own=own)


def is_time(value: object) -> bool:
    """Return whether `value` is written as the API writes moments."""
    return isinstance(value, str) and len(value) < 40 and _API_TIME.match(value) is not None


def container(value: dict[str, object] | list[object], shape: ShapeName) -> Display:
    """Return what an object or list is, without a name of its own: `4 keys`, `2 scopes`."""
    if isinstance(value, dict):
        if shape == "tool_filter":
            return _tool_filter(value)
        if shape == "rule":
            return _rule(value)
        return count(len(value), "key") if value else Display("empty")
    if not value:
        return Display("none")
    if shape == "scopes":
        return _joined([_scope(item) for item in value[:_JOINED]], len(value))
    if all(isinstance(item, str) for item in value[:_JOINED]) and shape == "object":
        return _joined([clean(item, 80) for item in value[:_JOINED]], len(value))
    if shape == "providers":
        return Display(f"{len(value):,}")
    return count(len(value), "rule" if shape == "rules" else "item")


def _integer(value: int) -> Display:
    # Python refuses to write integers of more than 4,300 digits.
    if value.bit_length() > 10_000:
        return Display(f"a number of {value.bit_length():,} bits")
    return clean(value)


def _joined(parts: list[Display], total: int) -> Display:
    text = ", ".join(parts)
    return clean(f"{text} and {total - len(parts):,} more" if total > len(parts) else text)


def _scope(item: object) -> Display:
    named = item.get("scope") or item.get("name") if isinstance(item, dict) else item
    return clean(named, 80) if isinstance(named, str) else Display("?")


def _tool_filter(value: dict[str, object]) -> Display:
    kind, rules = value.get("type"), value.get("filters")
    if isinstance(rules, list):
        return count(len(rules), "rule")
    if kind == "allow_all":
        return Display("everything allowed")
    return clean(kind) if isinstance(kind, str) else Display("empty" if not value else "unknown")


def _rule(value: dict[str, object]) -> Display:
    for field in ("pattern", "keys", "uris"):
        found = value.get(field)
        if isinstance(found, str):
            return clean(found)
        if isinstance(found, list):
            names = [item for item in found[:_JOINED] if isinstance(item, str)]
            return _joined([clean(name, 80) for name in names], len(found))
    return count(len(value), "key")
