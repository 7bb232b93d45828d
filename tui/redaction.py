"""What secrets look like, wherever they stand: the shapes that services give their keys."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_TRACES = (
    *("metorial_", "eyJ", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "sk-"),
    *("k_live_", "k_test_", "xox", "AKIA", "ASIA", "AIza", "glpat-", "-----BEGIN ", "@", "="),
)
_SCHEME = re.compile(r"(?i:bearer|basic)\s")

_READ = 20_000
"""Characters of a text that are looked at for one; more is never on screen."""


def has_secret(text: str) -> bool:
    """Return whether something in the shown part of `text` has the shape of a secret."""
    return _may_have(text) and _shapes().search(text, 0, _READ) is not None


def without_secrets(text: str, mask: str) -> str:
    """Return `text` with `mask` in the place of what has the shape of a secret."""
    return _shapes().sub(mask, text) if _may_have(text) else text


def without_secrets_in(value: Any, mask: str) -> Any:
    """Return JSON with `mask` in the place of what has the shape of a secret in its texts."""
    if isinstance(value, str):
        return without_secrets(value, mask)
    if isinstance(value, dict):
        return {key: without_secrets_in(one, mask) for key, one in value.items()}
    if isinstance(value, list):
        return [without_secrets_in(one, mask) for one in value]
    return value


@cache
def _shapes() -> re.Pattern[str]:
    # Compiled when a text may have one: that takes a millisecond, and most starts have none.
    return re.compile(
        r"""
        metorial_[a-z]{2}_[A-Za-z0-9_-]{8,}              # this API's keys
        | \beyJ[A-Za-z0-9_-]{8,400}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?   # JSON web tokens
        | \bgh[pousr]_[A-Za-z0-9]{20,} | \bgithub_pat_[A-Za-z0-9_]{20,}
        | \bsk-[A-Za-z0-9_-]{16,} | \b[rs]k_(?:live|test)_[A-Za-z0-9]{10,}
        | \bxox[abeoprs]-[A-Za-z0-9-]{10,}
        | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b
        | \bAIza[0-9A-Za-z_-]{35}
        | \bglpat-[A-Za-z0-9_-]{16,}
        | (?i:\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{16,}
        | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----[\s\S]*?(?:-----END\ [A-Z ]*PRIVATE\ KEY-----|\Z)
        | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)                # user:password in a URL
        | (?i:(?<=[?&\#;])(?:[a-z_-]*token|[a-z_-]*secret|api_?key|password|signature)=)[^&\s\#]{6,}
        """,
        re.VERBOSE,
    )


def _may_have(text: str) -> bool:
    """Return whether something is in `text` that is in every secret's shape.

    That takes a tenth of the time, and of an answer's thousands of texts nearly none has it.
    """
    for trace in _TRACES:
        if trace in text:
            return True
    return _SCHEME.search(text) is not None
