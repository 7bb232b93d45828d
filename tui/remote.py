"""Whether this runs at the other end of a line, which may be thin."""

from __future__ import annotations

from collections.abc import Mapping

from tui.profile import Profile

_VARIABLES = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


def is_remote(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal is reached over SSH."""
    return any(environ.get(name) for name in _VARIABLES)


def is_thin(profile: Profile, environ: Mapping[str, str]) -> bool:
    """Return whether bytes are to be spared: as the profile says, else over SSH."""
    return is_remote(environ) if profile.thin_line is None else profile.thin_line
