"""The instances that are loaded: what the server listed, what else is known, and whole."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from tui.models.depth import is_shallow
from tui.models.page import Page, Span
from tui.models.row import InstanceRow, Metadata, metadata_of
from tui.store.documents import Documents
from tui.store.filter import Filter, matches
from tui.store.listing import Listing
from tui.store.newest import NewestFirst
from tui.store.sort import Sort

_REORDER_AT = 1.25
"""A list that grows is put in order again when it is so many times as long."""

_AT_ONCE = 2_000
"""Rows that are made anew without letting anything else run."""


class Instances:
    """Rows by key, in the server's order, and their JSON.

    What a single answer said of an instance while a list was asked for is newer than that
    list, so it stands: no list undoes a change.

    Attributes:
        listing: What the server listed, each key once, with what changed since.
        metadata_keys: The keys of the metadata that rows are read for.
    """

    def __init__(self) -> None:
        self.listing = Listing()
        self.metadata_keys: tuple[str, ...] = ()
        self._known: dict[str, InstanceRow] = {}
        self._documents = Documents()
        self._news: dict[str, InstanceRow] = {}
        self._created: list[str] = []
        self._gone: set[str] = set()
        self._newest = NewestFirst()
        self._renewed: dict[str, InstanceRow] = {}
        """What changed of rows that a list may have which was left."""
        self._ordered: tuple[Sort, list[InstanceRow], Sequence[InstanceRow]] | None = None

    def document(self, key: str) -> Any | None:
        """Return the JSON of an instance as it came, or None where it is not kept."""
        return self._documents.get(key)

    async def held(self, keys: Collection[str]) -> dict[str, Any]:
        """Return those of these instances whose JSON is kept; others run between two answers."""
        found: dict[str, Any] = {}
        for documents in self._documents.each(frozenset(keys)):
            found |= documents
            await asyncio.sleep(0)
        return found

    def row(self, key: str) -> InstanceRow | None:
        """Return what is known of an instance, listed or not, or None."""
        return self._known.get(key)

    def in_order(self, sort: Sort, *, growing: bool = False) -> Sequence[InstanceRow]:
        """Return what is listed, as `sort` orders it.

        While it is `growing`, rows that came since may be left out: putting all of them in
        order for each page would take longer than to load it.
        """
        rows = self.listing.rows
        if sort.by == "created":
            return rows
        if self._ordered is not None:
            by, of, ordered = self._ordered
            if by == sort and of is rows:
                most = len(ordered) * _REORDER_AT if growing else len(ordered)
                if len(rows) <= most:
                    return ordered
        ordered = sort.apply(rows)
        self._ordered = (sort, rows, ordered)
        return ordered

    def guess(self, wanted: Filter, sort: Sort) -> list[InstanceRow]:
        """Return what is known of the answer to a filter that the server was not asked yet."""
        if sort.by != "created":
            return sort.apply(matches(wanted, list(self._known.values())))
        found = matches(wanted, self._newest.rows(self._known.values()))
        if wanted.order == "asc":
            found.reverse()
        return found

    def remember(self, rows: Iterable[InstanceRow]) -> None:
        """Know rows of an earlier start; whatever is known already is newer."""
        self._known = {row.key: row for row in rows} | self._known
        self._newest.forget()

    def expect_list(self) -> None:
        """A list is asked for: what a single answer says from now on is newer than it."""
        self._news.clear()
        self._created.clear()
        self._gone.clear()

    def begin_list(self) -> Listing:
        """Return a list that is empty yet; what of it comes displaces what earlier ones left."""
        self._documents.begin_list()
        return Listing()

    def take(self, page: Page, listing: Listing, *, displaces: bool = True) -> None:
        """Put a page's items at the end of a list, those that it does not have yet.

        With `displaces`, their JSON takes the place of what was not looked at for longest,
        else only that of what earlier lists left.
        """
        places: list[tuple[str, Span]] = []
        shallow = bool(page.content) and is_shallow(page.content)
        for item, span in page.placed():
            row = InstanceRow.from_item(
                item, listing.free_key(), self.metadata_keys, is_shallow=shallow
            )
            if row.key in listing:
                continue
            if row.key not in self._news:
                row = self._know(row)
                if span is not None:
                    places.append((row.key, span))
            if row.key not in self._gone:
                listing.append(self._news.get(row.key, row))
        self._documents.put_list(places, page.content, displaces=displaces)

    async def read_metadata(self) -> bool:
        """Read rows for the keys that are kept by now, and drop what they have of others.

        They are read from the answers that are at hand, a few at a time, so that nothing has
        to wait. Returns whether that was enough for all that is listed.
        """
        keys = self.metadata_keys
        stale = [row for row in self._known.values() if not _is_read_for(row, keys)]
        found: dict[str, Metadata] = {}
        if keys:
            for documents in self._documents.each({row.key for row in stale}):
                found |= {key: metadata_of(one, keys) for key, one in documents.items()}
                await asyncio.sleep(0)
        made = {}
        for place, row in enumerate(stale):
            kept = found.get(row.key)
            if kept is None:
                kept = tuple(pair for pair in row.metadata if pair[0] in keys)
            made[row.key] = row._replace(metadata=kept)
            if place % _AT_ONCE == 0:
                await asyncio.sleep(0)
        if keys != self.metadata_keys:
            return True  # Other keys are wanted meanwhile, and read for by whoever wants them.
        # What came meanwhile was read for these keys already, and is newer.
        self._renew([made[row.key] for row in stale if self._known[row.key] is row])
        return all(_is_read_for(row, keys) for row in self.listing.rows)

    async def seen_metadata_keys(self) -> tuple[str, ...]:
        """Return keys that the metadata of loaded instances has, the most frequent first."""
        return await self._documents.seen_metadata_keys()

    def _renew(self, rows: Sequence[InstanceRow]) -> None:
        """Put rows in the place of those of their keys, wherever they are."""
        if not rows:
            return
        for row in rows:
            self._known[row.key] = self._renewed[row.key] = row
            if row.key in self._news:
                self._news[row.key] = row
        self._newest.forget()
        listed = [row for row in rows if row.key in self.listing]
        self.listing.change(listed, oldest_first=False)

    async def pack(self) -> None:
        """Let the JSON that is kept take less room."""
        await self._documents.pack()

    def replace_list(self, listing: Listing) -> None:
        """Take what the server listed, with what changed while it was asked."""
        self.listing = listing
        if self.metadata_keys:
            # What was listed before other keys were asked for.
            keys = self.metadata_keys
            late = [self._known[row.key] for row in listing.rows if not _is_read_for(row, keys)]
            listing.change(late, oldest_first=False)
        created = [self._news[key] for key in self._created if key not in self._gone]
        if self._news:
            # What was listed before the news of it came.
            known = [row for row in self._news.values() if row.key in listing]
            stale = [row for row in known if row.key not in self._gone]
            listing.change(stale + created, self._gone, oldest_first=False)

    def leave_list(self) -> Listing:
        """Return the list, which another one is about to replace, to be taken up again."""
        self._catch_up(self.listing)
        self._renewed.clear()
        return self.listing

    def take_up(self, listing: Listing) -> bool:
        """Show a list again, the one that was left last or the same, with what is known by now.

        Returns False, and shows nothing, where not all of its rows are read for the metadata
        that is wanted: then it has to be loaded.
        """
        self._catch_up(listing)
        keys = self.metadata_keys
        if keys and not all(_is_read_for(row, keys) for row in listing.rows):
            return False
        self.replace_list(listing)
        return True

    def _catch_up(self, listing: Listing) -> None:
        renewed = [row for key, row in self._renewed.items() if key in listing]
        if renewed:
            listing.change(renewed, oldest_first=False)

    def merge(
        self, page: Page, belongs: Collection[str], *, oldest_first: bool, complete: bool
    ) -> frozenset[str]:
        """Take instances that changed; return the keys of the rows that are new or differ.

        Those of the keys `belongs` are in the list from now on, the others are not. One
        that belongs beyond the end of a list that is not `complete` comes with its page.
        """
        changed = Listing()
        ids = [item.get("id") for item in page.items if isinstance(item, dict)]
        before = {
            key: self._known[key] for key in ids if isinstance(key, str) and key in self.listing
        }
        self.take(page, changed)
        put = [
            row
            for row in changed.rows
            if row.key in belongs
            and (row.key in before or complete or self._reaches(row, oldest_first=oldest_first))
        ]
        kept = {row.key for row in put}
        gone = [key for key in before if key not in kept]
        if put or gone:
            self.listing.change(put, gone, oldest_first=oldest_first)
        return frozenset(row.key for row in put if before.get(row.key) != row)

    def _know(self, row: InstanceRow) -> InstanceRow:
        """Know a row; return it, or the one that is known where that says the same."""
        before = self._known.get(row.key)
        if before == row:
            return before
        self._known[row.key] = row
        if before is not None:
            self._renewed[row.key] = row
        self._newest.put(row, is_new=before is None)
        return row

    def _reaches(self, row: InstanceRow, *, oldest_first: bool) -> bool:
        """Whether the list is loaded as far as the place of `row`."""
        last = self.listing.rows[-1].created_at if self.listing.rows else None
        if last is None or row.created_at is None:
            return False
        return row.created_at <= last if oldest_first else row.created_at >= last

    def put(self, document: dict[str, Any], *, created: bool = False) -> InstanceRow | None:
        """Show an instance as a single answer gave it; one that was created comes first.

        Returns its row, or None where the answer has no ID.
        """
        rows = self.put_all([document], created=created)
        return rows[0] if rows else None

    def put_all(
        self, documents: Iterable[dict[str, Any]], *, created: bool = False
    ) -> list[InstanceRow]:
        """Show instances as single answers gave them, all at once; return those with an ID."""
        rows = []
        listed = []
        for document in documents:
            row = InstanceRow.from_item(document, "", self.metadata_keys)
            if row.id is None:
                continue
            self._documents.put(row.key, document)
            if created:
                self._created.append(row.key)
            if created or (row.key in self.listing and self._known.get(row.key) != row):
                listed.append(row)
            row = self._know(row)
            self._news[row.key] = row
            rows.append(row)
        if listed:
            self.listing.change(listed, oldest_first=False)
        return rows

    def unlist(self, keys: Collection[str]) -> None:
        """Take instances off the list; they stay known."""
        if keys:
            self._gone.update(keys)
            self.listing.change(gone=keys, oldest_first=False)


def _is_read_for(row: InstanceRow, keys: tuple[str, ...]) -> bool:
    return _keys_of(row.metadata) == keys


@lru_cache(maxsize=4096)
def _keys_of(metadata: Metadata) -> tuple[str, ...]:
    """Return the keys; kept, as many rows have the same metadata."""
    return tuple(key for key, _ in metadata)
