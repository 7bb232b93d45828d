"""The file that somebody means by what was typed."""

from __future__ import annotations

from pathlib import Path


def typed_path(text: str) -> Path:
    """Return the path of a file, in which `~` is somebody's own folder."""
    path = Path(text.strip())
    try:
        return path.expanduser()
    except RuntimeError:
        return path  # ~nobody: a name like any other
