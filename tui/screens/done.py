"""What is said of a change that was made: to what, its ID, the request's, what the keys do next."""

from __future__ import annotations

from tui.keymap import key_of
from tui.models.base import ApiObject
from tui.text import Display, clean


def done(words: str, made: ApiObject, *, at_cursor: bool = False) -> Display:
    """Return what was done in `words`, and below it the IDs to look it up by.

    Args:
        words: What was done to what, in a sentence or two.
        made: The answer.
        at_cursor: Whether the cursor is on it, so that the keys that copy are its own.
    """
    lines = [words]
    if made.id:
        copies = f" · {key_of('copy')} {key_of('copy_id')} copies it" if at_cursor else ""
        lines.append(f"{clean(made.id)}{copies}")
    if made.request_id:
        lines.append(f"request {clean(made.request_id)}")
    return Display("\n".join(lines))
