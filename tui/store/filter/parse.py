"""From the filter line to what it asks for.

A token that is wrong is a `Problem` and changes nothing. Values of one token or of
repeated tokens add up (or); dates of one key narrow each other, as the API takes one
range for each; `order` takes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple, cast

from tui.errors import UsageError
from tui.models.query import STATUSES, Order, TimeRange
from tui.store.filter import dates
from tui.store.filter.keys import BY_NAME, ORDERS, Key, nearest_key
from tui.store.filter.tokens import Token, Value, tokenize
from tui.text import Display, clean

ANY_TIME = TimeRange()
"""No end at either side."""

LONGEST = 4_000
"""Characters of a line that are read; no server takes a query much longer than that."""


class Problem(NamedTuple):
    """What is wrong with a part of the line.

    Attributes:
        start: Where that part begins in the line.
        end: Where it ends, exclusive.
        message: What is wrong and what to do, safe to draw.
        incomplete: Whether it may just not be typed to its end yet: to be said gently.
    """

    start: int
    end: int
    message: Display
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """What one filter line asks for.

    Attributes:
        text: The line as typed.
        tokens: All of its tokens, the wrong ones too.
        problems: What changes nothing, and why, in the line's order.
        status: The statuses asked for; empty: all that are not archived or deleted.
        references: Names, slugs or IDs as typed, by filter key.
        created: When they must have been created.
        updated: When they must have been updated last.
        order: By creation, newest first (`desc`) unless asked otherwise.
        search: The free words, joined by one space.
    """

    text: str = ""
    tokens: tuple[Token, ...] = ()
    problems: tuple[Problem, ...] = ()
    status: tuple[str, ...] = ()
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    created: TimeRange = ANY_TIME
    updated: TimeRange = ANY_TIME
    order: Order = "desc"
    search: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing but the usual list, newest first."""
        narrows = self.status or self.references or self.created or self.updated or self.search
        return not narrows and self.order == "desc"

    def asks_the_same(self, other: Filter) -> bool:
        """Whether both ask for the same list, however they are typed."""
        untyped: dict[str, Any] = {"text": "", "tokens": (), "problems": ()}
        return replace(self, **untyped) == replace(other, **untyped)


def parse(text: str, now: datetime) -> Filter:
    """Return what `text` asks for; ages such as `<7d` are counted back from `now`.

    No text is refused: what cannot be understood is in `problems`.
    """
    reading = _Reading(text, now)
    tokens = tokenize(text[:LONGEST])
    for token in tokens:
        reading.take(token)
    if len(text) > LONGEST:
        reading.refuse(LONGEST, len(text), f"only {LONGEST:,} characters are read; shorten it")
    return Filter(
        text=text,
        tokens=tokens,
        problems=tuple(sorted(reading.problems, key=lambda problem: problem.start)),
        status=tuple(reading.status),
        references={key: tuple(values) for key, values in reading.references.items()},
        created=reading.ranges["created"],
        updated=reading.ranges["updated"],
        order=cast("Order", next(iter(reading.order), "desc")),
        search=" ".join(" ".join(reading.words).split()),
    )


class _Reading:
    """What has been understood of a line so far; values are kept once, in their order."""

    def __init__(self, text: str, now: datetime) -> None:
        self.length = len(text)
        self.now = now
        self.status: dict[str, None] = {}
        self.references: dict[str, dict[str, None]] = {}
        self.ranges = {"created": ANY_TIME, "updated": ANY_TIME}
        self.order: dict[str, None] = {}
        self.words: list[str] = []
        self.problems: list[Problem] = []

    def refuse(self, start: int, end: int, message: str, *, incomplete: bool = False) -> None:
        """Note what is wrong from `start` to `end`."""
        self.problems.append(Problem(start, end, Display(message), incomplete))

    def take(self, token: Token) -> None:
        """Add what `token` asks for, or what is wrong with it."""
        values = self._closed(token)
        if token.key is None:
            self.words.extend(value.text for value in values)
            return
        key = BY_NAME.get(token.key)
        if key is None:
            self._unknown(token)
        elif values:
            self._add(key, values)
        elif token.closed:
            message = f"{key.name}: waits for a value, as in {key.example}"
            self.refuse(token.start, token.end, message, incomplete=True)

    def _closed(self, token: Token) -> list[Value]:
        """The values that say something; one with an open quote is still being typed."""
        for value in token.typed_values:
            if not value.closed:
                self.refuse(value.start, value.end, 'close the quote with "', incomplete=True)
        return [value for value in token.typed_values if value.closed and value.text.strip()]

    def _unknown(self, token: Token) -> None:
        nearest = nearest_key(token.key or "")
        advice = f"did you mean {nearest}:? In" if nearest else "in"
        message = f'no key is called "{clean(token.key, 24)}"; {advice} quotes it is searched for'
        self.refuse(token.start, token.end, message, incomplete=not token.values)

    def _add(self, key: Key, values: list[Value]) -> None:
        """Add all of a token's values, or none where one of them is wrong."""
        if key.takes == "dates":
            self._add_dates(key, values)
        elif key.takes == "reference":
            known = self.references.setdefault(key.name, {})
            known.update(dict.fromkeys(value.text for value in values))
        else:
            self._add_words(key, values)

    def _add_dates(self, key: Key, values: list[Value]) -> None:
        narrowed = self.ranges[key.name]
        for value in values:
            typing = self._is_being_typed(value) and dates.is_unfinished(value.text)
            try:
                wanted = dates.read_range(value.text, self.now)
                typing = False
                narrowed = dates.both(narrowed, wanted)
            except UsageError as error:
                self.refuse(value.start, value.end, str(error), incomplete=typing)
                if not typing:
                    return
        self.ranges[key.name] = narrowed

    def _add_words(self, key: Key, values: list[Value]) -> None:
        """Add values that are one of a few words; one that is being typed counts later."""
        known = STATUSES if key.takes == "status" else ORDERS
        found: dict[str, None] = {}
        for value in values:
            word = value.text.lower()
            if word in known:
                found[word] = None
                continue
            typing = self._is_being_typed(value) and any(one.startswith(word) for one in known)
            self.refuse(value.start, value.end, _unknown_word(value, key, known), incomplete=typing)
            if not typing:
                return
        if key.takes == "status":
            self.status.update(found)
        elif len(found | self.order) > 1:
            self.refuse(values[0].start, values[-1].end, "order takes one: asc or desc")
        else:
            self.order.update(found)

    def _is_being_typed(self, value: Value) -> bool:
        return value.end == self.length and not value.quoted


def _unknown_word(value: Value, key: Key, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches  # Only for what is wrong.

    word = value.text.lower()
    near = get_close_matches(word[:32], known, 1) or [one for one in known if one.startswith(word)]
    said = f'"{clean(value.text, 24)}" is no {key.name}'
    return f"{said}; did you mean {near[0]}" if near else f"{said}; type {_listed(known)}"


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"
