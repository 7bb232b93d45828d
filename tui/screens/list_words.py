"""What the main screen says of the list's state, in words: pure functions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.text import Display, clean
from tui.times import age

if TYPE_CHECKING:
    from tui.settings import Settings
    from tui.store.filter import Problem
    from tui.store.state import ListState


def place(state: ListState) -> Display:
    """Return where one is: project and environment."""
    environment = state.environment
    if environment is None:
        return Display("")
    names = filter(None, (environment.project, environment.name))
    words = clean(" / ".join(names))
    return Display(f"{words} · {clean(environment.type)}" if environment.type else words)


def marks(state: ListState, settings: Settings, *, follows: bool) -> tuple[Display, ...]:
    """Return what must not be overlooked."""
    production = state.environment is not None and state.environment.is_production
    said = {
        "PRODUCTION": production,
        "READ-ONLY": settings.is_read_only,
        "DEMO": settings.demo,
        "FOLLOWING": follows,
        "OFFLINE": state.cached_at is not None and state.phase == "failed",
    }
    return tuple(Display(word) for word, true in said.items() if true)


def facts(state: ListState, now: datetime) -> tuple[Display, ...]:
    """Return how far the list can be believed: amount, age, calls left."""
    said: list[str] = []
    if state.cached_at is not None:
        asking = ", loading" if state.phase == "loading" else ""
        said.append(f"kept {age(state.cached_at, now)} ago{asking}")
    elif state.phase == "loading":
        said.append(f"{state.loaded:,} loaded, loading" if state.loaded else "loading")
    elif state.loaded or state.refreshed_at:
        rest = "complete" if state.complete else "more on the server"
        said.append(f"{state.loaded:,} loaded, {rest}")
    if state.refreshed_at:
        said.append(f"{age(state.refreshed_at, now)} old")
    if state.calls_left:
        left, limit = state.calls_left
        said.append(f"{left:,} of {limit:,} calls left")
    return tuple(Display(one) for one in said)


def count(state: ListState) -> Display:
    """Return how many rows are shown, and how sure that is."""
    shown = f"{len(state.rows):,}"
    if state.guess and state.phase != "failed":
        return Display(f"{shown} so far, asking")
    return Display(shown if state.complete or state.phase != "ready" else f"{shown}+")


def marked(state: ListState) -> Display:
    """Return how many instances are marked, and how many of them one does not see."""
    if not state.marked:
        return Display("")
    said = f"{len(state.marked):,} marked"
    if not state.marked_hidden:
        return Display(said)
    why = "not in the list" if state.filter.is_empty else "hidden by the filter"
    return Display(f"{said}, {state.marked_hidden:,} {why}")


def with_marked(state: ListState, settings: Settings) -> Display:
    """Return what can be done with the marked instances."""
    if not state.marked:
        return Display("")
    changes = "" if settings.is_read_only else "e changes, d archives them · "
    return Display(f"{changes}Esc unmarks")


def progress(state: ListState) -> Display:
    """Return how to stop a list that is being loaded; the header says how far it is."""
    if state.phase != "loading" or state.guess or not state.loaded:
        return Display("")
    return Display("loading more · L pauses · Esc stops")


def spans(state: ListState, *, typing: bool) -> tuple[tuple[int, int], ...]:
    """Return the places of the filter line that are wrong."""
    return tuple((one.start, one.end) for one in _wrong(state, typing=typing))


def problem(state: ListState, *, typing: bool) -> Display:
    """Return what is wrong with the filter, the first thing first."""
    return next((one.message for one in _wrong(state, typing=typing)), Display(""))


def _wrong(state: ListState, *, typing: bool) -> list[Problem]:
    """Return the problems worth a word: what is only unfinished is not, while one types."""
    return [one for one in state.problems if not (typing and one.incomplete)]


def notice(state: ListState, now: datetime) -> Display:
    """Return what stands above rows that are not fresh, or nothing."""
    if state.waiting:
        return Display(f"{state.waiting}. Esc stops.")
    if state.error and state.rows:
        loaded_at = state.refreshed_at or state.cached_at
        shown = f" Shown is what was loaded {age(loaded_at, now)} ago." if loaded_at else ""
        return Display(f"{state.error.sentence}{shown}{_next_try(state)}")
    return Display("")


def _next_try(state: ListState) -> str:
    """Return when it goes on by itself; a moment, so that no clock has to tick."""
    if state.next_try is None:
        return ""
    return f" Trying again at {state.next_try.astimezone(UTC):%H:%M:%S} UTC; r tries now."


def empty(state: ListState) -> Display:
    """Return what stands in place of rows where there are none."""
    if state.error:
        return Display(f"{state.error.sentence}{_next_try(state)}")
    if state.phase == "loading" or state.guess:
        return Display("Loading instances...")
    if state.filter.is_empty:
        return Display("No instances here yet. n creates one.")
    return Display("No instance matches. Esc clears the filter.")
