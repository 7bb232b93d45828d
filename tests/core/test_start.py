"""What is done while the screen is made: the key is looked for, the last list is read."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui.connect import Connection
from tui.errors import CredentialsError
from tui.models.row import InstanceRow
from tui.profile import Profile
from tui.secret import Secret
from tui.settings import Settings, cache_path
from tui.start import Opening
from tui.store.cache import CachedList, ListCache
from tui.store.scope import Scope

KEY = "metorial_sk_0123456789abcdef"
HOST = "http://127.0.0.1:9"
ENV = Profile(key="env")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings whose key is in the environment, and for which a list was kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("METORIAL_API_KEY", KEY)
    row = InstanceRow.from_item({"id": "int_1", "name": "Kept"}, "")
    cache = ListCache(cache_path(), Scope("default", HOST, None), Secret(KEY))
    cache.write([row], datetime(2026, 11, 1, tzinfo=UTC), complete=True)
    return Settings(api_host=HOST, profile=ENV)


def opened(opening: Opening, settings: Settings) -> tuple[Connection, list[CachedList | None]]:
    told: list[CachedList | None] = []
    connection = opening(settings, on_cached=told.append)
    asyncio.run(connection.store.aclose())
    return connection, told


def test_what_was_kept_is_told_whether_it_had_begun_or_not(settings: Settings) -> None:
    opening = Opening(settings)
    opening.begin()
    for _ in range(2):
        connection, [cached] = opened(opening, settings)
        assert cached is not None
        assert cached is connection.cached
        assert [row.name for row in cached.rows] == ["Kept"]


def test_what_began_is_used_once_and_for_its_own_settings_only(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = Opening(settings)
    opening.begin()
    elsewhere = Settings(api_host="http://127.0.0.1:10", profile=ENV)
    connection, [cached] = opened(opening, elsewhere)
    assert cached is None
    assert connection.store.scope.host == "http://127.0.0.1:10"
    monkeypatch.delenv("METORIAL_API_KEY")
    with pytest.raises(CredentialsError):
        opening(settings)


def test_where_nothing_was_kept_nobody_is_kept_waiting(settings: Settings) -> None:
    cache_path().unlink()
    opening = Opening(settings)
    opening.begin()
    _, told = opened(opening, settings)
    assert told
    assert not any(told)


def test_the_demo_takes_no_key_and_no_list(settings: Settings) -> None:
    demo = Settings(api_host=HOST, demo=True)
    opening = Opening(demo)
    opening.begin()
    _, told = opened(opening, demo)
    assert told == [None]
