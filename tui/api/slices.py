"""Decodes a long JSON answer a slice at a time, so that whoever shares the thread is not held.

A page of a hundred instances takes longer than a frame. Python decodes JSON in one go, and
not quicker in another thread, which would hold the interpreter as well; so a list's items are
decoded one by one. That also tells where each of them stands in the answer.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Generator
from time import monotonic
from typing import Any, NamedTuple, NoReturn

from tui.models.page import Span

_SLICE = 0.006
"""Seconds that are decoded in one go: less than half of a frame."""

_PAUSE = 0.001
"""Seconds between two slices: time enough for a key to be taken, and for what it does."""

_ITEMS = "items"
_SPACE = re.compile(r"[ \t\n\r]*")


class Decoded(NamedTuple):
    """A JSON value.

    Attributes:
        value: The value.
        spans: Where its `items` stand in the text, each; none where it has no such list.
    """

    value: Any
    spans: tuple[Span, ...] = ()


def decode(content: bytes) -> Decoded:
    """Return the JSON value that `content` holds.

    Raises:
        ValueError: It is not JSON, or nested too deeply to be read.
    """
    slices = _slices(content)
    while True:
        try:
            next(slices)
        except StopIteration as end:
            found: Decoded = end.value
            return found


async def decode_in_slices(content: bytes) -> Decoded:
    """Return what `decode` does, and let others run meanwhile.

    Raises:
        ValueError: It is not JSON, or nested too deeply to be read.
    """
    slices = _slices(content)
    until = monotonic() + _SLICE
    while True:
        try:
            next(slices)
        except StopIteration as end:
            found: Decoded = end.value
            return found
        if monotonic() >= until:
            await asyncio.sleep(_PAUSE)
            until = monotonic() + _SLICE


def text_of(content: bytes) -> str:
    """Return the text of an answer, whose characters spans count."""
    return content.decode(json.detect_encoding(content), "surrogatepass")


def _slices(content: bytes) -> Generator[None, None, Decoded]:
    """Decode; stop after each item of a list."""
    text = text_of(content)
    try:
        found = yield from _object(text)
        # What is no object with a list, or no JSON: the library's word on that is final.
        return found or Decoded(_DECODER.decode(text))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _object(text: str) -> Generator[None, None, Decoded | None]:
    """Decode an object that has `items`, item by item; None where it is anything else."""
    value: dict[str, Any] = {}
    spans: list[Span] = []
    at = _after(text, "{", 0)
    while at is not None:
        if not text.startswith('"', at):
            return None
        try:
            name, at = _DECODER.raw_decode(text, at)
            at = _after(text, ":", at)
            if at is None:
                return None
            if name == _ITEMS and text.startswith("[", at):
                value[name], spans = [], []
                at = yield from _list(text, at, value[name], spans)
                if at is None:
                    return None
            else:
                value[name], at = _DECODER.raw_decode(text, at)
                if name == _ITEMS:
                    spans = []
        except ValueError:
            return None
        if (end := _after(text, "}", at)) is not None:
            return Decoded(value, tuple(spans)) if end == len(text) else None
        at = _after(text, ",", at)
    return None


def _list(
    text: str, at: int, items: list[Any], spans: list[Span]
) -> Generator[None, None, int | None]:
    """Decode a list from its bracket; return where it ends, None where it is not one."""
    if (end := _after(text, "]", at + 1)) is not None:
        return end
    next_at: int | None = _space(text, at + 1)
    while next_at is not None:
        item, end = _DECODER.raw_decode(text, next_at)
        items.append(item)
        spans.append((next_at, end))
        yield
        if (after := _after(text, "]", end)) is not None:
            return after
        next_at = _after(text, ",", end)
    return None


def _after(text: str, mark: str, at: int) -> int | None:
    """Return where the next word is behind a mark that comes next, None where it does not."""
    at = _space(text, at)
    return _space(text, at + 1) if text.startswith(mark, at) else None


def _space(text: str, at: int) -> int:
    """Return where the next word is."""
    found = _SPACE.match(text, at)
    return found.end() if found is not None else at


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
