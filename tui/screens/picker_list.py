"""What a picker offers, line by line, made of what is known without asking anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from textual.content import Content
from textual.widgets.option_list import Option

from tui.resources import plural
from tui.store.lookup import Choice
from tui.text import Display, clean
from tui.widgets.fields.field import MUTED

USE_ID = Display("use this ID")
"""The note of an ID that was typed, and that nothing has named."""

Lines: TypeAlias = tuple[Choice | None, ...]
"""The lines from the top; None is a heading."""

_HEADINGS = ("recent", "all")
_NAME_WIDTH = 32


def lines(
    text: str,
    found: Sequence[Choice],
    *,
    none: Choice | None = None,
    recent: Sequence[Choice] = (),
    own: Choice | None = None,
) -> Lines:
    """Return the lines for what is typed.

    While nothing is: the choice of leaving it empty (`none`), what was picked lately, and
    what was found. Else what was found, and the typed text as an ID (`own`).
    """
    if text:
        return (*found, *([own] if own is not None else []))
    first = [none] if none is not None else []
    if not recent:
        return (*first, *found)
    known = {one.id for one in recent}
    rest = [one for one in found if one.id not in known]
    return (*first, None, *recent, *([None, *rest] if rest else []))


def still_there(
    recent: Sequence[Choice], found: Sequence[Choice], *, is_whole: bool
) -> tuple[Choice, ...]:
    """Return what was picked lately, as the list has it now; what a whole list lacks is gone."""
    now = {one.id: one for one in found}
    return tuple(now.get(one.id, one) for one in recent if one.id in now or not is_whole)


def place_for(shown: Lines, current: Choice | None, *, any_id: bool) -> int | None:
    """Return the line that the cursor goes to: where it was, else the first that is sure.

    It never goes by itself to the ID of a half-typed name, unless `any_id` counts.
    """
    choices = [(number, one) for number, one in enumerate(shown) if one is not None]
    for number, one in choices:
        if current is not None and one.id == current.id:
            return number
    for number, one in choices:
        if one.note != USE_ID or any_id or looks_like_id(one.id):
            return number
    return None


def options(shown: Lines) -> Iterator[Option]:
    """Yield the lines as they are drawn: name, status and ID under each other."""
    headings = iter(_HEADINGS)
    for one in shown:
        if one is None:
            yield Option(Content.styled(next(headings), MUTED), disabled=True)
            continue
        name = Content(one.name).truncate(_NAME_WIDTH, ellipsis=True, pad=True)
        detail = USE_ID if one.note == USE_ID else clean(one.id, 80)
        status = f"{one.status or '':<9}"
        yield Option(Content.assemble(name, "  ", (status, MUTED), " ", (detail, MUTED)))


def matches(choice: Choice, text: str) -> bool:
    """Whether the text is in a choice's name, ID or slug."""
    wanted = text.casefold()
    return any(wanted in part.casefold() for part in (choice.name, choice.id, choice.slug or ""))


def looks_like_id(text: str) -> bool:
    """Whether a text has the shape of an ID, so that it is worth asking for."""
    prefix, separator, rest = text.partition("_")
    return bool(separator) and prefix.isalnum() and len(rest) >= 6


def refusal(word: str, status: int) -> str:
    """Return why a list of such objects is not there, and what to do."""
    why = "This key may not read" if status == 403 else "The API does not have"
    return f"{why} the list of {plural(word)} ({status}): type or paste the ID."
