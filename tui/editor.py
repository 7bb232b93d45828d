"""The user's own editor, for text that is long: `$VISUAL`, else `$EDITOR`."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tui.children import child_environment
from tui.errors import UsageError

MOST_BYTES = 262_144
"""What is read back at the most: more makes a field slow."""

_VARIABLES = ("VISUAL", "EDITOR")


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """Return the editor and its arguments.

    Raises:
        UsageError: None is named, or what is named cannot be read.
    """
    named = next((environ[one] for one in _VARIABLES if environ.get(one, "").strip()), None)
    if named is None:
        raise UsageError('No editor is named. Set one in your shell, as export EDITOR="vim".')
    try:
        return shlex.split(named)
    except ValueError as error:
        raise UsageError(f"$VISUAL or $EDITOR cannot be read: {error}.") from error


def edit(text: str, environ: Mapping[str, str], *, suffix: str = ".txt") -> str | None:
    """Return `text` as the user's editor left it; None where it is to stay as it is.

    It waits for the editor, which has the terminal meanwhile and no key of the API in its
    environment. The file is the user's alone, and gone afterwards.

    Raises:
        UsageError: There is no editor, it cannot be run, it failed, or what it left cannot be
            read.
    """
    command = editor_command(environ)
    with TemporaryDirectory(prefix="metorial-tui-") as folder:
        path = Path(folder, f"text{suffix}")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode("utf-8", "replace"))
        try:
            with _deaf():
                done = subprocess.run([*command, str(path)], env=child_environment(environ))
        except OSError as error:
            raise UsageError(f"{command[0]} cannot be run: {error.strerror}.") from error
        if done.returncode != 0:
            raise UsageError(f"The editor ended with {done.returncode}: nothing was changed.")
        return _left(path, text)


@contextmanager
def _deaf() -> Iterator[None]:
    """Leave ctrl+C to the editor, which has the terminal; it hears it, as ever."""
    # Not ignored: that the editor would inherit.
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _left(path: Path, before: str) -> str | None:
    try:
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise UsageError(f"That is more than {MOST_BYTES >> 10} KiB; nothing was taken.")
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UsageError(f"What the editor left cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError("What the editor left is not UTF-8; nothing was taken.") from error
    if text.endswith("\n") and not before.endswith("\n"):
        # Editors end a file's last line; what was handed over had none to end.
        text = text[:-1]
    return None if text == before else text
