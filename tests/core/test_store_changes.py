"""Instances one by one, and changes of them: what the list shows afterwards."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import LIST, Bench
from tui.errors import BadRequest, Gone, NotFound, ReadOnlyError, Unauthorized
from tui.models.requests import (
    CreateIntegrationInstance,
    CreateSession,
    CreateSessionTemplate,
    UpdateIntegrationInstance,
)


class TestInstances:
    async def test_a_listed_instance_is_kept_as_it_came(self, bench: Bench) -> None:
        await bench.store.load()
        key = bench.keys[0]
        assert bench.store.document(key) == await bench.store.fetch(key)
        assert bench.store.document("int_unknown") is None

    async def test_a_fetch_shows_the_row_anew(self, bench: Bench) -> None:
        await bench.store.load()
        key = bench.keys[4]
        other = bench.open()
        await other.writing.update(key, UpdateIntegrationInstance(name="From elsewhere"))
        await bench.store.fetch(key)
        assert bench.keys == bench.shown_ids()
        assert bench.state.rows[4].name == "From elsewhere"
        await other.aclose()

    async def test_a_fetch_does_not_list_what_was_not_listed(self, bench: Bench) -> None:
        await bench.store.load()
        archived = next(one.id for one in bench.world.instances if one.status == "archived")
        await bench.store.fetch(archived)
        assert archived not in bench.keys
        assert bench.store.document(archived) is not None

    async def test_what_is_not_there_raises(self, bench: Bench) -> None:
        with pytest.raises(NotFound):
            await bench.store.fetch("int_unknown")

    async def test_the_environment(self, bench: Bench) -> None:
        await bench.store.load_environment()
        assert bench.state.environment is not None
        assert bench.state.environment.type == "development"
        assert not bench.state.environment.is_production

    async def test_a_wrong_key(self, time: FrozenTime) -> None:
        bench = Bench(1, time, key="metorial_sk_wrong")
        with pytest.raises(Unauthorized):
            await bench.store.load_environment()
        await bench.store.load()
        assert isinstance(bench.state.error, Unauthorized)
        await bench.store.aclose()


class TestChanges:
    async def test_a_new_instance_comes_first(self, bench: Bench) -> None:
        await bench.store.load()
        integration = next(row.integration_id for row in bench.state.rows if row.integration_id)
        body = CreateIntegrationInstance(integration_id=integration, name="New one")
        made = await bench.store.writing.create(body)
        assert bench.keys == bench.shown_ids()
        assert bench.keys[0] == made.id
        assert bench.state.loaded == len(bench.keys)
        assert bench.store.document(bench.keys[0]) == made.as_json()

    async def test_a_change_is_shown_in_its_place(self, bench: Bench) -> None:
        await bench.store.load()
        body = UpdateIntegrationInstance(name="Renamed", description=None)
        changed = await bench.store.writing.update(bench.keys[3], body)
        assert (changed.name, changed.description) == ("Renamed", None)
        assert bench.keys == bench.shown_ids()
        assert bench.state.rows[3].name == "Renamed"

    async def test_an_archived_instance_leaves_the_list(self, bench: Bench) -> None:
        await bench.store.load()
        key = bench.keys[3]
        archived = await bench.store.writing.archive(key)
        assert archived.archived_at
        assert key not in bench.keys
        assert bench.keys == bench.shown_ids()
        with pytest.raises(Gone):
            await bench.store.writing.update(key, UpdateIntegrationInstance(name="Too late"))

    async def test_it_stays_where_the_filter_shows_it(self, bench: Bench) -> None:
        bench.store.set_filter("status:active,draft,archived")
        await bench.store.load()
        row = next(row for row in bench.state.rows if row.status == "active")
        await bench.store.writing.archive(row.key)
        shown = next(one for one in bench.state.rows if one.key == row.key)
        assert shown.status == "archived"

    async def test_archiving_one_hides_no_other_that_only_the_server_matched(
        self, bench: Bench
    ) -> None:
        def match_all(request: httpx.Request, response: httpx.Response) -> Any:
            return whole if request.url.path == LIST else None

        await bench.store.load()
        whole = {"items": [bench.store.document(key) for key in bench.keys], "pagination": {}}
        bench.link.change = match_all
        bench.store.set_filter("words that no instance has")
        await bench.store.load()
        before = bench.keys
        await bench.store.writing.archive(before[0])
        assert bench.keys == before[1:]

    async def test_a_template_then_a_session(self, bench: Bench) -> None:
        await bench.store.load()
        with_templates = set(bench.world.template_of)
        key = next(
            row.key
            for row in bench.state.rows
            if row.status == "active" and row.key not in with_templates
        )
        with pytest.raises(BadRequest):
            await bench.store.writing.create_session(key, CreateSession())
        template = await bench.store.writing.create_session_template(
            key, CreateSessionTemplate(name="t")
        )
        assert template.integration_instance_id == key
        session = await bench.store.writing.create_session(key, CreateSession(name="s"))
        assert session.client_secret is not None

    async def test_read_only_changes_nothing(self, time: FrozenTime) -> None:
        bench = Bench(20, time, read_only=True)
        store = bench.store
        await store.load()
        before, asked = bench.state, len(bench.link.requests)
        writes = [
            store.writing.create(CreateIntegrationInstance(integration_id="itg_1", name="x")),
            store.writing.update(bench.keys[0], UpdateIntegrationInstance(name="x")),
            store.writing.archive(bench.keys[0]),
            store.writing.create_session_template(bench.keys[0], CreateSessionTemplate()),
            store.writing.create_session(bench.keys[0], CreateSession()),
        ]
        for write in writes:
            with pytest.raises(ReadOnlyError):
                await write
        assert bench.state == before
        assert len(bench.link.requests) == asked
        await store.aclose()

    async def test_a_failed_change_is_raised_and_shown_nowhere(self, bench: Bench) -> None:
        await bench.store.load()
        before = bench.state
        with pytest.raises(NotFound):
            await bench.store.writing.update("int_unknown", UpdateIntegrationInstance(name="x"))
        assert bench.state == before
