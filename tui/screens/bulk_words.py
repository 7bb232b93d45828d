"""What is said of a run over many objects: how far it is, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.store.bulk import Outcome, Progress, Result, Target
from tui.text import Display
from tui.widgets.bulk_list import BulkRow, State

_STATES: dict[Outcome, State] = {
    "done": "done",
    "failed": "failed",
    "unknown": "unknown",
    "left": "not tried",
}
_ORDER: tuple[State, ...] = ("done", "failed", "unknown", "not tried", "left out")
_NONE = Display("")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An object that is not acted on.

    Attributes:
        target: The object.
        why: The reason.
    """

    target: Target
    why: Display


def rows(
    targets: Sequence[Target],
    plans: Mapping[str, Display],
    left_out: Sequence[LeftOut],
    results: Mapping[str, Result],
) -> list[BulkRow]:
    """Return a line for each object; `plans` says what is to become of it, by its ID."""
    lines = []
    for target in targets:
        result = results.get(target.id)
        state: State = _STATES[result.outcome] if result else "waits"
        words = (result.reason if result else None) or plans.get(target.id, _NONE)
        lines.append(BulkRow(target.id, target.name, state, words))
    lines += [BulkRow(one.target.id, one.target.name, "left out", one.why) for one in left_out]
    return lines


def counts(found: Sequence[BulkRow]) -> Display:
    """Return how many came to which end: `3 done, 1 failed`."""
    counted = Counter(row.state for row in found)
    return Display(", ".join(f"{counted[one]:,} {one}" for one in _ORDER if counted[one]))


def how_far(progress: Progress) -> Display:
    """Return how far a run is, in one line."""
    said = [f"{progress.ended:,} of {progress.total:,}"]
    if progress.failed:
        said.append(f"{progress.failed:,} failed")
    if progress.unknown:
        said.append(f"{progress.unknown:,} unknown")
    if progress.stopping:
        said.append(f"stopping, {progress.under_way} still under way")
    if progress.waiting:
        said.append(progress.waiting)
    return Display(" · ".join(said))


def report(title: Display, found: Sequence[BulkRow], request_ids: Mapping[str, Display]) -> str:
    """Return all of it as text to keep: one object a line, its ID and its request's ID."""
    lines = [f"{title}: {counts(found)}", ""]
    for row in found:
        words = [f"{row.state:<9}", row.key, row.name]
        words += [row.words] if row.words else []
        words += [f"(request {request_ids[row.key]})"] if row.key in request_ids else []
        lines.append("  ".join(words))
    return "\n".join(lines) + "\n"
