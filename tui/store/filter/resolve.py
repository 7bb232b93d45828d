"""From the filter to the query: names and slugs become IDs through the API's lists."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from tui.errors import ApiError, Forbidden, NotFound
from tui.models.query import ListQuery
from tui.resources import BY_FILTER_KEY
from tui.store.filter.keys import looks_like_id, unreadable
from tui.store.filter.parse import Filter, Problem
from tui.store.lookup import Choice, Searcher
from tui.text import Display, clean, fold

_Outcome: TypeAlias = tuple[str, ...] | Display | ApiError
"""The IDs of a value, what is wrong with it, or why that is not known."""


class Resolved(NamedTuple):
    """What is sent for a filter.

    Attributes:
        query: The list query.
        problems: The filter's own problems and the names that were not found, in the
            line's order.
        impossible: Whether a key has not one ID, so that `query` would be broader than
            the filter: nothing is to be asked for, the list stays as it is.
    """

    query: ListQuery
    problems: tuple[Problem, ...]
    impossible: bool = False


async def resolve(filter: Filter, lookup: Searcher) -> Resolved:
    """Return the query of `filter`, with every name and slug looked up.

    What has the shape of an ID is sent as it is, and so is every value of `id`. Any other
    value is a name or slug: objects of exactly that name or slug win, else those whose
    name or slug contains it, without regard to case and accents; several widen the
    query. One that is not found is a problem at its place in the line.

    Raises:
        ApiError: A list could not be had this time. One that this key may not read is
            no error but a problem.
    """
    asked = [(key, value) for key, values in filter.references.items() for value in values]
    async with asyncio.TaskGroup() as group:
        tasks = {one: group.create_task(_outcome(*one, lookup)) for one in asked}
    outcomes = {one: task.result() for one, task in tasks.items()}
    for outcome in outcomes.values():
        if isinstance(outcome, ApiError):
            raise outcome
    found = {one: ids for one, ids in outcomes.items() if isinstance(ids, tuple)}
    wrong = {one: said for one, said in outcomes.items() if isinstance(said, str)}

    parameters: dict[str, Any] = {}
    for key, values in filter.references.items():
        ids = (one for value in values for one in found.get((key, value), ()))
        parameters[BY_FILTER_KEY[key].parameter or key] = tuple(dict.fromkeys(ids))
    query = ListQuery(
        order=filter.order,
        search=filter.search or None,
        status=filter.status,
        created_at=filter.created,
        updated_at=filter.updated,
        **parameters,
    )
    problems = sorted((*filter.problems, *_placed(filter, wrong)), key=lambda one: one.start)
    return Resolved(query, tuple(problems), not all(parameters.values()))


async def _outcome(key: str, value: str, lookup: Searcher) -> _Outcome:
    """What one value comes to; an error is returned, so that no other task is cancelled."""
    resource = BY_FILTER_KEY[key]
    if key == "id" or looks_like_id(value):
        return (value,)
    if resource.path is None:
        return Display(f"{resource.plural} cannot be found by name; give an ID")
    try:
        choices = await lookup.search(resource.kind, value)
    except (Forbidden, NotFound):
        return unreadable(key)
    except ApiError as error:
        return error
    ids = tuple(choice.id for choice in _called(value, choices))
    return ids or _not_found(resource.title, value, choices)


def _called(value: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices that `value` names: exactly, else in a part of name or slug."""
    wanted = fold(clean(value)).strip()
    if not wanted:
        return []
    names = [
        (choice, fold(choice.name), fold(choice.slug or ""), choice.id == value)
        for choice in choices
    ]
    exact = [one for one, name, slug, same in names if same or wanted in (name, slug)]
    return exact or [one for one, name, slug, _ in names if wanted in name or wanted in slug]


def _not_found(title: str, value: str, choices: Sequence[Choice]) -> Display:
    from difflib import get_close_matches  # Only for what is wrong.

    names = {fold(choice.name): choice.name for choice in choices}
    near = get_close_matches(fold(clean(value, 64)), names, 1)
    advice = f"did you mean {clean(names[near[0]], 40)}" if near else "check it, or give an ID"
    return Display(f'no {title} is called "{clean(value, 40)}"; {advice}')


def _placed(filter: Filter, wrong: Mapping[tuple[str, str], Display]) -> Iterator[Problem]:
    """The problems at every place in the line where those values stand."""
    for token in filter.tokens:
        for value in token.typed_values:
            message = wrong.get((token.key or "", value.text))
            if message and value.closed:
                yield Problem(value.start, value.end, message)
