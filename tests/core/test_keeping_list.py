"""The list is kept for the next start, and written again only where it is another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import HOST, Bench
from tui.models.row import InstanceRow
from tui.sandbox import SANDBOX_KEY
from tui.secret import Secret
from tui.store.cache import ListCache, clear
from tui.store.scope import Scope
from tui.store.store import Store


class Counting(ListCache):
    """Counts how often a list is written."""

    written = 0

    def write(self, rows: Sequence[InstanceRow], loaded_at: datetime, *, complete: bool) -> None:
        self.written += 1
        super().write(rows, loaded_at, complete=complete)


@pytest.fixture
def cache(tmp_path: Path) -> Counting:
    return Counting(tmp_path / "lists.sqlite3", Scope("p", HOST.url, None), Secret(SANDBOX_KEY))


@pytest.fixture
def store(cache: Counting, time: FrozenTime) -> Store:
    return Bench(30, time, cache=cache).store


async def test_a_list_that_is_the_same_is_not_written_again(
    cache: Counting, store: Store, time: FrozenTime
) -> None:
    await store.load()
    await store.keep()
    time.now += timedelta(hours=1)
    await store.refresh()
    await store.keep()
    assert cache.written == 1
    found = cache.read()
    assert found is not None
    assert list(found.rows) == store.state.rows
    assert found.loaded_at == time.now


async def test_one_that_changed_is(cache: Counting, store: Store) -> None:
    await store.load()
    await store.keep()
    document = dict(store.document(store.state.rows[3].key) or {}, name="Renamed")
    store._instances.put(document)
    await store.keep()
    assert cache.written == 2


async def test_an_empty_one_takes_the_place_of_what_an_earlier_start_kept(
    cache: Counting, time: FrozenTime
) -> None:
    some = Bench(30, time, cache=cache).store
    await some.load()
    await some.keep()
    none = Bench(0, time, cache=cache).store
    await none.load()
    await none.keep()
    found = cache.read()
    assert found is not None
    assert found.rows == ()


async def test_one_that_somebody_else_wrote_over_is(
    cache: Counting, store: Store, time: FrozenTime
) -> None:
    await store.load()
    await store.keep()
    cache.write(store.state.rows[:3], time.now + timedelta(minutes=1), complete=False)
    time.now += timedelta(hours=1)
    await store.refresh()
    await store.keep()
    found = cache.read()
    assert found is not None
    assert list(found.rows) == store.state.rows


async def test_one_that_was_cleared_away_is(cache: Counting, store: Store, tmp_path: Path) -> None:
    await store.load()
    await store.keep()
    assert clear(tmp_path / "lists.sqlite3")
    await store.keep()
    assert cache.written == 2
    assert cache.read() is not None
