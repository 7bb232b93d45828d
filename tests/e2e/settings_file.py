"""A settings file for the explorer to find."""

from __future__ import annotations

from pathlib import Path


def configure(home: Path, text: str) -> Path:
    """Write the settings file of who lives in `home`; return where it is."""
    file = home / ".config" / "metorial-tui" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file
