"""Writes JSON text, and remembers the text of objects that many answers share.

An answer repeats the same providers, deployments and configs over and over; writing each of them
once makes a full page several times faster than writing all of it anew.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.sandbox.errors import Json

_encode: Final[Callable[[object], str]] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode


class Shared(dict[str, Any]):
    """A JSON object that never changes, and so needs to be written only once."""

    __slots__ = ("_text",)
    _text: str

    @property
    def text(self) -> str:
        """The object as JSON."""
        try:
            return self._text
        except AttributeError:
            self._text = _encode(self)
            return self._text


def shared(value: Json) -> Json:
    """Declare that an object stays as it is."""
    return Shared(value)


def encode_json(value: object) -> str:
    """Write a JSON value without needless spaces, beyond ASCII as it is."""
    match value:
        case Shared():
            return value.text
        case str():
            return _encode(value)
        case None:
            return "null"
        case dict():
            return "{" + ",".join([_name(k) + encode_json(v) for k, v in value.items()]) + "}"
        case list():
            return "[" + ",".join([encode_json(item) for item in value]) + "]"
        case _:
            return _encode(value)


@lru_cache(maxsize=512)
def _name(key: str) -> str:
    return _encode(key) + ":"
