"""What can be typed next: keys, statuses, orders, dates and names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from tui.models.query import STATUSES
from tui.store.filter.keys import BY_NAME, KEYS, ORDERS, Key, looks_like_id
from tui.store.filter.tokens import Token, quote, tokenize
from tui.store.lookup import Choice
from tui.text import Display, clean, fold

MOST = 50
"""Completions offered at once; typing on narrows them."""

_AGES: dict[str, str] = {
    "<1d": "younger than a day",
    "<7d": "younger than a week",
    ">30d": "older than 30 days",
    ">1y": "older than a year",
}
_UNITS: dict[str, str] = {"d": "days", "h": "hours", "m": "minutes", "w": "weeks", "y": "years"}
_BEGUN_AGE = re.compile(r"[<>]([0-9]{1,3})")
_ALTERED = re.compile("[\u2400-\u2421\ufffd]|…$")
"""What cleaning leaves in a name that is longer or stranger than it can show."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that can be typed.

    Attributes:
        insert: What replaces the span, quoted where needed.
        label: What it is called.
        note: What it means.
    """

    insert: str
    label: Display
    note: Display


@dataclass(frozen=True, slots=True)
class Completions:
    """What can be typed at the cursor.

    Attributes:
        start: Where the text to replace begins.
        end: Where it ends, exclusive.
        items: What can replace it, the likeliest first; empty where nothing is known.
    """

    start: int
    end: int
    items: tuple[Completion, ...] = ()


def complete(
    text: str,
    cursor: int,
    names: Callable[[str], Sequence[Choice]],
    now: datetime | None = None,
) -> Completions:
    """Return what can be typed at `cursor`: a key, or a value after one.

    Args:
        text: The filter line.
        cursor: The cursor's place in it.
        names: Gives the objects known so far for a filter key, without waiting.
        now: The time, for examples of dates; without it only ages are offered.
    """
    cursor = max(0, min(cursor, len(text)))
    typed = tokenize(text[:cursor])
    if not typed or typed[-1].end < cursor:
        # A key put right before a word would swallow it as its value.
        free = not text[cursor:] or text[cursor].isspace()
        return Completions(cursor, cursor, tuple(_keys("")) if free else ())
    token = typed[-1]
    whole = next((one for one in tokenize(text) if one.start == token.start), token)
    if token.key is None:
        return _complete_key(token, whole)
    value = token.typed_values[-1]
    end = next((one.end for one in whole.typed_values if one.start == value.start), cursor)
    key = BY_NAME.get(token.key)
    if key is None:
        return Completions(value.start, end)
    taken = {value.text, *(one.text for one in whole.typed_values if one.start != value.start)}
    offers = _fitting(key, value.text, _offers(key, value.text, names, now))
    items = (_completion(offer) for offer in offers if offer.value not in taken)
    return Completions(value.start, end, tuple(islice(items, MOST)))


@dataclass(frozen=True, slots=True)
class _Offer:
    """A value that can be typed, and by which words it is found."""

    value: str
    label: Display
    note: Display
    words: tuple[str, ...]


def _completion(offer: _Offer) -> Completion:
    return Completion(quote(offer.value), offer.label, offer.note)


def _complete_key(token: Token, whole: Token) -> Completions:
    """Complete a word to a key; in a word that has one already, that key is replaced."""
    word = token.typed_values[0]
    if word.quoted:
        return Completions(token.end, token.end)
    end = whole.end if whole.key is None else whole.start + len(whole.key) + 1
    return Completions(token.start, end, tuple(_keys(word.text.lower())))


def _keys(typed: str) -> Iterator[Completion]:
    """The keys that begin with `typed`, then those with a later part that does."""
    first = [key for key in KEYS if key.name.startswith(typed)]
    later = [key for key in KEYS if key not in first and f"-{typed}" in key.name]
    for key in (*first, *later):
        yield Completion(f"{key.name}:", Display(f"{key.name}:"), Display(key.doc))


def _offers(
    key: Key, typed: str, names: Callable[[str], Sequence[Choice]], now: datetime | None
) -> Iterator[_Offer]:
    if key.takes == "status":
        return _worded(STATUSES)
    if key.takes == "order":
        return _worded(ORDERS)
    if key.takes == "dates":
        return _worded(_ages(typed) or {**_AGES, **(_days(now) if now else {})})
    return _named(key, names(key.name))


def _fitting(key: Key, typed: str, offers: Iterable[_Offer]) -> list[_Offer]:
    """The offers that begin with what is typed, then the names that contain it."""
    wanted = fold(typed)
    begun: list[_Offer] = []
    within: list[_Offer] = []
    for offer in offers:
        if any(word.startswith(wanted) for word in offer.words):
            begun.append(offer)
        elif any(wanted in word for word in offer.words):
            within.append(offer)
    return begun + within if key.takes == "reference" else begun


def _worded(known: Mapping[str, str]) -> Iterator[_Offer]:
    for word, meaning in known.items():
        yield _Offer(word, Display(word), Display(meaning), (word,))


def _ages(typed: str) -> dict[str, str]:
    """An age whose number is typed, with every unit."""
    age = _BEGUN_AGE.fullmatch(typed)
    if age is None:
        return {}
    side = "younger" if typed[0] == "<" else "older"
    return {f"{typed}{unit}": f"{side} than {age[1]} {word}" for unit, word in _UNITS.items()}


def _days(now: datetime) -> dict[str, str]:
    today = now.astimezone(UTC).date()
    return {
        f"{today}": "today, in UTC",
        f"{today.replace(day=1)}..": "since this month began",
        f"{today.replace(month=1, day=1)}..": "since this year began",
    }


def _named(key: Key, choices: Sequence[Choice]) -> Iterator[_Offer]:
    """Objects by name; by ID where their name is not theirs alone, or cannot be typed."""
    folded = [(fold(choice.name), fold(choice.slug or "")) for choice in choices]
    bearers = Counter(word for words in folded for word in set(words))
    for choice, (name, slug) in zip(choices, folded, strict=True):
        value: str = choice.slug if choice.slug and slug == name else choice.name
        sure = bearers[name] == 1 and not _ALTERED.search(value) and not looks_like_id(value)
        note = [
            clean(choice.id, 40),
            choice.status if choice.status != "active" else None,
            choice.note,
        ]
        yield _Offer(
            value if sure and key.name != "id" else choice.id,
            choice.name,
            Display(", ".join(part for part in note if part)),
            (name, slug, fold(choice.id)),
        )
