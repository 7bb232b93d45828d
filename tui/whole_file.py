"""Writes a small file as a whole: whoever reads it finds the old text or the new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

FOR_THE_USER_ALONE = 0o600
"""The mode of a file that nobody else may read."""


def write_whole(path: Path, text: str, *, mode: int = FOR_THE_USER_ALONE) -> None:
    """Put `text` in the place of what the file held; its folder is made where there is none.

    Raises:
        OSError: It could not be written; the old text is still there.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with writing_whole(path, mode=mode) as file:
        file.write(text)


@contextmanager
def writing_whole(path: Path, *, mode: int = FOR_THE_USER_ALONE) -> Iterator[TextIO]:
    """Yield what takes the place of the file once the block has ended, and is dropped if it fails.

    Raises:
        OSError: It could not be written; the old text is still there.
    """
    new = path.with_name(f"{path.name}.{os.getpid():x}")
    try:
        # Not through a link that somebody put there, nor into what somebody else may read.
        new.unlink(missing_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(handle)
        os.replace(new, path)
    finally:
        # Where it took the file's place, there is nothing left of that name.
        with suppress(OSError):
            new.unlink(missing_ok=True)
