"""What the screen shows of the list: one frozen value, replaced at every change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from tui.errors import ApiError
from tui.models.columns import DEFAULT
from tui.models.environment import Environment
from tui.models.row import InstanceRow
from tui.store.filter import Filter, Problem
from tui.store.sort import BY_CREATION, Sort
from tui.text import Display

Phase: TypeAlias = Literal["loading", "ready", "failed"]


class ListState(NamedTuple):
    """The list, its filter, and how far both can be believed.

    Attributes:
        filter: The filter as it is typed.
        rows: What is shown, in order.
        loaded: Rows that the server gave for the filter so far.
        complete: Whether that is all there is.
        phase: Whether the server is being asked, has answered, or could not be asked.
        stuck: Whether the server says that there is more, but gives nothing new.
        guess: Whether `rows` is what is known locally and not yet the server's answer.
        refreshed_at: When the server last gave the first page.
        fresh: Keys of the rows that the last refresh, or the user since, brought or changed,
            and the cursor has not been on yet.
        marked: Keys of the instances that are marked.
        marked_hidden: How many of them are not among `rows`.
        cached_at: When the server gave what is shown, where that was before this start.
        error: Why it failed; rows of before are kept.
        next_try: When it is tried again by itself, after a failure that may pass.
        waiting: Why a request waits, and that it goes on by itself.
        problems: What is wrong with it.
        sort: The order of `rows`.
        columns: What is shown of each row: names of `tui.models.columns`.
        environment: Who the key speaks for, once the server said so.
        calls_left: Calls left of the rate limit, and its size.
    """

    filter: Filter
    rows: Sequence[InstanceRow] = ()
    loaded: int = 0
    complete: bool = False
    phase: Phase = "loading"
    stuck: bool = False
    guess: bool = False
    refreshed_at: datetime | None = None
    fresh: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()
    marked_hidden: int = 0
    cached_at: datetime | None = None
    error: ApiError | None = None
    next_try: datetime | None = None
    waiting: Display | None = None
    problems: tuple[Problem, ...] = ()
    sort: Sort = BY_CREATION
    columns: tuple[str, ...] = DEFAULT
    environment: Environment | None = None
    calls_left: tuple[int, int] | None = None
