"""Other kinds of objects are listed, filtered and watched by the table of resources alone."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import Bench
from tui.errors import UsageError
from tui.headless.kinds import WORDS, kind_word
from tui.resources import BY_FILTER_KEY, BY_KIND, Kind, kind_called, readable
from tui.store.streaming import Streaming
from tui.times import utc_now

ENDPOINTS: dict[Kind, str] = {
    "integration": "integrations",
    "integration_provider": "integrations_providers",
    "provider": "providers",
    "provider_deployment": "provider_deployments",
    "provider_config": "provider_deployments_configs",
    "provider_auth_config": "provider_deployments_auth_configs",
    "identity": "identities",
    "identity_actor": "identity_actors",
    "session_template": "session_templates",
    "session": "sessions",
}
KINDS = [one.kind for one in readable()]


def streaming(bench: Bench, kind: Kind) -> Streaming:
    return Streaming(bench.store._api, bench.store.lookup, utc_now, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_takes_what_the_official_sdk_says(kind: Kind) -> None:
    # Read, not imported: that takes ten seconds.
    spec = find_spec("metorial")
    assert spec is not None
    assert spec.origin is not None
    endpoints = Path(spec.origin).parent / "_generated" / "magnetar" / "endpoints"
    tree = ast.parse((endpoints / f"{ENDPOINTS[kind]}.py").read_text())
    [listing] = [
        one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == "list"
    ]
    known = {one.arg for one in listing.args.kwonlyargs}
    spelled = {"created": "created_at", "updated": "updated_at", "actor": "actor_id"}
    for key in BY_KIND[kind].filters:
        resource = BY_FILTER_KEY.get(key)
        parameter = spelled.get(key) or (resource.parameter if resource else key)
        assert parameter in known, key


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_is_listed_to_its_end_and_by_its_ids(kind: Kind) -> None:
    bench = Bench(30, FrozenTime())
    objects = streaming(bench, kind)
    query = await objects.query("order:asc")
    found = [one["id"] async for part in objects.matching(query) for one in part]
    assert found
    assert len(set(found)) == len(found)
    by_id = await objects.query(f"id:{found[0]}")
    assert [[one["id"] for one in part] async for part in objects.matching(by_id)] == [[found[0]]]
    assert all(one.url.path == BY_KIND[kind].path for one in bench.link.requests)
    await bench.store.aclose()


async def test_names_are_looked_up_and_the_actor_is_called_as_that_list_calls_it() -> None:
    bench = Bench(30, FrozenTime())
    configs = streaming(bench, "provider_config")
    query = await configs.query("provider:github")
    [part] = [part async for part in configs.matching(query)]
    assert {one["provider_id"] for one in part} == set(query.provider_id)
    identities = streaming(bench, "identity")
    query = await identities.query("actor:act_0123456789")
    assert [part async for part in identities.matching(query)] == [[]]
    assert bench.link.requests[-1].url.params["actor_id"] == "act_0123456789"
    await bench.store.aclose()


async def test_what_a_list_does_not_take_is_refused_and_nothing_is_asked() -> None:
    bench = Bench(5, FrozenTime())
    cases: dict[Kind, tuple[str, str]] = {
        "session": ("ada", "searched"),
        "provider": ("status:active", "status"),
        "provider_config": ("identity:ada", "identity"),
    }
    for kind, (line, word) in cases.items():
        with pytest.raises(UsageError, match=f"{word}.* their list takes"):
            await streaming(bench, kind).query(line)
    with pytest.raises(UsageError, match="does not tell which providers changed"):
        streaming(bench, "provider").changes(await streaming(bench, "provider").query(""))
    assert bench.link.requests == []
    await bench.store.aclose()


async def test_changes_of_other_kinds_are_asked_for_in_their_own_statuses() -> None:
    bench = Bench(5, FrozenTime())
    sessions = streaming(bench, "session")
    changes = sessions.changes(await sessions.query(""))
    await changes.begin()
    assert await changes.since_last() == []
    assert bench.link.requests[-1].url.params.get_list("status") == [
        "active",
        "archived",
        "deleted",
    ]
    await bench.store.aclose()


def test_people_and_the_api_name_kinds_in_their_ways() -> None:
    for one in readable():
        assert one.path is not None
        assert {
            kind_called(word) for word in (one.kind, one.path[1:], one.title.replace(" ", "-"))
        } == {one.kind}
    assert kind_word("Provider_Config") == "provider_config"
    assert kind_word("templates") == "session_template"
    assert [BY_KIND[kind_word(word)].path for word in WORDS].count(None) == 0
    for wrong, said in {"foo": "There are instances", "identity-credentials": "no list"}.items():
        with pytest.raises(click.BadParameter, match=said):
            kind_word(wrong)
