"""What is measured, and the bars: the one table of figures and targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, TypeAlias

Bar: TypeAlias = Literal["ratio to the floor", "value"]


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that is measured.

    Attributes:
        floor: What the value is compared with, in a word.
        target: The bar.
        bar: Whether the bar is for the ratio or for the value itself.
        at_least: Whether the bar is to be reached, not to be kept under.
        smallest_floor: What a smaller floor counts as, where the clock is coarse.
    """

    group: str
    name: str
    unit: str
    floor: str
    target: float
    bar: Bar = "ratio to the floor"
    at_least: bool = False
    smallest_floor: float = 0.0


_TICK = 10.0
"""Milliseconds in which Linux counts a process's time."""

FIGURES: tuple[Figure, ...] = (
    Figure("start", "first paint", "ms", "hello", 1.3),
    Figure("start", "first page of instances", "ms", "hello", 2.0),
    Figure("cache", "1,000 rows from disk", "ms", "hello", 1.3),
    Figure("cache", "10,000 rows from disk", "ms", "hello", 1.4),
    Figure("cache", "100,000 rows from disk", "ms", "hello", 2.2),
    Figure("headless", "list of 100 rows", "ms", "python -c pass", 25.0),
    Figure("thin", "first screen still, 56 kbit/s", "ms", "hello", 2.5),
    Figure("memory", "peak, 1,000 rows", "MiB", "hello", 2.0),
    Figure("memory", "peak, 10,000 rows", "MiB", "hello", 2.5),
    Figure("memory", "peak, 100,000 rows", "MiB", "hello", 6.0),
    Figure("keys", "cursor key, 100 rows", "ms", "bare list", 1.5),
    Figure("keys", "cursor key, 100,000 rows", "ms", "bare list", 1.5),
    # Medians of two programs are never quite the same: a tenth is noise.
    Figure("keys", "cursor key, more rows", "ms", "100 rows", 1.1),
    Figure("keys", "page key, 100 rows", "ms", "bare list", 1.5),
    Figure("keys", "page key, 100,000 rows", "ms", "bare list", 1.5),
    Figure("keys", "page key, more rows", "ms", "100 rows", 1.1),
    Figure("keys", "lag after a held key", "ms", "bare list", 10.0, "value"),
    Figure("keys", "frames per repeat", "", "bare list", 1.0, "value", at_least=True),
    Figure("filter", "one character, 10,000 rows", "ms", "bare list", 2.0),
    Figure("filter", "one character, 100,000 rows", "ms", "bare list", 2.0),
    Figure("filter", "100,000 rows beside fzf", "ms", "fzf", 1.0),
    Figure("stream", "longest stall, 100,000 rows", "ms", "", 50.0, "value"),
    # A key passes the loop several times, and its frame comes with the next sixtieth of a second.
    Figure("stream", "a key's longest wait", "ms", "", 100.0, "value"),
    Figure("stream", "loading 10,000 rows", "ms", "bare loop", 1.5),
    Figure("bytes", "cursor down in motion", "bytes", "", 1_000.0, "value"),
    Figure("bytes", "page down", "bytes", "", 16_000.0, "value"),
    Figure("bytes", "tree following the cursor", "bytes", "", 12_000.0, "value"),
    Figure("idle", "bytes", "bytes", "hello", 0.0, "value"),
    Figure("idle", "processor", "ms", "hello", 1.5, smallest_floor=_TICK),
    Figure("open", "instance", "ms", "", 50.0, "value"),
    Figure("open", "60 providers, 200 KB", "ms", "", 100.0, "value"),
)

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(figure.group for figure in FIGURES))


@dataclass(frozen=True, slots=True)
class Measured:
    """What the runs of a figure gave.

    Attributes:
        name: The figure's name in its group.
        own: The explorer's values.
        floor: Those that they are compared with, if any.
    """

    name: str
    own: Sequence[float]
    floor: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A figure with what was measured."""

    figure: Figure
    measured: Measured

    @property
    def own(self) -> float:
        """The explorer's median."""
        return median(self.measured.own)

    @property
    def floor(self) -> float | None:
        """The floor's median."""
        return median(self.measured.floor) if self.measured.floor else None

    @property
    def ratio(self) -> float | None:
        """The ratio of the medians, where there is a floor to divide by."""
        if self.floor is None:
            return None
        floor = max(self.floor, self.figure.smallest_floor)
        return self.own / floor if floor else None

    @property
    def is_met(self) -> bool:
        """Whether it is on the right side of the bar."""
        value = self.own if self.figure.bar == "value" else self.ratio
        if value is None:
            return False
        target = self.figure.target
        return value >= target if self.figure.at_least else value <= target


def result(group: str, measured: Measured) -> Result:
    """Return what was measured with the table's figure of that name.

    Raises:
        LookupError: There is none.
    """
    for figure in FIGURES:
        if (figure.group, figure.name) == (group, measured.name):
            return Result(figure, measured)
    raise LookupError(f"no figure {measured.name!r} in {group}")
