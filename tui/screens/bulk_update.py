"""Changing the instances that are marked: what to change, a dry run, then the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from tui.errors import ChangedMeanwhile
from tui.forms.bulk_update import NOTHING_CHANGES, BulkChange
from tui.forms.problems import FormProblems
from tui.models.integration_instance import IntegrationInstance
from tui.screens.bulk import Bulk, BulkScreen
from tui.screens.bulk_archive import counted, target_of
from tui.screens.bulk_form import BulkFormScreen
from tui.screens.bulk_words import LeftOut
from tui.store.bulk import Report, Target
from tui.text import Display

if TYPE_CHECKING:
    from textual.app import App

    from tui.models.requests import UpdateIntegrationInstance
    from tui.store.bulk_writing import BulkWriting
    from tui.store.store import Store

_READING = Display("Reading each as it is now, to see what would change …")
_NOT_READ = Display("was not read")


async def update_marked(app: App[None], store: Store) -> None:
    """Change the marked instances once the user saw what changes; what failed keeps its mark."""
    targets = tuple(map(target_of, store.marks.rows))
    form = BulkFormScreen(Display(f"Change {counted(len(targets))}"), store.lookup)
    change = await app.push_screen_wait(form)
    if change is None:
        return
    writing = store.bulk_writing()
    run = _Change(change, writing, form.names)
    bulk = Bulk(
        title=Display(f"Change {counted(len(targets))}"),
        verb="Change",
        meaning=_READING,
        targets=targets,
        is_production=store.treats_as_production,
        act=run.carry_out,
        carry_out=writing.carry_out,
    )

    def planned(report: Report) -> Bulk:
        at = f"{store.now().astimezone(UTC):%H:%M:%S} UTC"
        return run.planned(bulk, report, at)

    results = await app.push_screen_wait(BulkScreen(bulk, read=run.read, planned=planned))
    store.marks.unmark({key for key, one in results.items() if one.outcome == "done"})


class _Change:
    """One change of many instances, each as it was seen in the dry run."""

    def __init__(
        self, change: BulkChange, writing: BulkWriting, names: Mapping[str, Display]
    ) -> None:
        self._change = change
        self._writing = writing
        self._names = names
        self._seen: dict[str, IntegrationInstance] = {}

    async def read(self, target: Target) -> None:
        """See an instance as it is now; raises `ApiError`."""
        self._seen[target.id] = await self._writing.read(target.id)

    async def carry_out(self, target: Target) -> None:
        """Change an instance, if it still is as it was seen; raises `ApiError`."""
        await self._writing.update(self._seen[target.id], self._body_for)

    def planned(self, bulk: Bulk, report: Report, at: str) -> Bulk:
        """Return the run with what would change of each, and those that would not left out."""
        plans: dict[str, Display] = {}
        left_out: list[LeftOut] = []
        for result in report.results:
            target = result.target
            if result.outcome != "done":
                left_out.append(LeftOut(target, result.reason or _NOT_READ))
                continue
            try:
                words = self._change.words_for(self._seen[target.id], self._names)
            except FormProblems as found:
                left_out.append(LeftOut(target, next(iter(found.problems.values()))))
                continue
            if words == NOTHING_CHANGES:
                left_out.append(LeftOut(target, words))
            else:
                plans[target.id] = words
        targets = tuple(one for one in bulk.targets if one.id in plans)
        return replace(
            bulk,
            title=Display(f"Change {counted(len(targets))}"),
            meaning=Display(
                f"Read at {at}, before anything is sent. One that others change before its turn "
                "is left as it is."
            ),
            targets=targets,
            plans=plans,
            left_out=tuple(left_out),
        )

    def _body_for(self, instance: IntegrationInstance) -> UpdateIntegrationInstance | None:
        try:
            return self._change.body_for(instance)
        except FormProblems as found:
            raise ChangedMeanwhile(next(iter(found.problems.values()))) from found
