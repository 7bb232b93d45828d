"""Identifiers whose order is the order of creation."""

from __future__ import annotations

from random import Random
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE: Final = len(_ALPHABET)
_PAIRS: Final = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_HALF: Final = _BASE**8


def _eight_digits(value: int) -> str:
    # The alphabet is in ASCII order, so the text sorts as the number does.
    value, fourth = divmod(value, len(_PAIRS))
    value, third = divmod(value, len(_PAIRS))
    first, second = divmod(value, len(_PAIRS))
    return _PAIRS[first] + _PAIRS[second] + _PAIRS[third] + _PAIRS[fourth]


class IdMaker:
    """Makes identifiers of a prefix, eight digits of time and eight random ones."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._latest = 0

    def at(self, prefix: str, ms: int) -> str:
        """Make the identifier of an object created at a given moment, now or long ago."""
        tick = ms * _BASE
        self._latest = max(self._latest, tick)
        return self._spell(prefix, tick)

    def next(self, prefix: str, ms: int) -> str:
        """Make an identifier that sorts after every earlier one, even within one millisecond."""
        self._latest = max(self._latest + 1, ms * _BASE)
        return self._spell(prefix, self._latest)

    def secret(self, prefix: str) -> str:
        """Make a purely random token of 32 characters."""
        return prefix + "".join(_eight_digits(int(self._random.random() * _HALF)) for _ in range(4))

    def _spell(self, prefix: str, tick: int) -> str:
        return prefix + _eight_digits(tick) + _eight_digits(int(self._random.random() * _HALF))
