"""The made data: reproducible, in order, believable and complete."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tui.sandbox.encoding import encode_json
from tui.sandbox.ids import IdMaker
from tui.sandbox.render import render_instance, render_session, render_template
from tui.sandbox.times import iso, to_ms
from tui.sandbox.world import DEFAULT_NOW, World

SHAPE = re.compile(r"^[a-z]+_[0-9A-Za-z]{16}$")


def everything(world: World) -> str:
    catalogue, people = world.catalogue, world.people
    entries = [
        *catalogue.providers,
        *catalogue.deployments,
        *catalogue.configs,
        *catalogue.auth_configs,
        *catalogue.tools,
        *catalogue.integrations,
        *catalogue.integration_providers,
        *people.actors,
        *people.identities,
    ]
    return encode_json(
        [
            *(entry.body for entry in entries),
            *(render_instance(row) for row in world.instances),
            *(render_template(row, world.made_ms) for row in world.templates),
            *(render_session(row) for row in world.sessions),
        ]
    )


def test_same_seed_and_now_make_the_same_bytes() -> None:
    assert everything(World(instances=60)) == everything(World(instances=60))


def test_another_seed_or_now_makes_another_world() -> None:
    plain = everything(World(instances=20))
    assert everything(World(instances=20, seed=2)) != plain
    assert everything(World(instances=20, now=DEFAULT_NOW + timedelta(days=1))) != plain


def test_every_made_id_has_the_shape_of_the_api() -> None:
    found = re.findall(r'"id":"([^"]+)"', everything(World(instances=80)))
    assert len(found) > 1000
    # The one exception is inside a customer's metadata.
    assert {one for one in found if not SHAPE.match(one)} == {"cus_8842"}


def test_ids_are_unique_within_each_collection() -> None:
    world = World()
    assert len({row.id for row in world.instances}) == 240
    rows = [row.id for row in world.instance_providers]
    assert len(set(rows)) == len(rows)


def test_instances_stand_in_the_order_of_their_creation() -> None:
    world = World()
    created = [row.created_ms for row in world.instances]
    assert created == sorted(created)


def test_all_made_times_lie_before_now_and_span_minutes_to_years() -> None:
    now = datetime(2026, 5, 5, tzinfo=UTC)
    world = World(now=now)
    text = everything(world)
    stamps = re.findall(r'"(?:created|updated|archived)_at":"([^"]+)"', text)
    assert max(stamps) <= iso(to_ms(now))
    ages = [to_ms(now) - row.created_ms for row in world.instances]
    assert min(ages) < 24 * 3_600_000
    assert max(ages) > 365 * 24 * 3_600_000
    assert all(row.created_ms <= row.updated_ms for row in world.instances)


def test_every_status_is_there() -> None:
    statuses = {row.status for row in World().instances}
    assert statuses == {"draft", "active", "archived", "deleted"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_status_follows_from_the_providers(seed: int) -> None:
    for row in World(seed=seed).instances:
        wanted = {link.entry.id for link in row.integration.active_providers}
        has = {one.integration_provider.entry.id for one in row.active_providers}
        if row.status == "active":
            assert wanted
            assert wanted <= has
        if row.status == "draft":
            assert not wanted or wanted - has


def test_every_kind_of_tool_filter_is_there_and_one_that_no_client_knows() -> None:
    kinds = set()
    for row in World().instance_providers:
        kinds.add(row.tool_filter["type"])
        kinds |= {one["type"] for one in row.tool_filter.get("filters", [])}
    assert kinds == {
        "allow_all",
        "filter",
        "tool_keys",
        "tool_regex",
        "resource_regex",
        "resource_uris",
        "prompt_keys",
        "prompt_regex",
        "tool_tags",
    }


def test_one_instance_backs_a_magic_mcp_server() -> None:
    magic = [row for row in World().instances if row.magic_mcp_server_id is not None]
    assert len(magic) == 1
    assert render_instance(magic[0])["implementation"]["type"] == "magic_mcp_server"


def test_the_catalogue_is_varied() -> None:
    catalogue = World().catalogue
    assert len(catalogue.integrations) == 12
    sizes = {len(row.active_providers) for row in catalogue.integration_rows.values()}
    assert sizes == {0, 1, 2, 3, 4}
    kinds = {
        method.body["type"]
        for provider in catalogue.provider_rows.values()
        for method in provider.auth_methods
    }
    assert kinds == {"oauth", "token", "custom"}
    credentials = {
        one.status for provider in catalogue.provider_rows.values() for one in provider.credentials
    }
    assert credentials == {"active", "archived"}
    assert any(not row.available for row in catalogue.auth_configs)


def test_some_names_are_hard_to_lay_out() -> None:
    names = [row.name for row in World().instances]
    assert any(len(name) > 120 for name in names)
    assert any("\u4e00" <= character <= "\u9fff" for name in names for character in name)
    assert any("\N{ZERO WIDTH JOINER}" in name for name in names)


def test_metadata_holds_every_type_of_json() -> None:
    found: set[type] = set()

    def collect(value: object) -> None:
        found.add(type(value))
        for inner in value.values() if isinstance(value, dict) else ():
            collect(inner)
        for inner in value if isinstance(value, list) else ():
            collect(inner)

    for row in World().instances:
        collect(row.metadata)
    assert found == {dict, list, str, int, float, bool, type(None)}


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_tiny_world_can_be_made(count: int) -> None:
    assert len(World(instances=count).instances) == count


def test_a_large_world_is_made_quickly() -> None:
    started = time.process_time()
    world = World(instances=10_000)
    assert len(world.instances) == 10_000
    assert time.process_time() - started < 3


def test_new_ids_sort_after_all_others_even_within_a_millisecond() -> None:
    world = World(instances=5)
    world.clock = lambda: DEFAULT_NOW - timedelta(days=900)
    newest = max(row.id for row in world.instances)
    made = [world.new_id("int_") for _ in range(200)]
    assert made == sorted(made)
    assert made[0] > newest


def test_id_text_sorts_as_time_does() -> None:
    ids = IdMaker(Random(0))
    made = [ids.at("int_", ms) for ms in (1, 61, 62, 63, 10_000, 1_700_000_000_000)]
    assert made == sorted(made)
