"""What rows say in columns, for whom they are read, and how many cells they have."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tests.core.store_bench import Bench
from tui.models.columns import DEFAULT, METADATA, NAMES, NOT_READ, checked, column, metadata_keys
from tui.models.row import InstanceRow
from tui.secret import Secret
from tui.store.cache import ListCache
from tui.store.scope import Scope
from tui.store.sort import Sort
from tui.text import is_plain
from tui.widgets.instance_columns import lay_out

NOW = datetime(2026, 2, 1, tzinfo=UTC)
names = st.sampled_from(NAMES) | st.text(min_size=1, max_size=20).map(lambda key: METADATA + key)


def row(key: str, metadata: object, **fields: Any) -> InstanceRow:
    return InstanceRow.from_item({"id": key, "metadata": metadata, **fields}, key, ["n", "team"])


@given(
    strategies.instances | strategies.broken_items | strategies.values,
    st.lists(names, min_size=1, max_size=5, unique=True),
)
def test_all_that_a_row_says_is_safe_to_draw(item: object, chosen: list[str]) -> None:
    found = InstanceRow.from_item(item, "item 0", metadata_keys(chosen))
    for name in chosen:
        assert is_plain(column(name).title)
        assert is_plain(column(name).text(found, NOW))
        assert is_plain(column(name).exact(found))
        assert Sort(name).apply([found]) == [found]


def test_what_columns_say() -> None:
    found = row(
        "int_1",
        {"team": "red\x1b", "n": 3},
        name="Ada",
        created_at="2026-01-31T00:00:00Z",
        identity_actor_id="act_1",
        providers=[{"provider": {"id": "pro_1", "name": "github"}}],
    )
    chosen = ["name", "created", "updated", "actor", "identity", "providers", "metadata.team"]
    said = [column(name).text(found, NOW) for name in (*chosen, "metadata.n", "metadata.tier")]
    assert said == ["Ada", "1d", "-", "act_1", "", "github", "red␛", "3", NOT_READ]
    assert column("created").exact(found) == "2026-01-31T00:00:00+00:00"
    assert column("updated").exact(found) == ""


def test_own_values_are_ordered_as_what_they_are_and_missing_ones_last() -> None:
    values = ["b", 10, None, "9", "2026-03-01", "2026-01-01T00:00:00Z", {}, "Ä", True, "", -1.5]
    rows = [row(f"int_{at}", {"n": value}) for at, value in enumerate(values)]
    rows.append(row("int_11", None))
    up = [one.key.removeprefix("int_") for one in Sort("metadata.n").apply(rows)]
    down = [one.key.removeprefix("int_") for one in Sort("metadata.n", True).apply(rows)]
    assert up == ["10", "3", "1", "5", "4", "7", "0", "6", "8", "2", "9", "11"]
    assert down == [*reversed(up[:9]), "2", "9", "11"]
    unnamed = [row("a", None), row("b", None, name="x")]
    for reverse in (False, True):
        assert [one.key for one in Sort("name", reverse).apply(unnamed)] == ["b", "a"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("name", "must be names of columns"),
        (["name", 3], "must be names of columns"),
        (["name", "size"], "must be one of status, name"),
        (["name", "metadata."], "must be one of status, name"),
        (["status"], "must have the column name"),
        (["name", "id", "name"], "each column once"),
    ],
)
def test_what_names_no_columns_is_refused(value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        checked(value)


@given(
    st.lists(names.filter(lambda name: name != "name"), max_size=8, unique=True),
    st.integers(20, 220),
    st.integers(0, 9),
)
def test_columns_fill_the_width_and_the_name_stays(
    others: list[str], width: int, skip: int
) -> None:
    chosen = [*others[:2], "name", *others[2:]]
    layout = lay_out(chosen, width, skip)
    placed = [one.name for one, _ in layout.placed]
    assert "name" in placed
    assert placed == [name for name in chosen if name in placed]
    assert len(placed) + layout.skipped + layout.beyond == len(chosen)
    assert all(size > 0 for _, size in layout.placed)
    if width >= 40:
        assert sum(size + 2 for _, size in layout.placed) == width


def test_the_usual_columns_fit_from_forty_cells_on() -> None:
    assert len(lay_out(DEFAULT, 39).placed) == 3
    for width in range(40, 220):
        sizes = {one.name: size for one, size in lay_out(DEFAULT, width).placed}
        assert set(sizes) == set(DEFAULT)
        assert sizes["name"] >= sizes["providers"]


def test_values_of_the_metadata_are_never_kept_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "lists.sqlite3"
    cache = ListCache(path, Scope("p", "h", None), Secret("metorial_sk_x"))
    cache.write([row("int_1", {"team": "crimson"}, name="Ada")], NOW, complete=True)
    kept = cache.read()
    assert kept is not None
    assert [(one.name, one.metadata) for one in kept.rows] == [("Ada", ())]
    assert not any(b"crimson" in one.read_bytes() for one in tmp_path.iterdir())


async def test_chosen_keys_are_read_from_what_is_at_hand(bench: Bench) -> None:
    store = bench.store
    await store.load()
    asked = len(bench.link.requests)
    assert all(row.metadata == () for row in store.state.rows)
    assert "team" in await store.seen_metadata_keys()
    assert store.set_columns(("name", "metadata.team"))
    assert await store.read_metadata()
    team = column("metadata.team")
    for one in store.state.rows:
        metadata = (store.document(one.key) or {}).get("metadata") or {}
        assert team.text(one, NOW) == metadata.get("team", "")
    assert len(bench.link.requests) == asked

    # Only what is shown or ordered by is kept.
    store.set_sort(Sort("metadata.team"))
    assert not store.set_columns(DEFAULT)
    said = [team.text(one, NOW) for one in store.state.rows]
    teams = [one for one in said if one]
    assert said == sorted(teams) + [""] * (len(said) - len(teams))
    assert teams
    assert store.set_sort(Sort())
    assert await store.read_metadata()
    assert all(row.metadata == () for row in store.state.rows)


async def test_what_is_not_at_hand_is_loaded_again(
    large: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large.store._instances._documents, "_limit", 1)
    store = large.store
    await store.load(enough=200)
    listed = large.keys
    assert store.set_columns(("name", "metadata.team"))
    assert not await store.read_metadata()
    assert column("metadata.team").text(store.state.rows[-1], NOW) == NOT_READ
    await store.load()
    assert large.keys == listed
    assert all(row.metadata for row in store.state.rows)
    assert await store.read_metadata()


async def test_what_was_asked_for_before_the_column_has_it_too(large: Bench) -> None:
    store = large.store
    await store.load(enough=200)
    release = large.link.hold(), large.link.hold()
    loading = asyncio.create_task(store.load())
    await large.link.arrived.wait()
    release[0].set()
    large.link.arrived.clear()
    await large.link.arrived.wait()
    store.set_columns(("name", "metadata.team"))
    assert await store.read_metadata()
    release[1].set()
    await loading
    assert len(store.state.rows) >= 200
    assert all(row.metadata for row in store.state.rows)
