"""What is sent of a frame draws the same picture as the whole frame does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.screen_copy import ScreenCopy

WIDTH, HEIGHT = 12, 4
SIZE = Size(WIDTH, HEIGHT)

styles = st.sampled_from(
    [
        None,
        Style.parse("red on blue"),
        Style.parse("#102030 on #405060"),
        Style.parse("bold #102030 on #405060"),
        Style.parse("underline"),
        Style.parse("reverse dim"),
        Style.parse("bold link https://example.com/a"),
    ]
)
narrow = st.text(st.sampled_from("abc  .─é"), max_size=6)
wide = st.text(st.sampled_from("abc  .─世界e\N{COMBINING ACUTE ACCENT}🚀"), max_size=6)


@st.composite
def strips(draw: st.DrawFn, width: int, texts: st.SearchStrategy[str]) -> Strip:
    """A strip of exactly that width."""
    # A mark needs a character before it, of its own look.
    drawn = draw(st.lists(st.tuples(texts, styles), max_size=4))
    segments = [Segment(f"|{text}", style) for text, style in drawn]
    return Strip(segments).adjust_cell_length(width)


@st.composite
def whole_frames(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> CompositorUpdate:
    """A whole picture."""
    lines: list[Iterable[Strip]] = [[draw(strips(WIDTH, texts))] for _ in range(HEIGHT)]
    return LayoutUpdate(lines, Region(0, 0, WIDTH, HEIGHT))


@st.composite
def parts(draw: st.DrawFn) -> CompositorUpdate:
    """Some parts of some lines; no half of a wide character, which Textual draws over whole."""
    cuts = draw(st.lists(st.integers(1, WIDTH - 1), unique=True, max_size=3))
    edges = [0, *sorted(cuts), WIDTH]
    chops: list[dict[int, Strip | None]] = []
    for _ in range(HEIGHT):
        drawn = {x: draw(st.none() | strips(end - x, narrow)) for x, end in pairwise(edges)}
        chops.append(drawn)
    spans = [(y, 0, WIDTH) for y in range(HEIGHT) if draw(st.booleans())] or [(0, 0, WIDTH)]
    return ChopsUpdate(chops, spans, [edges[1:]] * HEIGHT)


frames = st.lists(whole_frames(wide), min_size=1, max_size=4) | st.lists(
    whole_frames(narrow) | parts(), min_size=1, max_size=6
)


class Screen:
    """What a terminal shows."""

    def __init__(self) -> None:
        self.console = Console(force_terminal=True, color_system="truecolor", width=WIDTH)
        self._screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self._screen)
        self._stream.feed("\x1b[?7l")  # Textual has no line wrapped.

    def draw(self, sequence: str) -> None:
        # Textual puts the cursor in its place behind every frame.
        self._stream.feed(f"{sequence}\x1b[H")

    @property
    def picture(self) -> Any:
        return [[self._screen.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]


@given(frames)
def test_the_picture_is_that_of_the_whole_frames(frames: list[CompositorUpdate]) -> None:
    whole, copied, copy = Screen(), Screen(), ScreenCopy()
    # Wiped first, as it is where it starts: what is unknown is not what a terminal shows.
    blank = LayoutUpdate([[Strip.blank(WIDTH)] for _ in range(HEIGHT)], Region(0, 0, WIDTH, HEIGHT))
    for frame in (blank, *frames):
        whole.draw(frame.render_segments(whole.console))
        copied.draw(copy.send(frame, SIZE, ColorSystem.TRUECOLOR))
        assert copied.picture == whole.picture


@given(whole_frames(narrow) | parts())
def test_a_frame_is_sent_once(frame: CompositorUpdate) -> None:
    copy = ScreenCopy()
    copy.send(frame, SIZE, ColorSystem.TRUECOLOR)
    assert copy.send(frame, SIZE, ColorSystem.TRUECOLOR) == ""


@pytest.mark.parametrize("size", [SIZE, Size(WIDTH, HEIGHT - 1)])
def test_all_is_sent_again_where_it_may_be_gone(size: Size) -> None:
    frame = LayoutUpdate([[Strip([Segment("hello")])]], Region(0, 0, 5, 1))
    copy = ScreenCopy()
    copy.send(frame, SIZE, ColorSystem.TRUECOLOR)
    if size == SIZE:
        copy.forget()
    assert "hello" in copy.send(frame, size, ColorSystem.TRUECOLOR)


def test_a_link_begins_and_ends_with_its_text() -> None:
    def sent(url: str) -> str:
        strip = Strip([Segment("a"), Segment("bc", Style(link=url)), Segment("d")])
        frame = LayoutUpdate([[strip]], Region(0, 0, 4, 1))
        return ScreenCopy().send(frame, Size(4, 1), ColorSystem.TRUECOLOR)

    url = "https://example.com/x"
    link = re.search(rf"\x1b\]8;id=\w+;{url}\x1b\\(.*?)bc\x1b\]8;;\x1b\\", sent(url))
    assert link is not None
    assert not set(link[1]) - set("\x1b[0;39m4")
    for hostile in ("https://example.com/\x1b[2J", "https://example.com/\u202e"):
        assert "]8;" not in sent(hostile)


def test_a_change_takes_few_bytes() -> None:
    def line(text: str) -> CompositorUpdate:
        style = Style.parse("#102030 on #405060")
        return LayoutUpdate([[Strip([Segment(text, style)])]], Region(0, 0, len(text), 1))

    copy = ScreenCopy()
    copy.send(line("a" * 80), Size(80, 1), ColorSystem.EIGHT_BIT)
    sent = copy.send(line("a" * 40 + "b" + "a" * 39), Size(80, 1), ColorSystem.EIGHT_BIT)
    assert len(sent) < 45


@given(st.lists(whole_frames(wide), min_size=1, max_size=3), whole_frames(narrow))
def test_no_terminal_that_has_other_widths_keeps_what_was_there(
    before: list[CompositorUpdate], last: CompositorUpdate
) -> None:
    whole, copied, copy = Screen(), Screen(), ScreenCopy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pyte.screens.wcwidth", lambda character: 1)
        for frame in (*before, last):
            copied.draw(copy.send(frame, SIZE, ColorSystem.TRUECOLOR))
    whole.draw(last.render_segments(whole.console))
    assert copied.picture == whole.picture
