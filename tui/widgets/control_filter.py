"""The backstop behind the text gate: no control character reaches the terminal."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.text import clean


class ControlFilter(LineFilter):
    """Cleans what a widget drew without the gate; a bug there stays a harmless one."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the line with every unsafe character made visible."""
        return [_cleaned(segment) for segment in segments]


def _cleaned(segment: Segment) -> Segment:
    text, style, control = segment
    if control or (text.isascii() and text.isprintable()):
        return segment
    safe = clean(text, limit=len(text))
    return segment if safe == text else Segment(safe, style, control)
