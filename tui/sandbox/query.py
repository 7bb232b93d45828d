"""Reads a query string as the `qs` library does: repeated names, `[]`, `[0]` and `[gt]`."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_plus

QueryValue = str | list[str] | dict[str, str]

_HIGHEST_INDEX: Final = 20
_BRACKETS: Final = re.compile(r"^([^\[\]]+)\[([^\[\]]*)\]$")


def parse_query(text: str) -> dict[str, QueryValue]:
    """Read a raw query string into one string, a list of strings or a map for each name.

    As with `qs`, an index above 20 no longer makes a list but a map, and so does mixing an
    index with any other key; whoever expects values refuses the map.
    """
    gathered: dict[str, list[tuple[str | None, str]]] = {}
    for pair in text.split("&"):
        if not pair:
            continue
        raw_name, _, raw_value = pair.partition("=")
        name, value = unquote_plus(raw_name), unquote_plus(raw_value)
        match = _BRACKETS.match(name)
        key = None if match is None else match.group(2)
        gathered.setdefault(name if match is None else match.group(1), []).append((key, value))
    return {name: _join(pairs) for name, pairs in gathered.items()}


def _join(pairs: list[tuple[str | None, str]]) -> QueryValue:
    if len(pairs) == 1 and pairs[0][0] is None:
        return pairs[0][1]
    if all(key is None or key == "" or _is_index(key) for key, _ in pairs):
        return [value for _, value in sorted(pairs, key=_place)]
    return {key or "": value for key, value in pairs}


def _is_index(key: str) -> bool:
    return key.isdecimal() and key.isascii() and int(key) <= _HIGHEST_INDEX


def _place(pair: tuple[str | None, str]) -> int:
    # Indexed values stand in the order of their indices, the others follow as they came.
    return int(pair[0]) if pair[0] else _HIGHEST_INDEX + 1
