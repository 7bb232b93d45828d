"""The one gate between untrusted text and the screen.

Every string that comes from the API, a file or another program passes `clean` (or
`clean_lines`) exactly once, where models become what is shown; what is copied or sent
keeps its true value. Widgets take `Display` only, so the type checker sees a bypass.
"""

from __future__ import annotations

import unicodedata
from typing import NewType

Display = NewType("Display", str)
"""Text that is safe to draw: no control, bidi, zero-width or surrogate characters."""

LIMIT = 512
"""Characters kept of one cleaned string, unless asked otherwise."""

_REPLACEMENT = 0xFFFD

_HIDDEN = (
    0x00AD,  # soft hyphen: drawn with a width that terminals disagree about
    0x034F,
    0x061C,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    *range(0x180B, 0x1810),  # Mongolian selectors and separator
    0x200B,
    0x200C,
    0x200D,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),  # line, paragraph separators, bidi embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, bidi isolates
    0x3164,
    0xFEFF,
    0xFFA0,
    *range(0xFE00, 0xFE0E),  # variation selectors, without those of emoji
    *range(0xFFF0, 0xFFFC),
    *range(0x1BCA0, 0x1BCA4),
    *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE0080),  # tag characters
    *range(0xE0100, 0xE01F0),  # more variation selectors: any bytes hide in them
)

_ONE_LINE: dict[int, int | None] = {
    **{code: 0x2400 + code for code in range(0x20)},  # Unicode's control pictures
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
    **dict.fromkeys(_HIDDEN, _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
    # Emoji or text style: terminals disagree about the width, and it says nothing.
    0xFE0E: None,
    0xFE0F: None,
}
_MANY_LINES = {code: to for code, to in _ONE_LINE.items() if code != 0x0A}

_ASCII = bytes((0x0A, *range(0x20, 0x7F)))

_HARMLESS = "\n\t\ufe0e\ufe0f"


def clean(value: object, limit: int = LIMIT) -> Display:
    """Return `value` as one line that is safe to draw.

    Control characters become their visible pictures (``␛``), hidden and bidirectional
    ones and lone surrogates become ``\N{REPLACEMENT CHARACTER}``, the selectors of emoji
    style are left out; text longer than `limit` characters ends in an ellipsis.
    """
    text = value if isinstance(value, str) else str(value)
    cut = len(text) > limit
    if cut:
        text = text[:limit]
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_ONE_LINE)
    return Display(text + "…" if cut else text)


def clean_lines(value: str, limit: int = 1_000_000) -> Display:
    """Return `value` safe to draw with its line breaks kept and its tabs expanded."""
    cut = len(value) > limit
    text = value[:limit].replace("\r\n", "\n").expandtabs(4)
    odd = beyond_ascii(text)
    if odd.translate(_MANY_LINES) != odd:
        text = text.translate(_MANY_LINES)
    return Display(text + "…" if cut else text)


def beyond_ascii(text: str) -> str:
    """Return what is left of `text` without line breaks and the ASCII that can be drawn.

    Long texts are mostly that, and it is dropped many times faster than it is looked up.
    """
    if text.isascii() and text.isprintable():
        return ""
    content = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return content.decode("utf-8", "surrogatepass")


def is_plain(value: str) -> bool:
    """Return whether `value` can be drawn as it is, so that cleaning changes nothing."""
    return clean(value, limit=len(value)) == value


def hidden_characters(text: str) -> list[str]:
    """Return what in `text` would not be seen as it is, by name, each once: `U+202E ...`.

    Line breaks and tabs are seen, and the selectors of emoji style change no meaning.
    """
    odd = (
        one
        for one in dict.fromkeys(beyond_ascii(text))
        if one not in _HARMLESS and not is_plain(one)
    )
    return [f"U+{ord(one):04X} {_name(one)}".rstrip() for one in odd]


def _name(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        # Its picture's name tells it: SYMBOL FOR ESCAPE.
        return unicodedata.name(chr(0x2400 + code)).removeprefix("SYMBOL FOR ").lower()
    return unicodedata.name(character, "").lower()


def well_formed(text: str) -> str:
    """Return `text` as it can be encoded to be sent: without lone surrogates."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def fold(text: str) -> str:
    """Return `text` as searches compare it: without case, accents and typographic forms.

    Folding twice changes nothing more, so a folded word is looked for in folded text.
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()
