"""Whether this runs at the other end of a line."""

from __future__ import annotations

from collections.abc import Mapping

_VARIABLES = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


def is_remote(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal is reached over SSH."""
    return any(environ.get(name) for name in _VARIABLES)
