"""Archiving the instances that are marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.screens.bulk import Bulk, BulkScreen
from tui.screens.bulk_words import LeftOut
from tui.store.bulk import Target
from tui.text import Display

if TYPE_CHECKING:
    from textual.app import App

    from tui.models.row import InstanceRow
    from tui.store.store import Store

MEANING = Display(
    "An archived instance cannot be changed any more. It leaves the list; status:archived "
    "still finds it."
)
_PUT_AWAY = ("archived", "deleted")


async def archive_marked(app: App[None], store: Store) -> None:
    """Archive the marked instances once the user confirmed it; those that are done lose their mark.

    What failed keeps its mark, so that it can be looked at, or tried another time.
    """
    rows = store.marks.rows
    writing = store.bulk_writing()
    results = await app.push_screen_wait(
        BulkScreen(
            Bulk(
                title=Display(f"Archive {counted(len(archivable(rows)))}"),
                verb="Archive",
                meaning=MEANING,
                targets=archivable(rows),
                left_out=left_out(rows),
                is_production=store.treats_as_production,
                act=lambda target: writing.archive(target.id),
                carry_out=writing.carry_out,
            )
        )
    )
    done = {key for key, one in results.items() if one.outcome == "done"}
    store.marks.unmark(done)


def archivable(rows: Sequence[InstanceRow]) -> tuple[Target, ...]:
    """Return those that can be archived."""
    return tuple(target_of(row) for row in rows if _why_not(row) is None)


def left_out(rows: Sequence[InstanceRow]) -> tuple[LeftOut, ...]:
    """Return those that cannot, and why."""
    return tuple(LeftOut(target_of(row), why) for row in rows if (why := _why_not(row)) is not None)


def target_of(row: InstanceRow) -> Target:
    """Return a row as something to act on; only what has an ID can be marked."""
    return Target(row.key, row.name)


def counted(number: int) -> str:
    """Return a number of instances in words."""
    return f"{number:,} instance{'' if number == 1 else 's'}"


def _why_not(row: InstanceRow) -> Display | None:
    if row.status in _PUT_AWAY:
        return Display(f"is {row.status} already")
    return None
