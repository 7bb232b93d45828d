"""Writes a list of any length to a file, which is the whole list or stays as it was."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any

from tui.errors import UsageError
from tui.export.formats import Writer
from tui.text import clean
from tui.whole_file import writing_whole


def check_target(path: Path) -> bool:
    """Return whether there is a file of that name, which writing would replace.

    A link is followed: what it leads to is written, and the link stays.

    Raises:
        UsageError: Nothing can be written there.
    """
    shown = clean(path)
    if path.is_dir():
        raise UsageError(f"{shown} is a folder; name a file in it.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{shown} is no regular file; redirect the output of a list to it.")
    target = _target(path)
    if target.is_symlink():
        raise UsageError(f"{shown} is a link that leads to itself.")
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {clean(target.parent)}.")
    return target.exists()


async def export(path: Path, found: AsyncGenerator[list[Any], None], writer: Writer) -> None:
    """Write what is found to a file that its owner alone may read.

    Raises:
        ApiError: As `found` raises; the file is as it was.
        OSError: It could not be written; the file is as it was.
    """
    async with aclosing(found):
        with writing_whole(_target(path)) as file:
            file.write(writer.begin())
            async for documents in found:
                file.write(writer.write(documents))
            file.write(writer.end())


def _target(path: Path) -> Path:
    """Return the file that a path leads to: beside it the new one is made, which replaces it."""
    return Path(os.path.realpath(path))
