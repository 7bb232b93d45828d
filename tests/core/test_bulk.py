"""A run over many objects: a few at a time, each once, and what became of each is kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import (
    ApiError,
    ConnectError,
    ConnectionLost,
    Forbidden,
    NotFound,
    ReadOnlyError,
    ServerError,
    Unauthorized,
)
from tui.store.bulk import AT_ONCE, BulkRun, Outcome, Progress, Report, Target
from tui.text import Display

STOPPED = Display("You stopped it")


def targets(count: int) -> list[Target]:
    return [Target(f"int_{number}", Display(f"Instance {number}")) for number in range(count)]


class Acts:
    """Acts on targets by a script, and counts what it is asked."""

    def __init__(self, errors: dict[int, ApiError] | None = None) -> None:
        self.errors = errors or {}
        self.begun: list[str] = []
        self.at_once = 0
        self.most = 0
        self.gates: dict[int, asyncio.Event] = {}

    async def __call__(self, target: Target) -> None:
        number = int(target.id.removeprefix("int_"))
        self.begun.append(target.id)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            if number in self.gates:
                await self.gates[number].wait()
            await asyncio.sleep(0)
            if number in self.errors:
                raise self.errors[number]
        finally:
            self.at_once -= 1


async def carried_out(count: int, act: Callable[[Target], Awaitable[None]]) -> Report:
    return await BulkRun(targets(count), act, lambda progress: None).run()


async def test_each_is_acted_on_once_in_order_and_few_at_a_time() -> None:
    acts = Acts()
    seen: list[Progress] = []
    report = await BulkRun(targets(30), acts, seen.append).run()
    assert acts.begun == [one.id for one in targets(30)]
    assert acts.most == AT_ONCE
    assert [one.target for one in report.of("done")] == targets(30)
    assert report.stopped is None
    assert seen[-1] == Progress(total=30, done=30)
    assert all(one.ended + one.under_way + one.left == 30 for one in seen)
    assert [one.ended for one in seen] == sorted(one.ended for one in seen)


async def test_a_failure_keeps_its_words_and_the_others_go_on() -> None:
    acts = Acts(
        {
            2: NotFound("No such instance", status=404, request_id="req_2"),
            5: ConnectionLost("The connection broke"),
            6: ServerError("Broken", status=500, request_id="req_6"),
        }
    )
    report = await carried_out(8, acts)
    (failed,) = report.of("failed")
    assert (failed.target.id, failed.request_id) == ("int_2", "req_2")
    assert failed.reason == "No such instance."
    assert [one.target.id for one in report.of("unknown")] == ["int_5", "int_6"]
    assert len(report.of("done")) == 5
    assert len(acts.begun) == 8


@pytest.mark.parametrize(
    "error",
    [
        Unauthorized("The key is revoked", status=401),
        Forbidden("Not allowed", status=403),
        ReadOnlyError("Read-only"),
        ConnectError("No route"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_what_would_meet_all_others_ends_it(error: ApiError) -> None:
    acts = Acts({6: error})
    report = await carried_out(40, acts)
    assert report.stopped == error.account
    assert [one.target.id for one in report.of("failed")] == ["int_6"]
    assert len(acts.begun) <= 6 + AT_ONCE
    assert len(report.of("left")) == 40 - len(acts.begun)
    assert all(one.reason is None for one in report.of("left"))


async def test_it_stops_between_two_and_lets_those_under_way_end() -> None:
    acts = Acts()
    acts.gates = {number: asyncio.Event() for number in range(4)}
    seen: list[Progress] = []
    run = BulkRun(targets(9), acts, seen.append)
    task = asyncio.create_task(run.run())
    while acts.at_once < 4:
        await asyncio.sleep(0)
    run.stop(STOPPED)
    assert run.progress.stopping
    for gate in acts.gates.values():
        gate.set()
    report = await task
    assert len(report.of("done")) == 4
    assert len(report.of("left")) == 5
    assert report.stopped == STOPPED
    assert seen[-1].left == 5


async def test_what_is_abandoned_is_unknown() -> None:
    acts = Acts()
    acts.gates = {number: asyncio.Event() for number in range(9)}
    acts.gates[1].set()
    run = BulkRun(targets(9), acts, lambda progress: None)
    task = asyncio.create_task(run.run())
    while len(acts.begun) < 5:
        await asyncio.sleep(0)
    run.abandon(STOPPED)
    report = await task
    assert [one.target.id for one in report.of("done")] == ["int_1"]
    assert [one.target.id for one in report.of("unknown")] == ["int_0", "int_2", "int_3", "int_4"]
    assert len(report.of("left")) == 4
    assert acts.at_once == 0


async def test_a_stop_after_the_last_was_begun_stopped_nothing() -> None:
    acts = Acts()
    acts.gates = {0: asyncio.Event()}
    run = BulkRun(targets(1), acts, lambda progress: None)
    task = asyncio.create_task(run.run())
    while not acts.begun:
        await asyncio.sleep(0)
    run.stop(STOPPED)
    acts.gates[0].set()
    assert (await task).stopped is None


async def test_whoever_ends_the_task_ends_the_run() -> None:
    acts = Acts()
    acts.gates = {number: asyncio.Event() for number in range(4)}
    task = asyncio.create_task(BulkRun(targets(9), acts, lambda progress: None).run())
    while len(acts.begun) < 4:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert acts.at_once == 0
    assert len(acts.begun) == 4


async def test_nothing_to_do_is_done() -> None:
    assert await carried_out(0, Acts()) == Report(())


@given(
    st.lists(st.sampled_from(["done", "failed", "unknown"]), max_size=30),
    st.integers(1, 6),
)
async def test_every_outcome_is_counted_once(outcomes: list[Outcome], at_once: int) -> None:
    errors: dict[Outcome, ApiError] = {
        "failed": NotFound("gone", status=404),
        "unknown": ConnectionLost("lost"),
    }
    acts = Acts({at: errors[outcome] for at, outcome in enumerate(outcomes) if outcome in errors})
    run = BulkRun(targets(len(outcomes)), acts, lambda progress: None, at_once=at_once)
    report = await run.run()
    assert [one.outcome for one in report.results] == outcomes
    assert acts.most <= at_once
    assert Counter(acts.begun) == Counter(one.id for one in targets(len(outcomes)))
    counted = Counter(outcomes)
    progress = run.progress
    assert (progress.done, progress.failed, progress.unknown, progress.left) == (
        counted["done"],
        counted["failed"],
        counted["unknown"],
        0,
    )
