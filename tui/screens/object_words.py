"""What a screen of other objects than instances says of its list, in words: pure functions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tui.errors import Forbidden, NotFound
from tui.text import Display, clean
from tui.times import age

if TYPE_CHECKING:
    from tui.resources import Resource
    from tui.store.objects import ObjectsState


def facts(state: ObjectsState, now: datetime) -> tuple[Display, ...]:
    """Return how far the list can be believed: amount and age."""
    said: list[str] = []
    if state.phase == "loading":
        said.append(f"{len(state.rows):,} loaded, loading" if state.rows else "loading")
    elif state.refreshed_at is not None:
        rest = "complete" if state.complete else "more on the server"
        said.append(f"{len(state.rows):,} loaded, {rest}")
    if state.refreshed_at is not None:
        said.append(f"{age(state.refreshed_at, now)} old")
    return tuple(Display(one) for one in said)


def count(state: ObjectsState) -> Display:
    """Return how many rows are shown, and how sure that is."""
    shown = f"{len(state.rows):,}"
    if state.phase == "loading":
        return Display("asking" if not state.rows else f"{shown} so far, asking")
    return Display(shown if state.complete or state.phase == "failed" else f"{shown}+")


def failure(state: ObjectsState, resource: Resource) -> Display:
    """Return why there is no list, or no newer one, and what one can do; else nothing."""
    error = state.error
    if error is None:
        return Display("")
    if isinstance(error, (Forbidden, NotFound)):
        request = f" (request {clean(error.request_id, 80)})" if error.request_id else ""
        return Display(
            f"This key may not read {resource.plural}{request}. One whose ID you know may "
            "still open: paste it after : ."
        )
    return error.sentence


def empty(state: ObjectsState, resource: Resource) -> Display:
    """Return what stands in place of rows where there are none."""
    if state.error is not None:
        return failure(state, resource)
    if state.phase == "loading":
        return Display(f"Loading {resource.plural}...")
    if state.refreshed_at is None:
        return Display("Loading stopped. R loads them.")
    if state.search:
        return Display(f"None of the {resource.plural} matches. Esc clears the search.")
    return Display(f"There are no {resource.plural} here.")
