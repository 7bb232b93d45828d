"""Whole instances as they came, for as long as there is room for them."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tui.api.slices import text_of
from tui.models.depth import is_too_deep
from tui.models.page import Span

LIMIT = 4 * 1024 * 1024
"""Bytes of answers kept; others are asked for again."""

_SAMPLED = 10
"""Answers that are looked through for the keys that metadata has."""

_FAST = 1
"""The level of compression that takes least time: a list's answer becomes a seventh."""


@dataclass(slots=True)
class _Answer:
    """A list's answer as it came, and the places of the items that are looked for in it."""

    content: bytes
    places: dict[str, Span]
    is_packed: bool = False

    def read(self, keys: Iterable[str]) -> dict[str, Any]:
        """Return the items of those keys, and decode no others."""
        text = text_of(zlib.decompress(self.content) if self.is_packed else self.content)
        return {key: json.loads(text[slice(*self.places[key])]) for key in keys}


class Documents:
    """The JSON of instances by row key, in as many answers as there is room for.

    Those not looked at for longest are dropped first, for what displaces them.

    Answers are kept as they came, a tenth of the size of their objects, or packed; an item
    is read from its answer again when it is opened.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._size = 0
        self._answers: OrderedDict[int, _Answer] = OrderedDict()
        self._numbers: dict[str, int] = {}
        self._next = 0
        self._list_began = 0

    def begin_list(self) -> None:
        """Another list is asked for: whatever comes of it displaces what was kept before."""
        self._list_began = self._next

    def put(self, key: str, document: object) -> None:
        """Keep one document, unless it is nested too deeply to be opened."""
        if is_too_deep(document):
            self._numbers.pop(key, None)
            return
        # In ASCII, so that what cannot be encoded comes back as it was.
        content = json.dumps(document).encode("ascii")
        self.put_list([(key, (0, len(content)))], content)

    def put_list(
        self, places: Iterable[tuple[str, Span]], content: bytes, *, displaces: bool = True
    ) -> None:
        """Keep a list's answer, with the keys of its items and their places in it.

        One that `displaces` none of its own list is kept only while there is room.
        """
        answer = _Answer(content, dict(places))
        if not displaces and not self._makes_room(len(content)):
            for key in answer.places:
                self._numbers.pop(key, None)  # What is kept of it is older.
            return
        self._answers[self._next] = answer
        self._numbers.update(dict.fromkeys(answer.places, self._next))
        self._size += len(content)
        self._next += 1
        while self._size > self._limit and len(self._answers) > 1:
            self._drop(next(iter(self._answers)))

    def _makes_room(self, size: int) -> bool:
        """Drop answers of earlier lists, as far as it takes; return whether that was enough."""
        for number in [one for one in self._answers if one < self._list_began]:
            if self._size + size <= self._limit:
                break
            self._drop(number)
        return self._size + size <= self._limit

    def _drop(self, number: int) -> None:
        dropped = self._answers.pop(number)
        self._size -= len(dropped.content)
        for key in dropped.places:
            if self._numbers.get(key) == number:
                del self._numbers[key]

    async def pack(self) -> None:
        """Compress what is not yet, in a thread, which keeps nobody waiting meanwhile."""
        for number, answer in list(self._answers.items()):
            if not answer.is_packed:
                packed = await asyncio.to_thread(zlib.compress, answer.content, _FAST)
                if number in self._answers:
                    self._size += len(packed) - len(answer.content)
                answer.content, answer.is_packed = packed, True

    def get(self, key: str) -> Any | None:
        """Return a document, or None where it was not kept, or cannot be opened."""
        number = self._numbers.get(key)
        if number is None:
            return None
        self._answers.move_to_end(number)
        document = self._answers[number].read([key])[key]
        return None if is_too_deep(document) else document

    async def seen_metadata_keys(self) -> tuple[str, ...]:
        """Return keys that the metadata of what is kept has, the most frequent first.

        The newest answers are looked at, one at a time, so that nothing has to wait.
        """
        counts: Counter[str] = Counter()
        for documents in islice(self.each(), _SAMPLED):
            for document in documents.values():
                metadata = document.get("metadata") if isinstance(document, dict) else None
                counts.update(list(metadata) if isinstance(metadata, dict) else ())
            await asyncio.sleep(0)
        return tuple(sorted(counts, key=lambda key: (-counts[key], key)))

    def each(self, wanted: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
        """Yield the documents by key, the newest answer's first; with `wanted`, those alone.

        Between two answers others may run, and keep more.
        """
        for number, answer in reversed(list(self._answers.items())):
            keys = [
                key
                for key in answer.places
                if self._numbers.get(key) == number and (wanted is None or key in wanted)
            ]
            if keys:
                yield answer.read(keys)
