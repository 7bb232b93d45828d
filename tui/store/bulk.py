"""Acts on many objects, a few at a time, and keeps what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tui.errors import ApiError, ConnectError, Forbidden, ReadOnlyError, Unauthorized
from tui.text import Display

AT_ONCE = 4
"""Objects that are acted on at the same time, at the most."""

Outcome: TypeAlias = Literal["done", "failed", "unknown", "left"]
"""What became of an object: `left` was not tried, of `unknown` no answer came."""

_ENDS = (ReadOnlyError, Unauthorized, Forbidden, ConnectError)
"""What would meet all others as well, so that trying them does harm and no good."""

_ABANDONED = Display("No answer was waited for: it may have been carried out.")


@dataclass(frozen=True, slots=True)
class Target:
    """An object to act on.

    Attributes:
        id: Its true ID.
        name: What it is called, safe to draw.
    """

    id: str
    name: Display


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an object.

    Attributes:
        target: The object.
        outcome: What became of it.
        reason: Why, where it is not done; None where it was not tried.
        request_id: The server's `metorial-req-id`, where it sent one.
    """

    target: Target
    outcome: Outcome
    reason: Display | None = None
    request_id: Display | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        total: Objects there are.
        done: Those that are done.
        failed: Those that were refused.
        unknown: Those that no answer came of.
        under_way: Those whose answer is awaited.
        waiting: Why requests wait before they are sent, while they do.
        stopping: Whether no more are begun.
    """

    total: int
    done: int = 0
    failed: int = 0
    unknown: int = 0
    under_way: int = 0
    waiting: Display | None = None
    stopping: bool = False

    @property
    def ended(self) -> int:
        """Those whose outcome stands."""
        return self.done + self.failed + self.unknown

    @property
    def left(self) -> int:
        """Those that were not begun."""
        return self.total - self.ended - self.under_way


@dataclass(frozen=True, slots=True)
class Report:
    """What became of all objects, in their order.

    Attributes:
        results: One for each object.
        stopped: Why the run ended before all were tried; None where all were.
    """

    results: tuple[Result, ...]
    stopped: Display | None = None

    def of(self, *outcomes: Outcome) -> tuple[Result, ...]:
        """Return the results of these outcomes."""
        return tuple(one for one in self.results if one.outcome in outcomes)


Act: TypeAlias = Callable[[Target], Awaitable[object]]
"""Acts on an object; raises `ApiError`."""

Tell: TypeAlias = Callable[[Progress], None]


class BulkRun:
    """Acts on each object once; nothing is tried again by itself.

    Attributes:
        progress: How far it is.
    """

    def __init__(
        self, targets: Sequence[Target], act: Act, tell: Tell, *, at_once: int = AT_ONCE
    ) -> None:
        """Make a run.

        Args:
            targets: The objects, in the order they are begun in.
            act: What to do with each.
            tell: Called with every progress.
            at_once: Objects that are acted on at the same time, at the most.
        """
        self._targets = tuple(targets)
        self._act = act
        self._tell = tell
        self._at_once = at_once
        self._next = 0
        self._under_way = 0
        self._results: dict[int, Result] = {}
        self._stopped: Display | None = None
        self._abandoned = False
        self._waiting: Display | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._counts: dict[Outcome, int] = {"done": 0, "failed": 0, "unknown": 0, "left": 0}

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(
            total=len(self._targets),
            done=self._counts["done"],
            failed=self._counts["failed"],
            unknown=self._counts["unknown"],
            under_way=self._under_way,
            waiting=self._waiting,
            stopping=self._stopped is not None,
        )

    @property
    def results(self) -> tuple[Result, ...]:
        """What became of those whose outcome stands so far."""
        return tuple(self._results.values())

    async def run(self) -> Report:
        """Act on all objects; return what became of each.

        A lost right, or no way to the server, ends it before all were tried.
        """
        self._told()
        async with asyncio.TaskGroup() as group:
            self._tasks = [
                group.create_task(self._work())
                for _ in range(min(self._at_once, len(self._targets)))
            ]
        results = (
            self._results.get(number) or Result(target, "left")
            for number, target in enumerate(self._targets)
        )
        # Where it stopped after the last was begun, nothing was kept from being tried.
        unfinished = self._next < len(self._targets) or self._abandoned
        return Report(tuple(results), self._stopped if unfinished else None)

    def stop(self, why: Display) -> None:
        """Begin no more; those under way come to their end."""
        if self._stopped is None:
            self._stopped = why
            self._told()

    def abandon(self, why: Display) -> None:
        """Begin no more, and wait for no answer: what became of those under way is unknown."""
        self._abandoned = True
        self.stop(why)
        for task in self._tasks:
            task.cancel()

    def wait_because(self, why: Display | None) -> None:
        """Tell that requests wait before they are sent, or, for None, that none does."""
        if why != self._waiting:
            self._waiting = why
            self._told()

    async def _work(self) -> None:
        """Act on one object after the other, until none is left or it stops."""
        while self._stopped is None and self._next < len(self._targets):
            number = self._next
            self._next += 1
            self._under_way += 1
            self._told()
            result = await self._result_of(self._targets[number])
            self._under_way -= 1
            self._results[number] = result
            self._counts[result.outcome] += 1
            self._told()

    async def _result_of(self, target: Target) -> Result:
        try:
            await self._act(target)
        except ApiError as error:
            if isinstance(error, _ENDS):
                self.stop(error.account)
            outcome: Outcome = "unknown" if error.outcome_unknown else "failed"
            return Result(target, outcome, error.account, error.request_id)
        except asyncio.CancelledError:
            if not self._abandoned:
                raise
            return Result(target, "unknown", _ABANDONED)
        return Result(target, "done")

    def _told(self) -> None:
        self._tell(self.progress)
