"""The instances that are loaded: what the server listed, what else is known, and whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tui.models.page import Page
from tui.models.row import InstanceRow
from tui.store.documents import Documents
from tui.store.filter import Filter, matches
from tui.store.sort import Sort


class Instances:
    """Rows by key, in the server's order, and their JSON.

    What a single answer said of an instance while a list was asked for is newer than that
    list, so it stands: no list undoes a change.

    Attributes:
        listed: What the server listed, each key once, with what changed since.
    """

    def __init__(self) -> None:
        self.listed: list[InstanceRow] = []
        self._known: dict[str, InstanceRow] = {}
        self._documents = Documents()
        self._news: dict[str, InstanceRow] = {}
        self._created: list[str] = []
        self._gone: set[str] = set()

    def document(self, key: str) -> Any | None:
        """Return the JSON of an instance as it came, or None where it is not kept."""
        return self._documents.get(key)

    def in_order(self, sort: Sort) -> list[InstanceRow]:
        """Return what is listed, as `sort` orders it."""
        return list(self.listed) if sort.by == "created" else sort.apply(self.listed)

    def guess(self, wanted: Filter, sort: Sort) -> list[InstanceRow]:
        """Return what is known of the answer to a filter that the server was not asked yet."""
        if sort.by == "created":
            sort = replace(sort, reverse=wanted.order == "asc")
        return sort.apply(matches(wanted, list(self._known.values())))

    def remember(self, rows: Iterable[InstanceRow]) -> None:
        """Know rows of an earlier start; whatever is known already is newer."""
        self._known = {row.key: row for row in rows} | self._known

    def expect_list(self) -> None:
        """A list is asked for: what a single answer says from now on is newer than it."""
        self._news.clear()
        self._created.clear()
        self._gone.clear()

    def take(self, page: Page, before: Sequence[InstanceRow]) -> list[InstanceRow]:
        """Keep a page's items whole; return `before` with the rows of those that are new."""
        rows = list(before)
        held = {row.key for row in before}
        place = len(rows)
        for item in page.items:
            # The place is the key of an item without an ID, so it is given only once.
            while f"item {place}" in held:
                place += 1
            row = InstanceRow.from_item(item, f"item {place}")
            if row.key in held:
                continue
            held.add(row.key)
            row = self._news.get(row.key, row)
            if row.key not in self._news:
                self._known[row.key] = row
                self._documents.put(row.key, item)
            rows.append(row)
        return rows

    def replace_list(self, rows: Iterable[InstanceRow]) -> None:
        """Take what the server listed, with what changed while it was asked."""
        if not self._news:
            self.listed = list(rows)
            return
        listed = [self._news.get(row.key, row) for row in rows if row.key not in self._gone]
        held = {row.key for row in listed}
        new = [self._news[key] for key in reversed(self._created) if key not in held | self._gone]
        self.listed = [*new, *listed]

    def put(self, document: dict[str, Any], *, created: bool = False) -> InstanceRow | None:
        """Show an instance as a single answer gave it; one that was created comes first.

        Returns its row, or None where the answer has no ID.
        """
        row = InstanceRow.from_item(document, "")
        if row.id is None:
            return None
        self._documents.put(row.key, document)
        self._known[row.key] = self._news[row.key] = row
        if created:
            self._created.append(row.key)
        held = any(old.key == row.key for old in self.listed)
        if held:
            self.listed = [row if old.key == row.key else old for old in self.listed]
        elif created:
            self.listed = [row, *self.listed]
        return row

    def unlist(self, key: str) -> None:
        """Take an instance off the list; it stays known."""
        self._gone.add(key)
        self.listed = [row for row in self.listed if row.key != key]
