"""Any edit of any instance, carried out by the sandbox: it becomes what was typed, no more."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.test_forms_merge import leaves, value_at
from tui.forms.instance import InstanceDraft, as_body, to_update
from tui.forms.merge import IDENTITY, Place
from tui.forms.outcome import has_all_of
from tui.forms.provider import ProviderDraft
from tui.forms.tool_filter import RuleDraft, ToolFilterDraft
from tui.forms.values import same
from tui.models.integration_instance import IntegrationInstance
from tui.sandbox.records import Instance
from tui.sandbox.render import render_instance
from tui.sandbox.validation import UPDATE, read_body
from tui.sandbox.world import World
from tui.sandbox.writes import update_instance

TEXT = st.sampled_from(["", " ", "Ada", " Ada  ", "two\nlines", "[b] \u202e"])
METADATA = st.none() | st.dictionaries(
    st.sampled_from("ab"), st.sampled_from([1, 1.0, True, None, {"c": [1]}]), max_size=2
)
FILTERS = st.sampled_from(
    [
        ToolFilterDraft("allow_all"),
        ToolFilterDraft("rules", (RuleDraft("tool_keys", ("a", "b")),)),
        ToolFilterDraft(
            "rules", (RuleDraft("tool_regex", pattern="^a"), RuleDraft("prompt_keys", ("p",)))
        ),
    ]
)


def belonging(rows: Any, provider_id: str) -> list[str]:
    """The IDs of the configs, or auth configs, of a provider; none is one more choice."""
    return ["", *(row.id for row in rows if row.body["provider_id"] == provider_id)]


def edited_row(data: st.DataObject, world: World, row: ProviderDraft) -> ProviderDraft:
    configs = belonging(world.catalogue.configs, row.provider_id)
    auth_configs = belonging(world.catalogue.auth_configs, row.provider_id)
    changes: dict[str, Any] = {
        "provider_config_id": st.sampled_from(configs),
        "provider_auth_config_id": st.sampled_from(auth_configs),
        "tool_filter": FILTERS,
        "is_override_tool_filter": st.booleans(),
    }
    chosen = data.draw(st.sets(st.sampled_from(sorted(changes))))
    return replace(row, **{field: data.draw(changes[field]) for field in chosen})


def edited(
    data: st.DataObject, world: World, instance: Instance, before: InstanceDraft
) -> InstanceDraft:
    people = world.people
    metadata = METADATA.map(lambda value: "" if value is None else json.dumps(value))
    changes: dict[str, Any] = {
        "name": TEXT.filter(str.strip),
        "description": TEXT,
        "metadata": metadata,
        "identity_id": st.sampled_from(["", *(one.id for one in people.identities)]),
        "identity_actor_id": st.sampled_from(["", *(one.id for one in people.actors)]),
    }
    chosen = data.draw(st.sets(st.sampled_from(sorted(changes))))
    draft = replace(before, **{field: data.draw(changes[field]) for field in chosen})
    rows = tuple(
        edited_row(data, world, row) if data.draw(st.booleans()) else row for row in draft.providers
    )
    there = {row.provider_id for row in rows}
    lacked = [link.provider.entry.id for link in instance.integration.active_providers]
    added = [ProviderDraft(one) for one in lacked if one not in there and data.draw(st.booleans())]
    return replace(draft, providers=(*rows, *added))


def places_of(body: dict[str, Any]) -> set[Place]:
    """The places that a body may change; a row that it lists is one."""
    found: set[Place] = {(field,) for field in body if field in ("name", "description")}
    found |= {("metadata",)} if "metadata" in body else set()
    found |= {IDENTITY} if "identity_id" in body or "identity_actor_id" in body else set()
    return found | {("providers", row["provider_id"]) for row in body.get("providers", [])}


def seen(instance: Instance) -> IntegrationInstance:
    return IntegrationInstance.model_validate(render_instance(instance))


@settings(max_examples=60)
@given(st.data(), st.integers(0, 19))
def test_what_was_typed_becomes_so_and_nothing_else_changes(data: st.DataObject, at: int) -> None:
    world = World(instances=20)
    instance = [one for one in world.instances if one.status != "archived"][at % 12]
    base = seen(instance)
    draft = edited(data, world, instance, InstanceDraft.from_instance(base))
    body = to_update(draft, base).as_json()
    before = as_body(base)
    for field in ("name", "description", "metadata"):
        assert field not in body or not same(before[field], body[field]), "it was not touched"
    assert ("identity_id" in body) == ("identity_actor_id" in body)
    update_instance(world, instance, read_body(json.loads(json.dumps(body)), UPDATE))
    after = as_body(seen(instance))
    assert has_all_of(after, body)
    touched = places_of(body)
    for place in leaves(before):
        if not {place[:1], place[:2]} & touched:
            assert same(value_at(after, place), value_at(before, place)), place
    had = {row["provider_id"] for row in before["providers"]}
    rows = {row["provider_id"]: row for row in after["providers"]}
    for row in draft.providers:
        said = rows[row.provider_id]
        assert (said["provider_auth_config_id"] or "") == row.provider_auth_config_id
        # One that is new has the integration's config where it names none.
        if row.provider_id in had:
            assert (said["provider_config_id"] or "") == row.provider_config_id
