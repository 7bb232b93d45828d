"""The tour of the first start: its steps, and the mark that somebody has had it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LAST_NUMBER = 5
"""Steps as people count them; some take two keys."""

_MARK = "toured"


@dataclass(frozen=True, slots=True)
class Step:
    """One key to be tried on the real screen.

    Attributes:
        number: Which step it is of, from 1.
        command: The command whose key it is; the tour goes on once that was used.
        words: What the key does, behind its name.
        is_typing: Whether the key is pressed in a line that takes all others as text.
    """

    number: int
    command: str
    words: str
    is_typing: bool = False


STEPS = (
    Step(1, "filter", "goes to the filter line, where the list narrows as you type."),
    Step(
        1,
        "filter_accept",
        "goes on to the list. Type first: a part of a name, or status:active.",
        is_typing=True,
    ),
    Step(2, "open", "opens the instance under the cursor: a tree of what it resolves to."),
    Step(3, "used_by", "lists who else uses what the tree's cursor is on; try it on a provider."),
    Step(3, "history_back", "goes back to where you were, with its filter, row and tree."),
    Step(4, "palette", "finds any command; an ID of anything that is pasted there is opened."),
    Step(5, "help", "shows all keys, first those of where you are, and the guides."),
)
"""The tour, in its order."""


def step_of(command: str, at: int) -> int | None:
    """Return which step was done by using that command while the tour is `at` one.

    What the next number teaches may come before its turn; what is further on is not meant yet.
    """
    for index in range(at, len(STEPS)):
        if STEPS[index].command == command and STEPS[index].number <= STEPS[at].number + 1:
            return index
    return None


def claim(folder: Path) -> bool:
    """Mark in `folder` that this user has had the tour; return whether nobody had before.

    Where that cannot be kept there is no tour: it would come at each start.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _MARK).touch(mode=0o600, exist_ok=False)
    except OSError:
        return False
    return True
