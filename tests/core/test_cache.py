"""The cache: what is kept comes back, nobody else sees it, and no file can break it."""

from __future__ import annotations

import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import instances, values
from tui.errors import CacheError
from tui.models.row import InstanceRow
from tui.secret import Secret
from tui.store import cache as cache_module
from tui.store.cache import ListCache, clear
from tui.store.scope import Scope

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SCOPE = Scope("default", "https://api.metorial.com", None)
KEY = Secret("metorial_sk_0123456789abcdef")


def rows(count: int, **fields: Any) -> list[InstanceRow]:
    items = [{"id": f"int_{n}", "name": f"Name {n}", "status": "active"} for n in range(count)]
    return [InstanceRow.from_item(item | fields, "") for item in items]


def at(folder: Path, scope: Scope = SCOPE, key: Secret = KEY) -> ListCache:
    return ListCache(folder / "cache" / "lists.sqlite3", scope, key)


def read(cache: ListCache) -> list[InstanceRow]:
    found = cache.read()
    return list(found.rows) if found else []


def test_what_is_kept_comes_back_in_order_with_its_age(tmp_path: Path) -> None:
    assert at(tmp_path).read() is None
    item = {
        "id": "int_x",
        "name": "Zoë \u202e x",
        "created_at": "2026-01-01T00:00:00.123Z",
        "updated_at": "2026-02-01T00:00:00Z",
        "integration_id": "itg_1",
        "providers": [{"provider": {"id": "pro_1", "name": "GitHub"}}],
    }
    kept = [InstanceRow.from_item(item, ""), *reversed(rows(3))]
    at(tmp_path).write(kept, NOW, complete=True)
    found = at(tmp_path).read()
    assert found is not None
    assert list(found.rows) == kept
    assert found.loaded_at == NOW
    at(tmp_path).write(rows(1), NOW, complete=True)
    assert read(at(tmp_path)) == rows(1)


@settings(max_examples=60)
@given(st.one_of(instances, values))
def test_whatever_a_row_was_made_of_comes_back(item: Any) -> None:
    row = InstanceRow.from_item(item, "item 0")
    if row.id is not None:
        assert cache_module._row(cache_module._text(row)) == row


def test_its_age_is_renewed_without_the_rows(tmp_path: Path) -> None:
    cache, later = at(tmp_path), NOW + timedelta(hours=1)
    assert not cache.renew(NOW, later, complete=True)
    cache.write(rows(3), NOW, complete=False)
    assert not cache.renew(later, later, complete=True)
    assert cache.renew(NOW, later, complete=True)
    found = cache.read()
    assert found is not None
    assert (list(found.rows), found.loaded_at) == (rows(3), later)
    assert not at(tmp_path, key=Secret("metorial_sk_other")).renew(later, NOW, complete=True)


def test_no_key_sees_what_another_has_loaded(tmp_path: Path) -> None:
    at(tmp_path).write(rows(3), NOW, complete=True)
    others = [
        at(tmp_path, Scope("work", SCOPE.host, None)),
        at(tmp_path, Scope("default", "https://other", None)),
        at(tmp_path, Scope("default", SCOPE.host, "ins_1")),
        at(tmp_path, key=Secret("metorial_sk_other")),
    ]
    assert [other.read() for other in others] == [None] * 4
    assert read(at(tmp_path)) == rows(3)


def test_only_the_owner_reads_it_and_no_secret_is_in_it(tmp_path: Path) -> None:
    secret = "metorial_sk_abcdefghijklmnop"
    kept = rows(2, description=f"the key is {secret}", metadata={"note": "hunter2 in metadata"})
    at(tmp_path).write(kept, NOW, complete=True)
    folder = tmp_path / "cache"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        content = file.read_bytes()
        for word in (secret, "hunter2", KEY.get_secret_value()):
            assert word.encode() not in content


@pytest.mark.parametrize(
    "content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5_000]
)
def test_a_file_that_is_no_cache_is_put_aside_and_never_trusted(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "cache" / "lists.sqlite3"
    path.parent.mkdir()
    path.write_bytes(content)
    cache = at(tmp_path)
    assert cache.read() is None
    cache.write(rows(2), NOW, complete=True)
    cache.write(rows(2), NOW, complete=True)
    assert read(cache) == rows(2)
    if content:
        assert path.with_name("lists.sqlite3.damaged").read_bytes() == content


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "3", '["a"]', pytest.param("[" * 2_000, id="deep")]
)
def test_rows_that_are_none_are_not_shown(tmp_path: Path, text: str) -> None:
    cache = at(tmp_path)
    cache.write(rows(2), NOW, complete=True)
    with sqlite3.connect(tmp_path / "cache" / "lists.sqlite3") as database:
        database.execute("UPDATE rows SET row = ? WHERE place = 1", (text,))
    database.close()
    assert cache.read() is None


def test_text_that_others_put_there_is_cleaned(tmp_path: Path) -> None:
    cache = at(tmp_path)
    cache.write(rows(1), NOW, complete=True)
    with sqlite3.connect(tmp_path / "cache" / "lists.sqlite3") as database:
        database.execute("UPDATE rows SET row = replace(row, 'Name 0', char(92) || 'u001b[2J')")
    database.close()
    [row] = read(cache)
    assert "\x1b" not in row.name


def test_another_version_is_begun_anew(tmp_path: Path) -> None:
    at(tmp_path).write(rows(1), NOW, complete=True)
    with sqlite3.connect(tmp_path / "cache" / "lists.sqlite3") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert at(tmp_path).read() is None
    at(tmp_path).write(rows(2), NOW, complete=True)
    assert read(at(tmp_path)) == rows(2)


def test_only_the_last_lists_are_kept(tmp_path: Path) -> None:
    for number in range(cache_module.MOST_LISTS + 2):
        cache = at(tmp_path, Scope(str(number), SCOPE.host, None))
        cache.write(rows(1), NOW + timedelta(minutes=number), complete=True)
    assert at(tmp_path, Scope("1", SCOPE.host, None)).read() is None
    assert at(tmp_path, Scope("2", SCOPE.host, None)).read() is not None


def test_a_place_that_takes_nothing_is_told_and_reads_as_empty(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    assert at(tmp_path).read() is None
    with pytest.raises(CacheError, match="is not kept for the next start"):
        at(tmp_path).write(rows(1), NOW, complete=True)


def test_two_explorers_at_once_lose_nothing(tmp_path: Path) -> None:
    problems: list[BaseException] = []

    def keep(name: str) -> None:
        try:
            for _ in range(10):
                at(tmp_path, Scope(name, SCOPE.host, None)).write(rows(50), NOW, complete=True)
        except CacheError as error:
            problems.append(error)

    threads = [threading.Thread(target=keep, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    for name in "abc":
        assert read(at(tmp_path, Scope(name, SCOPE.host, None))) == rows(50)


def test_it_can_be_cleared(tmp_path: Path) -> None:
    at(tmp_path).write(rows(1), NOW, complete=True)
    assert clear(tmp_path / "cache" / "lists.sqlite3")
    assert list((tmp_path / "cache").iterdir()) == []
    assert not clear(tmp_path / "cache" / "lists.sqlite3")
