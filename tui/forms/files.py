"""Bodies in files: JSON as the API takes it, for the user alone, without secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tui.drafts import MASK
from tui.errors import UsageError
from tui.forms.body import read_body
from tui.forms.json_text import write_json
from tui.redaction import without_secrets_in
from tui.text import fold
from tui.whole_file import write_whole

MOST_BYTES = 1_048_576
"""What is read of a file at the most: a body is far smaller."""


def load_body(path: Path) -> dict[str, Any]:
    """Return the body that is in a file.

    Raises:
        UsageError: It cannot be read, or is not one JSON object that the API can be sent.
    """
    try:
        # A device or a pipe would keep one waiting.
        if path.exists() and not path.is_file():
            raise UsageError("That is no file.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"It cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UsageError("That is no name of a file.") from error
    if len(content) > MOST_BYTES:
        raise UsageError(f"It is larger than {MOST_BYTES >> 10} KiB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("It is not UTF-8.") from error
    return read_body(text)


def save_body(path: Path, body: Mapping[str, Any]) -> bool:
    """Write a body to a file; return whether what looked like a secret was left out.

    Raises:
        UsageError: It cannot be written; what was there before is still there.
    """
    kept = without_secrets_in(dict(body), MASK)
    try:
        if path.is_dir():
            raise UsageError("That is a folder: add a name to it.")
        if not path.parent.is_dir():
            raise UsageError("There is no such folder.")
        write_whole(path, write_json(kept) + "\n")
    except OSError as error:
        raise UsageError(f"It cannot be written: {error.strerror}.") from error
    except ValueError as error:
        raise UsageError("That is no name of a file.") from error
    return bool(kept != body)


def file_name(name: str) -> str:
    """Return what the file of an object of that name may be called."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    return f"{'-'.join(words)[:60] or 'body'}.json"
