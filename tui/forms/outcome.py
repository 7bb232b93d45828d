"""What became of a request that had no answer, as far as looking can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tui.forms.diff import Change
from tui.forms.values import same
from tui.keymap import key_of
from tui.text import Display

ResultT = TypeVar("ResultT")

NOTHING_MADE = Display(
    "Looked for: nothing of that name was made there within the last minutes, so it was most "
    "likely not created."
)
NOT_CHANGED = Display("Looked at: it has not what was sent, so most likely it was not changed.")
NOT_THERE = Display("Looked at: it has not what was sent, and others changed it meanwhile.")
STOPPED = Display("You stopped waiting, and the server may still be at it.")
NOT_YET = Display(f"{STOPPED} So far it has not what was sent.")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[ResultT]):
    """What the request may have made.

    Attributes:
        values: What is held beside what was sent, in the words of its body, and what else
            tells them apart, as `id` and `created_at`.
        value: The object itself.
    """

    values: Mapping[str, Any]
    value: ResultT


@dataclass(frozen=True, slots=True)
class Found(Generic[ResultT]):
    """What a look at the API has found.

    Attributes:
        done: The object, where it surely has what was sent; then nobody is asked.
        candidates: What it may be, for the user to tell, the newest first.
        nothing: What is said where it is neither.
        otherwise: What is said where others changed it meanwhile, and not to what was sent.
    """

    done: ResultT | None = None
    candidates: tuple[Candidate[ResultT], ...] = ()
    nothing: Display = NOTHING_MADE
    otherwise: Display | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether there is neither."""
        return self.done is None and not self.candidates

    @property
    def account(self) -> Display:
        """What is said of it in short, where it is neither, before it is sent again."""
        return NOT_THERE if self.otherwise is not None else self.nothing

    def words(self, why: Display | None) -> Display:
        """Return what is said where it is neither.

        `why` is why no answer came; None: it is waited for no longer.
        """
        key = key_of("form_next")
        if self.otherwise is not None:
            return Display(f"{why or STOPPED} {self.otherwise} {key} shows both.")
        if why:
            return Display(f"{why} {self.nothing} {key} tries again.")
        return Display(f"{NOT_YET} {key} looks again before it sends.")


def changed_otherwise(changes: Iterable[Change], as_sent: Iterable[Display] = ()) -> Display:
    """Return what is said of an object that changed, but not to what was sent.

    `changes` are what it is now in other places, `as_sent` the places that have what was sent.
    """
    words = [f"{field} is as you sent it" for field in as_sent]
    words += [f"{one.field} is now {one.after}" for one in changes]
    return Display(
        f"Looked at: it changed, but not to what was sent: {', '.join(words)}. What you typed is "
        "kept."
    )


def has_all_of(now: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Return whether an object has all that an update's `body` sets.

    `now` is the object in the words of a body, as `tui.forms.instance.as_body` returns it.
    """
    for field, value in body.items():
        found = now.get(field)
        if field == "providers":
            rows = {row["provider_id"]: row for row in found or ()}
            if not all(has_row(rows.get(row["provider_id"]), row) for row in value or ()):
                return False
        elif field == "metadata":
            if not same(found or {}, value or {}):
                return False
        elif not same(found, value):
            return False
    return True


def has_row(now: Mapping[str, Any] | None, row: Mapping[str, Any]) -> bool:
    """Return whether a row of providers has all that `row` sets, both in the words of a body."""
    if now is None:
        return False
    return all(same(_as_answered(now.get(field)), _as_answered(row[field])) for field in row)


def _as_answered(value: Any) -> Any:
    """Return a value as an answer has it: a single rule of a tool filter is in a list there."""
    return [value] if isinstance(value, dict) else value
