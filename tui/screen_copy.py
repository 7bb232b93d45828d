"""Sends only what changed of the screen, in as few bytes as that takes.

Textual draws a widget's lines anew even where they are what they were, and begins each run
of text with all of its colours. On a thin line that is most of what goes down it. So this
keeps a copy of what the terminal shows, and of each frame lets go what differs from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

Look: TypeAlias = tuple[str, str, str]
"""The codes of a style: its attributes, its colour, its background."""

Cell: TypeAlias = tuple[str, Look]
"""A character with its marks, and its look; the second cell of a wide one is empty."""

_PLAIN: Look = ("", "39", "49")
_UNKNOWN: Cell = ("\0", _PLAIN)
_SAME = 4
"""Cells that are sent again rather than stepped over: a step takes some bytes, too."""


class ScreenCopy:
    """What the terminal shows, as far as it was told."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._lines: list[list[Cell]] = []

    def forget(self) -> None:
        """Take nothing for granted: something else may have drawn."""
        self._size = Size(0, 0)

    def send(self, frame: CompositorUpdate, size: Size, colors: ColorSystem) -> str:
        """Return what makes the terminal show `frame`, and take it for shown."""
        if size != self._size:
            self._size = size
            self._lines = [[_UNKNOWN] * size.width for _ in range(size.height)]
        sent: list[str] = []
        look: Look | None = None
        for y, x, strip in _pieces(frame):
            if not 0 <= y < size.height:
                continue
            line = self._lines[y]
            cells = _cells(strip, colors)[: size.width - x]
            for start, end in _differing(line[x : x + len(cells)], cells):
                sent.append(f"\x1b[{y + 1};{x + start + 1}H")
                for character, wanted in cells[start:end]:
                    if wanted != look:
                        sent.append(_change(look, wanted))
                        look = wanted
                    sent.append(character)
            line[x : x + len(cells)] = cells
            _mend(line, x, x + len(cells))
        if look is not None:
            sent.append("\x1b[0m")
        return "".join(sent)


class Difference(CompositorUpdate):
    """A frame that is told apart from the copy only when it is sent, if it ever is."""

    def __init__(self, frame: CompositorUpdate, copy: ScreenCopy, size: Size) -> None:
        self._frame = frame
        self._copy = copy
        self._size = size

    def render_segments(self, console: Console) -> str:
        """Return the bytes to send."""
        colors = console._color_system or ColorSystem.TRUECOLOR
        return self._copy.send(self._frame, self._size, colors)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Return the same as one piece."""
        yield Segment(self.render_segments(console))


def _pieces(frame: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Yield the strips of a frame with their places: line and column."""
    if isinstance(frame, LayoutUpdate):
        for y, strips in enumerate(frame.strips, frame.region.y):
            x = frame.region.x
            for strip in strips:
                yield y, x, strip
                x += strip.cell_length
    elif isinstance(frame, ChopsUpdate):
        for y, x1, x2 in frame.spans:
            for end, (x, chop) in zip(frame.chop_ends[y], frame.chops[y].items(), strict=False):
                if chop is not None and x <= x2 and end > x1:
                    yield y, x, chop.crop(0, min(end, x2) - x)


def _cells(strip: Strip, colors: ColorSystem) -> list[Cell]:
    cells: list[Cell] = []
    for text, style, _ in strip:
        look = _PLAIN if style is None else _look(style, colors)
        if text.isascii():
            cells += [(character, look) for character in text]
            continue
        for character in text:
            width = get_character_cell_size(character)
            if width == 0:
                # A mark belongs to the character before it, which may take two cells; with
                # none before it, it has no place.
                place = len(cells) - (2 if len(cells) > 1 and not cells[-1][0] else 1)
                if place >= 0:
                    cells[place] = (cells[place][0] + character, cells[place][1])
            else:
                cells.append((character, look))
                cells += [("", look)] * (width - 1)
    return cells


def _differing(old: list[Cell], new: list[Cell]) -> Iterable[tuple[int, int]]:
    """Return the ranges in which `new` is not `old`, close ones as one."""
    if old == new:
        return ()
    ranges: list[tuple[int, int]] = []
    for place, (was, cell) in enumerate(zip(old, new, strict=True)):
        if was == cell:
            continue
        start = place
        while start and not (new[start][0] and old[start][0]):
            start -= 1  # Half of a wide character: it is sent, or wiped out, as a whole.
        end = place + 1
        while end < len(new) and not (new[end][0] and old[end][0]):
            end += 1
        if ranges and start - ranges[-1][1] <= _SAME:
            start = ranges.pop()[0]
        ranges.append((start, end))
    return ranges


def _mend(line: list[Cell], start: int, end: int) -> None:
    """Take what is left of a wide character, of which this range was drawn over, for unknown."""
    if 0 < start < len(line) and line[start][0] and _width(line[start - 1]) == 2:
        line[start - 1] = _UNKNOWN
    if end < len(line) and not line[end][0] and _width(line[end - 1]) != 2:
        line[end] = _UNKNOWN


def _width(cell: Cell) -> int:
    return get_character_cell_size(cell[0][0]) if cell[0] else 0


def _change(before: Look | None, wanted: Look) -> str:
    """Return what makes the terminal write in another look."""
    if before is None or before[0] != wanted[0]:
        return f"\x1b[{';'.join(filter(None, ('0', *wanted)))}m"
    return f"\x1b[{';'.join(new for old, new in zip(before, wanted, strict=True) if old != new)}m"


@lru_cache(maxsize=2048)
def _look(style: Style, colors: ColorSystem) -> Look:
    foreground, background = style.color, style.bgcolor
    return (
        style.without_color.render("\0", color_system=colors).partition("m\0")[0][2:],
        ";".join(foreground.downgrade(colors).get_ansi_codes()) if foreground else _PLAIN[1],
        ";".join(background.downgrade(colors).get_ansi_codes(foreground=False))
        if background
        else _PLAIN[2],
    )
