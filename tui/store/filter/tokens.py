r"""The filter line's lexer: words, keys, values, quotes and where each stands.

::

    line   = tokens between white space
    token  = key ":" value ("," value)*   |   free text
    value  = bare text without white space or comma   |   "quoted", with \" and \\ inside

A token whose first character is a quote is free text, so `"foo:bar"` searches for
`foo:bar`. So is one that begins as a URL does (`http://...`), or whose part before the
colon is no word (`12:30`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SPACE = re.compile(r"\s*")
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?!//)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.?)*)("?)', re.DOTALL)
_BARE = re.compile(r"[^\s,]*")
_WORD = re.compile(r"\S*")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Value(NamedTuple):
    """One value as it stands in the line.

    Attributes:
        text: What it says, without quotes and escapes; lone surrogates, which cannot be
            sent, are replacement characters.
        start: Where it begins in the line, its quote included.
        end: Where it ends, exclusive.
        quoted: Whether it begins with a quote.
        closed: Whether that quote is closed; true for bare text.
    """

    text: str
    start: int
    end: int
    quoted: bool = False
    closed: bool = True


class Token(NamedTuple):
    """One `key:value,value` of the line, or one piece of free text.

    Attributes:
        key: The key in lower case, known or not; None for free text.
        typed_values: Its values as they stand, the empty ones too.
        start: Where it begins in the line.
        end: Where it ends, exclusive.
    """

    key: str | None
    typed_values: tuple[Value, ...]
    start: int
    end: int

    @property
    def values(self) -> tuple[str, ...]:
        """What its values say, without the empty ones."""
        return tuple(value.text for value in self.typed_values if value.text)

    @property
    def closed(self) -> bool:
        """Whether no quote is left open; an open one reaches to the end of the line."""
        return all(value.closed for value in self.typed_values)


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text` in their order; no text is refused."""
    tokens: list[Token] = []
    place = _after(_SPACE, text, 0)
    while place < len(text):
        token = _token(text, place)
        tokens.append(token)
        place = _after(_SPACE, text, token.end)
    return tuple(tokens)


def quote(value: str) -> str:
    """Return `value` as it is typed after a key: bare where that is clear, else quoted."""
    clear = value and _BARE.fullmatch(value) and '"' not in value and value[:2] != "//"
    return value if clear else _quoted(value)


def quote_word(word: str) -> str:
    """Return `word` as it is typed as free text: quoted where it would read as a key's."""
    return _quoted(word) if _KEY.match(word) else quote(word)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _token(text: str, start: int) -> Token:
    key = _KEY.match(text, start)
    if key is None:
        value = _value(text, start, _WORD)
        return Token(None, (value,), start, value.end)
    place = key.end()
    values = [_value(text, place, _BARE)]
    while text.startswith(",", values[-1].end):
        values.append(_value(text, values[-1].end + 1, _BARE))
    return Token(key[1].lower(), tuple(values), start, values[-1].end)


def _value(text: str, start: int, bare: re.Pattern[str]) -> Value:
    """Read the value at `start`; what adjoins a closing quote still belongs to it."""
    quoted = _QUOTED.match(text, start)
    if quoted is None:
        end = _after(bare, text, start)
        return Value(_sendable(text[start:end]), start, end)
    end = _after(bare, text, quoted.end())
    said = _ESCAPED.sub(r"\1", quoted[1]) + text[quoted.end() : end]
    return Value(_sendable(said), start, end, quoted=True, closed=bool(quoted[2]))


def _sendable(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _after(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
