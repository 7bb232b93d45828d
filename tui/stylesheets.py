"""Where the stylesheets are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path, PurePath

_PACKAGE = Path(__file__).parent


def stylesheet(name: str) -> Path:
    """Return the path of `styles/<name>.tcss`."""
    installed = _PACKAGE / "styles"
    folder = installed if installed.is_dir() else _PACKAGE.parent / "styles"
    return folder / f"{name}.tcss"


def dialog_stylesheets(name: str) -> list[str | PurePath]:
    """Return the paths of what all dialogs share, and of `styles/<name>.tcss`."""
    return [stylesheet("dialog"), stylesheet(name)]
