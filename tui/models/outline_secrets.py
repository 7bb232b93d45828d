"""Which keys look as though a secret were kept under them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from tui.text import Display

MASK = Display("••••")
"""Stands in the place of a secret, whatever its length."""

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_SECRET_WORDS = frozenset(
    {
        "secret",
        "secrets",
        "token",
        "tokens",
        "password",
        "passwords",
        "passwd",
        "passphrase",
        "pwd",
        "apikey",
        "apikeys",
        "authorization",
        "bearer",
        "cookie",
        "credential",
        "credentials",
        "jwt",
    }
)
_SECRET_KEYS = frozenset({"api", "private", "access", "secret", "signing", "encryption", "auth"})
"""Words that make a secret of the word `key` or `keys` after them."""

_MAX_KEY = 200

SESSION_SECRETS = frozenset({"client_secret", "connection_url"})
"""The fields of a session that let anyone in who reads them."""


def looks_secret(key: str) -> bool:
    """Return whether `key` names a secret: `api_key`, `clientSecret`, `DB-PASSWORD`."""
    words = [word.lower() for word in _WORD_BREAK.split(key[:_MAX_KEY]) if word]
    if not _SECRET_WORDS.isdisjoint(words) or "".join(words) in _SECRET_WORDS:
        return True
    return any(
        first in _SECRET_KEYS and second in ("key", "keys") for first, second in pairwise(words)
    )


def is_hidden(value: object, key: str) -> bool:
    """Return whether `value`, found at or below the secret `key`, is to be masked.

    Empty text, null and booleans give nothing away; numbers under `tokens` are counts.
    """
    if isinstance(value, str):
        return value != ""
    if isinstance(value, bool) or value is None:
        return False
    return isinstance(value, int | float) and not key.lower().endswith("tokens")


def without_session_secrets(value: object) -> object:
    """Return a session's JSON without what lets anyone in who reads it; any other as it is.

    Each can still be copied by itself, by who asks for it.
    """
    if not isinstance(value, dict) or value.get("object") != "session":
        return value
    return masked_session(value)


def masked_session(session: dict[str, Any]) -> dict[str, Any]:
    """Return what may be a session, whatever it says of itself, without its secrets."""
    if SESSION_SECRETS.isdisjoint(session):
        return session
    return {
        field: MASK if field in SESSION_SECRETS and is_hidden(one, field) else one
        for field, one in session.items()
    }
