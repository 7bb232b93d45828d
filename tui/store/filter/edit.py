"""Changing a part of the filter line and leaving the rest as it was typed."""

from __future__ import annotations

from collections.abc import Iterable

from tui.store.filter.tokens import quote, quote_word, tokenize


def with_token(text: str, key: str, values: Iterable[str]) -> str:
    """Return `text` asking for `values` of `key`, in place of what it asked for.

    The token takes the place of the first one of that key, else the end of the line; no
    values take the key out. A quote that was left open is closed before something follows.
    """
    typed = ",".join(quote(value) for value in values if value)
    return _replace(text, key.lower(), f"{key.lower()}:{typed}" if typed else "")


def without_key(text: str, key: str) -> str:
    """Return `text` without the tokens of `key`."""
    return _replace(text, key.lower(), "")


def with_search(text: str, search: str) -> str:
    """Return `text` with the words of `search` in place of its free text."""
    return _replace(text, None, " ".join(quote_word(word) for word in search.split()))


def _replace(text: str, key: str | None, replacement: str) -> str:
    tokens = tokenize(text)
    stale = [token for token in tokens if token.key == key]
    if stale and replacement:
        first = stale.pop(0)
    elif replacement:
        return _append(text, replacement)
    else:
        first = None
    for token in reversed(stale):
        text = _cut(text, token.start, token.end)
    return text[: first.start] + replacement + text[first.end :] if first else text


def _append(text: str, addition: str) -> str:
    tokens = tokenize(text)
    if tokens and not tokens[-1].closed:
        slashes = len(text) - len(text.rstrip("\\"))
        text += '\\"' if slashes % 2 else '"'
    apart = not text or text[-1].isspace()
    return f"{text}{addition}" if apart else f"{text} {addition}"


def _cut(text: str, start: int, end: int) -> str:
    """Take a token out together with the white space that set it apart."""
    after = text[end:].lstrip()
    return text[:start] + after if after else text[:start].rstrip()
