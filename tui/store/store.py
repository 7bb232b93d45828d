"""The explorer's state of one scope, and the commands that change it.

It tells its subscribers of every change by calling them on the event loop; it knows no
screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tui.api.api import Api
from tui.api.ledger import Ledger
from tui.api.origin import Origin
from tui.api.waits import Waiting
from tui.drafts import Drafts
from tui.models.columns import metadata_keys
from tui.models.environment import Environment
from tui.models.query import MAX_LIMIT
from tui.resources import Kind
from tui.store.board import Board, Subscriber
from tui.store.cache import CachedList, ListCache
from tui.store.filter import matches, parse
from tui.store.instances import Instances
from tui.store.loading import MOST_ROWS, Loading
from tui.store.lookup import Lookup
from tui.store.marks import Marks
from tui.store.scope import Scope
from tui.store.sort import Sort
from tui.store.state import ListState
from tui.times import Clock, utc_now

if TYPE_CHECKING:
    from tui.models.row import InstanceRow
    from tui.store.bulk_writing import BulkWriting
    from tui.store.catalogue import Catalogue
    from tui.store.finding import Finder, Found, Target
    from tui.store.keeping import Keeping
    from tui.store.objects import Objects
    from tui.store.sessions import Sessions
    from tui.store.streaming import Streaming
    from tui.store.users import Users
    from tui.store.writing import Writing


class Store:
    """What is loaded of one scope.

    Attributes:
        scope: Whose data it is.
        lookup: Finds what names mean.
        drafts: Where what is typed is kept until it is sent; None: nowhere.
        object_columns: What lists of other kinds show, where that is not the usual.
        marks: What is marked, to be acted on together.
    """

    def __init__(
        self,
        api: Api,
        lookup: Lookup,
        scope: Scope,
        *,
        filter_text: str = "",
        page_size: int = MAX_LIMIT,
        cache: ListCache | None = None,
        drafts: Drafts | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self.scope = scope
        self.drafts = drafts
        self.lookup = lookup
        self._api = api
        self._cache = cache
        self._clock = clock
        self._instances = Instances()
        self._has_more_cached = False
        wanted = parse(filter_text, clock())
        state = ListState(filter=wanted, problems=wanted.problems)
        self._board = Board(state, self._instances, api.client)
        self._loading = Loading(
            api, lookup, self._instances, self._board, page_size=page_size, clock=clock
        )
        self.object_columns: dict[Kind, tuple[str, ...]] = {}
        self.marks = Marks(self._instances, self._board)
        self._page_size = page_size
        api.client.on_wait = self._on_wait

    @property
    def state(self) -> ListState:
        """What the list shows now."""
        return self._board.state

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` with every new state; return what ends that."""
        return self._board.subscribe(subscriber)

    @property
    def origin(self) -> Origin:
        """Where the API is."""
        return self._api.client.origin

    @property
    def calls(self) -> int:
        """The requests that were sent so far."""
        return self.ledger.count

    @property
    def ledger(self) -> Ledger:
        """The requests that were sent, to be looked at."""
        return self._api.client.ledger

    @property
    def has_calls_to_spare(self) -> bool:
        """Whether so many calls of the rate limit are left that some may be made unasked."""
        return self._loading.has_calls_to_spare

    @property
    def treats_as_production(self) -> bool:
        """Whether changes need the more care; so until the server said which environment it is."""
        environment = self.state.environment
        return environment is None or environment.is_production

    def now(self) -> datetime:
        """Return the time that ages are counted from."""
        return self._clock()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.client.aclose()

    # Its parts beside the list: imported when one of them is asked for, as the list comes first.

    @cached_property
    def users(self) -> Users:
        """Counts the instances that use an object."""
        from tui.store.users import Users

        return Users(self._api)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What integrations offer, and the tools of their providers."""
        from tui.store.catalogue import Catalogue

        return Catalogue(self._api)

    @cached_property
    def sessions(self) -> Sessions:
        """Finds an instance's session template, and its sessions."""
        from tui.store.sessions import Sessions

        return Sessions(self._api, self._clock)

    @cached_property
    def writing(self) -> Writing:
        """What changes the API's objects."""
        from tui.store.writing import Writing

        return Writing(self._api, self._instances, self._board, self._loading, self._clock)

    @cached_property
    def _keeping(self) -> Keeping | None:
        from tui.store.keeping import Keeping

        return Keeping(self._cache) if self._cache is not None else None

    @cached_property
    def _finder(self) -> Finder:
        from tui.store.finding import Finder

        return Finder(self._api)

    def streaming(self) -> Streaming:
        """Return what reads lists of any length and keeps nothing of them."""
        from tui.store.streaming import Streaming

        return Streaming(self._api, self.lookup, self._clock)

    def bulk_writing(self) -> BulkWriting:
        """Return what reads and changes instances for one run over many of them."""
        from tui.store.bulk_writing import BulkWriting

        return BulkWriting(self._api, self._board, self._loading, self.writing)

    # The list.

    def set_filter(self, text: str) -> None:
        """Take what is typed: narrow what is known at once, as a guess.

        `load` asks the server; its answer replaces the guess. What asks for the same in
        other words changes nothing, and lets a load that is under way go on.
        """
        wanted = parse(text, self._clock())
        if wanted.asks_the_same(self.state.filter):
            self._board.change(filter=wanted, problems=wanted.problems)
            return
        self._loading.supersede()
        self._board.show(
            filter=wanted,
            problems=wanted.problems,
            guess=True,
            error=None,
            next_try=None,
            phase="ready" if self._loading.has_loaded else "loading",
        )

    def set_sort(self, sort: Sort) -> bool:
        """Order the rows; the order by creation is the server's, by the filter's `order`.

        Returns whether rows are to be read for it: then `read_metadata`.
        """
        is_other = self._keep_metadata(self.state.columns, sort)
        self._board.show(sort=sort)
        return is_other

    def set_columns(self, columns: tuple[str, ...]) -> bool:
        """Show these columns; returns whether rows are to be read for them: `read_metadata`."""
        is_other = self._keep_metadata(columns, self.state.sort)
        self._board.change(columns=columns)
        return is_other

    def _keep_metadata(self, columns: Sequence[str], sort: Sort) -> bool:
        """Keep the values that are shown or ordered by, in memory alone; tell if others were."""
        keys, before = metadata_keys((*columns, sort.by)), self._instances.metadata_keys
        self._instances.metadata_keys = keys
        return keys != before

    async def read_metadata(self) -> bool:
        """Read rows for the columns they are shown in, as far as what was loaded is at hand.

        Returns whether all have them; else only loading the list again does.
        """
        is_whole = await self._instances.read_metadata()
        self._board.show()
        return is_whole or not self._loading.has_loaded

    async def seen_metadata_keys(self) -> tuple[str, ...]:
        """Return keys that the metadata of loaded instances has, the most frequent first."""
        return await self._instances.seen_metadata_keys()

    def show_cached(self, cached: CachedList) -> None:
        """Know the rows of the last start; show them, as a guess, until the server answers."""
        self._has_more_cached = not cached.is_whole
        self._instances.remember(cached.rows)
        if cached.rows and not self._loading.has_loaded:
            self._board.show(guess=True, cached_at=cached.loaded_at)

    async def load_cached(self) -> None:
        """Read all that was kept of the list at the last start, and know it."""
        if self._cache is None or not self._has_more_cached:
            return
        cached = await asyncio.to_thread(self._cache.read)
        if cached is not None:
            self.show_cached(cached)

    async def keep(self) -> None:
        """Keep the list for the next start, where it is the whole and not a filter's.

        Raises:
            CacheError: It could not be written.
        """
        state = self.state
        fresh = state.phase == "ready" and not state.guess and state.refreshed_at is not None
        if self._keeping is None or not fresh or not state.filter.is_empty:
            return
        assert state.refreshed_at is not None, "it is fresh"
        rows = tuple(self._instances.listing.rows)
        await self._keeping.keep(rows, state.refreshed_at, complete=state.complete)

    async def load(self, enough: int = 1, *, first: int | None = None) -> None:
        """Ask the server for the filter's list, as `Loading.load` says."""
        await self._loading.load(enough, first=first)

    async def load_more(self, enough: int = 0, *, politely: bool = False) -> bool:
        """Ask for the list's next page, or until `enough` rows; return whether there is more."""
        return await self._loading.load_more(enough, politely=politely)

    async def load_all(self) -> None:
        """Ask the server for all that the list does not have yet."""
        if not self._loading.has_loaded or self.state.guess:
            await self.load()
        await self.load_more(MOST_ROWS)

    async def refresh(self) -> None:
        """Ask the server for what changed, as `Loading.refresh` says."""
        await self._loading.refresh()

    async def load_environment(self) -> None:
        """Ask the server who the key speaks for.

        Raises:
            ApiError: It could not be had; `Unauthorized` where the key is wrong.
        """
        self._board.change(environment=await self._api.environment())

    @property
    def needs_environment(self) -> bool:
        """Whether the key speaks for several environments and none is named yet."""
        return self._api.client.needs_environment

    async def environments(self) -> tuple[Environment, ...]:
        """Return the environments that the key can speak for.

        Raises:
            ApiError: They could not be had.
        """
        return await self._api.environments()

    def enter(self, environment_id: str) -> None:
        """Speak for that environment from now on; to be called before anything is loaded."""
        self._api.client.enter(environment_id)
        self.scope = self.scope._replace(environment_id=environment_id)

    def take_key_of(self, other: Store) -> bool:
        """Go on with another store's key where it speaks for the same; return whether it does.

        Both must have asked for their environment.
        """
        environments = (self.state.environment, other.state.environment)
        mine, theirs = (one.id if one else None for one in environments)
        if mine is None or mine != theirs or self.origin.url != other.origin.url:
            return False
        self._api.client.take_key_of(other._api.client)
        return True

    # One instance.

    def see(self, key: str) -> None:
        """Take note that the user has seen a row: it is new no longer."""
        if key in self.state.fresh:
            self._board.change(fresh=self.state.fresh - {key})

    def document(self, key: str) -> Any | None:
        """Return the JSON of a listed instance as it came, or None: then `fetch` it."""
        return self._instances.document(key)

    def row(self, key: str) -> InstanceRow | None:
        """Return what is known of an instance as the list shows it, or None."""
        return self._instances.row(key)

    def shows(self, key: str) -> bool:
        """Whether an instance is among the rows that are shown; quick for any number of them."""
        if not self.state.guess:
            return key in self._instances.listing
        row = self._instances.row(key)
        return row is not None and bool(matches(self.state.filter, [row]))

    async def held(self, keys: Collection[str]) -> dict[str, Any]:
        """Return the JSON of those of these instances that are at hand, as they came."""
        return await self._instances.held(keys)

    async def fetch(self, identifier: str) -> dict[str, Any]:
        """Return an instance's JSON as the server has it now, and show its row anew.

        Raises:
            ApiError: It could not be had.
        """
        with self._loading.first():
            document = await self._api.get("integration_instance", identifier)
        self._instances.put(document)
        self._board.show()
        return document

    # Other objects.

    async def find(self, target: Target) -> Found:
        """Return the object of an ID, whatever it is; an instance's row is shown anew.

        Raises:
            NotFound: There is none that this key may read.
            ApiError: It could not be asked for.
        """
        found = await self._finder.find(target)
        if found.kind == "integration_instance":
            self._instances.put(found.document)
            self._board.show()
        return found

    def objects(self, kind: Kind, only: Sequence[tuple[str, str]] = ()) -> Objects:
        """Return the list of another kind of objects, of which nothing is loaded yet.

        With `only`, of those that such a query asks for.
        """
        from tui.store.objects import Objects

        return Objects(
            self._api,
            kind,
            page_size=self._page_size,
            clock=self._clock,
            only=only,
            columns=self.object_columns.get(kind, ()),
        )

    # Within.

    def _on_wait(self, waiting: Waiting | None) -> None:
        self._board.change(waiting=waiting.sentence if waiting else None)
