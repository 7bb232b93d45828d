"""An editor of JSON, or of `key: value` lines, that tells keys, texts and numbers apart.

It colours a line by a pattern as it draws it, as no text of JSON goes over a line's end: a
grammar would cost a library that is compiled, for no more to see.
"""

from __future__ import annotations

import re
from typing import ClassVar

from rich.text import Text
from textual.widgets import TextArea

_LONGEST = 5_000
"""Characters of a line that is coloured; a longer one would be slow to draw."""

_JSON = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<text>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<number>-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|(?P<word>\b(?:true|false|null)\b)"
)
# No two parts that are side by side match the same blanks: a line of them would take minutes.
_PAIRS = re.compile(
    r'^\s*(?P<key>"(?:[^"\\]|\\.)*"|[^":\s](?:[^":]*[^":\s])?)\s*:\s*'
    r"(?:(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<word>true|false|null)"
    r"|(?P<text>\S(?:.*\S)?)?)\s*$"
)


class JsonArea(TextArea):
    """The text; what is wrong with it is underlined where it is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "json--key",
        "json--text",
        "json--number",
        "json--word",
        "json--wrong",
    }

    as_pairs = False
    """Whether it has lines of `key: value`."""

    _wrong: tuple[int, int] | None = None

    def mark_wrong(self, place: tuple[int, int] | None) -> None:
        """Underline from that line and column on, counted from 1; nothing for None."""
        if place != self._wrong:
            self._wrong = place
            # What is drawn of lines is kept until the text or the style changes.
            self.notify_style_update()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is drawn."""
        line = super().get_line(line_index)
        if len(line) <= _LONGEST:
            for found in (_PAIRS if self.as_pairs else _JSON).finditer(line.plain):
                for kind in found.groupdict():
                    if found[kind]:
                        self._draw(line, kind, *found.span(kind))
        if self._wrong is not None and self._wrong[0] - 1 == line_index:
            start = min(self._wrong[1] - 1, max(len(line) - 1, 0))
            self._draw(line, "wrong", start, len(line))
        return line

    def _draw(self, line: Text, kind: str, start: int, end: int) -> None:
        line.stylize(self.get_component_rich_style(f"json--{kind}", partial=True), start, end)
