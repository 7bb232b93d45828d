"""Metadata between JSON text in an editor and the object that is sent."""

from __future__ import annotations

from typing import Any

from tui.forms.json_text import MAX_LENGTH, read_object, write_json

TOO_LARGE = "(too large to edit here; left as it is unless you replace all of this)"
TOO_DEEP = "(nested too deeply to edit here; left as it is unless you replace all of this)"


def parse_metadata(text: str) -> dict[str, Any]:
    """Return the JSON object that `text` writes.

    Raises:
        FieldProblem: As `read_object`.
    """
    return read_object(text, 'metadata must be a JSON object, as {"team": "support"}')


def format_metadata(metadata: dict[str, Any] | None) -> str:
    """Return `metadata` as JSON to edit; nothing for None.

    Characters that would be drawn as something else than they are become JSON escapes,
    so the text reads back to the very same value. What no editor can hold becomes a
    sentence that is no JSON, so that it cannot be sent in its place.
    """
    if metadata is None:
        return ""
    try:
        text = write_json(metadata)
    except RecursionError:
        return TOO_DEEP
    return text if len(text) <= MAX_LENGTH else TOO_LARGE
