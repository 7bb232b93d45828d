"""Archiving and changing many instances against the sandbox and its faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import LIST, Bench
from tui.errors import ChangedMeanwhile, ReadOnlyError
from tui.models.integration_instance import IntegrationInstance
from tui.models.requests import UpdateIntegrationInstance
from tui.sandbox.app import create_app
from tui.sandbox.cut import CutTransport
from tui.sandbox.fault import Fault, Faults
from tui.store.bulk import Act, BulkRun, Progress, Report, Target


class Many:
    """A loaded store, faults to put in its way, and runs over its first instances."""

    def __init__(self, time: FrozenTime, **options: Any) -> None:
        self.bench = Bench(60, time, **options)
        self.faults = Faults()
        self.bench.link.sandbox = CutTransport(app=create_app(self.bench.world, faults=self.faults))
        self.writing = self.bench.store.bulk_writing()
        self.progress: list[Progress] = []

    def targets(self, count: int) -> list[Target]:
        return [Target(row.key, row.name) for row in self.bench.state.rows[:count]]

    async def archive(self, targets: list[Target]) -> Report:
        return await self.run(targets, lambda target: self.writing.archive(target.id))

    async def run(self, targets: list[Target], act: Act) -> Report:
        return await self.writing.carry_out(BulkRun(targets, act, self.progress.append))

    def sent(self, method: str) -> Counter[str]:
        return Counter(
            one.url.path.removeprefix(f"{LIST}/")
            for one in self.bench.link.requests
            if one.method == method
        )

    def status(self, target: Target) -> str:
        found = self.bench.world.instances.get(target.id)
        assert found is not None
        return found.status


@pytest.fixture
async def many(time: FrozenTime) -> AsyncIterator[Many]:
    many = Many(time)
    await many.bench.store.load()
    yield many
    await many.bench.store.aclose()


def renamed(instance: IntegrationInstance) -> UpdateIntegrationInstance | None:
    name = f"{instance.id} renamed"
    return None if instance.name == name else UpdateIntegrationInstance(name=name)


class TestArchive:
    async def test_each_is_archived_once_and_leaves_the_list(self, many: Many) -> None:
        targets = many.targets(12)
        before, shown = many.bench.keys, len(many.bench.states)
        report = await many.archive(targets)
        assert len(report.of("done")) == 12
        assert many.sent("DELETE") == Counter(one.id for one in targets)
        assert many.bench.keys == before[12:] == many.bench.shown_ids()
        rows = [one.rows for one in many.bench.states[shown:]]
        assert len({id(one) for one in rows}) <= 3  # Calmly, not at each answer.

    async def test_what_stays_listed_is_new_to_the_user(self, time: FrozenTime) -> None:
        many = Many(time, filter_text="status:active,archived")
        await many.bench.store.load()
        targets = [one for one in many.targets(9) if many.status(one) == "active"]
        await many.archive(targets)
        assert many.bench.state.fresh == {one.id for one in targets}
        await many.bench.store.aclose()

    async def test_a_rate_limit_in_the_middle_is_waited_out_and_told(self, many: Many) -> None:
        many.faults.set([Fault(kind="rate_limited", method="DELETE", after=5, count=1)])
        targets = many.targets(12)
        report = await many.archive(targets)
        assert len(report.of("done")) == 12
        assert all(many.status(one) == "archived" for one in targets)
        # The one that was refused unprocessed was sent again; no other.
        assert sorted(many.sent("DELETE").values()) == [1] * 11 + [2]
        assert any(one.waiting and "again in" in one.waiting for one in many.progress)
        assert many.progress[-1].waiting is None

    async def test_a_conflict_fails_alone(self, many: Many) -> None:
        targets = many.targets(6)
        path = f"{LIST}/{targets[3].id}"
        many.faults.set([Fault(kind="status", status=409, method="DELETE", path=path)])
        report = await many.archive(targets)
        (failed,) = report.of("failed")
        assert failed.target == targets[3]
        assert failed.reason
        assert len(report.of("done")) == 5
        assert targets[3].id in many.bench.keys

    async def test_a_key_that_loses_its_right_leaves_the_rest(self, many: Many) -> None:
        many.faults.set([Fault(kind="status", status=403, method="DELETE", after=4)])
        targets = many.targets(20)
        report = await many.archive(targets)
        assert report.stopped
        assert len(report.of("done")) == 4
        assert 1 <= len(report.of("failed")) <= 4
        assert len(report.of("left")) == 16 - len(report.of("failed"))
        assert [one.id for one in targets if many.status(one) == "archived"] == [
            one.target.id for one in report.of("done")
        ]

    async def test_what_was_processed_without_an_answer_is_looked_at_not_sent_again(
        self, many: Many
    ) -> None:
        many.faults.set([Fault(kind="reset_after", method="DELETE", after=2, count=2)])
        targets = many.targets(6)
        report = await many.archive(targets)
        assert len(report.of("done")) == 6
        assert many.sent("DELETE") == Counter(one.id for one in targets)

    async def test_what_cannot_be_seen_to_be_done_is_unknown(self, many: Many) -> None:
        many.faults.set([Fault(kind="reset_before", method="DELETE", after=2, count=1)])
        targets = many.targets(6)
        report = await many.archive(targets)
        (unknown,) = report.of("unknown")
        assert many.status(unknown.target) != "archived"
        assert many.sent("DELETE") == Counter(one.id for one in targets)

    async def test_read_only_sends_nothing(self, time: FrozenTime) -> None:
        many = Many(time, read_only=True)
        await many.bench.store.load()
        asked = len(many.bench.link.requests)
        report = await many.archive(many.targets(6))
        assert report.stopped == ReadOnlyError("").account or "Read-only" in str(report.stopped)
        assert not report.of("done")
        assert len(many.bench.link.requests) == asked
        await many.bench.store.aclose()


class TestUpdate:
    async def seen(self, many: Many, count: int) -> dict[str, IntegrationInstance]:
        return {one.id: await many.writing.read(one.id) for one in many.targets(count)}

    async def test_each_is_read_anew_then_changed_once(self, many: Many) -> None:
        targets = many.targets(6)
        seen = await self.seen(many, 6)
        many.bench.link.requests.clear()
        report = await many.run(
            targets, lambda target: many.writing.update(seen[target.id], renamed)
        )
        assert len(report.of("done")) == 6
        assert many.sent("GET") == many.sent("PATCH") == Counter(one.id for one in targets)
        assert [row.name for row in many.bench.state.rows[:6]] == [
            f"{one.id} renamed" for one in targets
        ]

    async def test_rows_that_changed_are_new_to_the_user_and_those_read_are_not(
        self, many: Many
    ) -> None:
        targets = many.targets(4)
        many.faults.set([Fault(kind="status", status=409, method="PATCH", count=1)])
        seen: dict[str, IntegrationInstance] = {}

        async def look(target: Target) -> None:
            seen[target.id] = await many.writing.read(target.id)

        await many.run(targets, look)
        assert many.bench.state.fresh == frozenset()
        report = await many.run(
            targets, lambda target: many.writing.update(seen[target.id], renamed)
        )
        assert many.bench.state.fresh == {one.target.id for one in report.of("done")}
        assert len(report.of("done")) == 3

    async def test_what_somebody_else_changed_meanwhile_is_not_touched(self, many: Many) -> None:
        targets = many.targets(3)
        seen = await self.seen(many, 3)
        other = many.bench.open()
        many.bench.time.now = many.bench.time.now.replace(year=many.bench.time.now.year + 1)
        await other.writing.update(targets[1].id, UpdateIntegrationInstance(name="Theirs"))
        await other.aclose()
        report = await many.run(
            targets, lambda target: many.writing.update(seen[target.id], renamed)
        )
        (failed,) = report.of("failed")
        assert failed.target == targets[1]
        assert failed.reason is not None
        assert "Changed meanwhile" in failed.reason
        found = many.bench.world.instances.get(targets[1].id)
        assert found is not None
        assert found.name == "Theirs"

    async def test_what_is_as_wanted_already_was_changed_meanwhile(self, many: Many) -> None:
        (seen,) = (await self.seen(many, 1)).values()
        with pytest.raises(ChangedMeanwhile):
            await many.writing.update(seen, lambda instance: None)
        assert not many.sent("PATCH")

    async def test_a_change_without_an_answer_is_looked_at(self, many: Many) -> None:
        many.faults.set([Fault(kind="reset_after", method="PATCH", count=1)])
        targets = many.targets(3)
        seen = await self.seen(many, 3)
        report = await many.run(
            targets, lambda target: many.writing.update(seen[target.id], renamed)
        )
        assert len(report.of("done")) == 3
        assert many.sent("PATCH") == Counter(one.id for one in targets)
        many.faults.set([Fault(kind="reset_before", method="PATCH", count=1)])
        many.bench.link.requests.clear()

        def again(instance: IntegrationInstance) -> UpdateIntegrationInstance | None:
            return UpdateIntegrationInstance(name="x") if instance.name != "x" else None

        seen = await self.seen(many, 3)
        report = await many.run(targets, lambda target: many.writing.update(seen[target.id], again))
        assert len(report.of("unknown")) == 1
        assert many.sent("PATCH") == Counter(one.id for one in targets)
