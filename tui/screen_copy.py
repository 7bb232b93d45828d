"""Sends only what changed of the screen, in as few bytes as that takes.

Textual draws a widget's lines anew even where they are what they were, and begins each run
of text with all of its colours. On a thin line that is most of what goes down it. So this
keeps a copy of what the terminal shows, and of each frame lets go what differs from it.

It is also the backstop behind the text gate, the last place before the terminal: what a widget
drew without the gate is cleaned here, so that a bug there stays a harmless one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias
from zlib import crc32

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from tui.text import clean

Look: TypeAlias = tuple[str, str, str, str]
"""The codes of a style, its attributes, its colour, its background; and where it links to."""

_PLAIN: Look = ("", "39", "49", "")
_UNKNOWN = "\0"

_UNSURE = re.compile("[^\0-\u02ff\u0370-\u058f\u2000-\u25ff\u27c0-\u2aff\u2c00-\u2e7f]")
"""Characters that terminals give other widths than Unicode does: wide ones, marks, emoji.

Said by what is not among them, which is compiled eight times faster.
"""


class _Line:
    """What a line of the terminal shows: of each cell its character, with its marks, and look.

    The second cell of a wide character has an empty one.
    """

    def __init__(self, width: int) -> None:
        self.characters = [_UNKNOWN] * width
        self.looks = [_PLAIN] * width
        self.is_sure = True
        """Whether what stands here stands where it was put, in every terminal."""

    def differing(self, x: int, characters: list[str], look: Look) -> tuple[int, int]:
        """Return the range of the new characters that covers all that differ."""
        start, end = 0, len(characters)
        if not self.is_sure:
            return start, end
        if self.looks[x : x + end].count(look) != end:
            return start, end
        old = self.characters[x : x + end]
        if old == characters:
            return 0, 0
        while old[start] == characters[start]:
            start += 1
        while old[end - 1] == characters[end - 1]:
            end -= 1
        # Half of a wide character cannot be written.
        while not characters[start]:
            start -= 1
        while end < len(characters) and not characters[end]:
            end += 1
        return start, end

    def write(self, x: int, characters: list[str], look: Look) -> None:
        """Take the characters for shown."""
        self.characters[x : x + len(characters)] = characters
        self.looks[x : x + len(characters)] = [look] * len(characters)

    def mend(self, start: int, end: int) -> None:
        """Take what is left of wide characters that a range has cut for unknown.

        To be called once a range was drawn; the next one begins from what stands here then.
        """
        self.is_sure = not _UNSURE.search("".join(self.characters))
        cells = self.characters
        if 0 < start < len(cells) and cells[start] and _width(cells[start - 1]) == 2:
            cells[start - 1] = _UNKNOWN
        if end < len(cells) and not cells[end] and _width(cells[end - 1]) != 2:
            cells[end] = _UNKNOWN


class ScreenCopy:
    """What the terminal shows, as far as it was told."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._lines: list[_Line] = []

    def forget(self) -> None:
        """Take nothing for granted: something else may have drawn."""
        self._size = Size(0, 0)

    def send(self, frame: CompositorUpdate, size: Size, colors: ColorSystem) -> str:
        """Return what makes the terminal show `frame`, and take it for shown."""
        if size != self._size:
            self._size = size
            self._lines = [_Line(size.width) for _ in range(size.height)]
        sent: list[str] = []
        look: Look | None = None
        for y, left, strip in _pieces(frame):
            if not 0 <= y < size.height:
                continue
            line, x, reached = self._lines[y], left, -1
            for text, style, _ in strip:
                if text.isascii() and text.isprintable():
                    characters = list(text)[: size.width - x]
                else:
                    characters = _cells(clean(text, limit=len(text)))[: size.width - x]
                wanted = _PLAIN if style is None else _look(style, colors)
                start, end = line.differing(x, characters, wanted)
                if start < end:
                    if x + start != reached:
                        sent.append(f"\x1b[{y + 1};{x + start + 1}H")
                    if wanted != look:
                        sent.append(_change(look, wanted))
                        look = wanted
                    sent += characters[start:end]
                    line.write(x, characters, wanted)
                    # Wherever the terminal's cursor is behind those, it is put where it should.
                    reached = -1 if _UNSURE.search(text) else x + end
                x += len(characters)
            line.mend(left, x)
        if look is not None:
            sent.append(_link("") if look[3] else "")
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


def _cells(text: str) -> list[str]:
    """Return the characters of each cell; marks belong to the character before them."""
    cells: list[str] = []
    for character in text:
        width = get_character_cell_size(character)
        if width == 0 and cells:
            cells[-2 if len(cells) > 1 and not cells[-1] else -1] += character
        elif width > 0:
            cells.append(character)
            cells += [""] * (width - 1)
    return cells


def _width(characters: str) -> int:
    return get_character_cell_size(characters[0]) if characters else 0


def _change(before: Look | None, wanted: Look) -> str:
    """Return what makes the terminal write in another look."""
    link = "" if wanted[3] == (before or _PLAIN)[3] else _link(wanted[3])
    codes = wanted[:3]
    if before is None or before[0] != wanted[0]:
        return f"{link}\x1b[{';'.join(filter(None, ('0', *codes)))}m"
    changed = [new for old, new in zip(before, codes, strict=False) if old != new]
    return f"{link}\x1b[{';'.join(changed)}m" if changed else link


def _link(url: str) -> str:
    """Return what makes text a link from there on; its lines are one by the same ID."""
    return f"\x1b]8;id={crc32(url.encode()):x};{url}\x1b\\" if url else "\x1b]8;;\x1b\\"


@lru_cache(maxsize=2048)
def _look(style: Style, colors: ColorSystem) -> Look:
    foreground, background, link = style.color, style.bgcolor, style.link or ""
    attributes = style.without_color.update_link(None).render("\0", color_system=colors)
    return (
        attributes.partition("m\0")[0][2:],
        ";".join(foreground.downgrade(colors).get_ansi_codes()) if foreground else _PLAIN[1],
        ";".join(background.downgrade(colors).get_ansi_codes(foreground=False))
        if background
        else _PLAIN[2],
        link if link.isascii() and link.isprintable() else "",
    )
