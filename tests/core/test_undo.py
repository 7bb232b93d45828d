"""An update and its way back, carried out by the sandbox: the instance is as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.form_samples import instance
from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import Bench
from tui.api.api import read
from tui.errors import MalformedAnswer
from tui.forms.instance import InstanceDraft, to_update
from tui.forms.metadata import format_metadata
from tui.forms.undo import added_by, undo_of
from tui.models.integration_instance import IntegrationInstance
from tui.models.requests import UpdateIntegrationInstance
from tui.store.undo import MOST, Undo, Updated

_WORDS = st.text("ab ", max_size=3)
_METADATA = st.none() | st.dictionaries(st.text("xy", min_size=1, max_size=2), st.integers(0, 2))
_IGNORED = {"updated_at", "ignore_parent_filters"}
"""When it was changed; and what no request can set, as the contract has it."""


def told(found: IntegrationInstance) -> dict[str, Any]:
    """What the API says of an instance, as far as a request can set it."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: without(one) for key, one in value.items() if key not in _IGNORED}
        if isinstance(value, (list, tuple)):
            return [without(one) for one in value]
        return value

    said: dict[str, Any] = without(found.as_json())
    # A blank description and empty metadata are none, as the contract has it.
    said["metadata"] = said["metadata"] or None
    return said


@settings(max_examples=25)
@given(
    at=st.integers(0, 19),
    name=st.none() | st.text("ab", min_size=1, max_size=3),
    description=st.none() | _WORDS,
    metadata=_METADATA,
    drops_identity=st.booleans(),
    drops_auth=st.booleans(),
)
async def test_what_is_undone_is_as_it_was(
    at: int,
    name: str | None,
    description: str | None,
    metadata: dict[str, int] | None,
    drops_identity: bool,
    drops_auth: bool,
) -> None:
    bench = Bench(20, FrozenTime())
    await bench.store.load()
    key = bench.keys[at % len(bench.keys)]
    before = read(IntegrationInstance, await bench.store.fetch(key))
    draft = InstanceDraft.from_instance(before)
    if name is not None:
        draft = replace(draft, name=name)
    if description is not None:
        draft = replace(draft, description=description)
    if metadata is not None:
        draft = replace(draft, metadata=format_metadata(metadata))
    if drops_identity:
        draft = replace(draft, identity_id="", identity_actor_id="")
    if drops_auth:
        rows = tuple(replace(row, provider_auth_config_id="") for row in draft.providers)
        draft = replace(draft, providers=rows)
    body = to_update(draft, before)
    if not body.model_fields_set:
        await bench.store.aclose()
        return
    after = await bench.store.writing.update(key, body)
    updated = bench.store.writing.undo.latest
    assert updated is not None
    assert read(IntegrationInstance, updated.before) == before
    back = to_update(undo_of(before, after), after)
    undone = await bench.store.writing.update(key, back)
    assert told(undone) == told(before)
    await bench.store.aclose()


def test_providers_that_were_added_stay() -> None:
    after = instance()
    before = instance(providers=after.as_json()["providers"][:1])
    assert added_by(before, after) == ("pro_slack",)
    assert not to_update(undo_of(before, after), after).model_fields_set


def test_only_the_latest_updates_are_kept() -> None:
    undo = Undo()
    assert undo.latest is None
    kept = [Updated(str(number), {}, {}) for number in range(MOST + 5)]
    for one in kept:
        undo.keep(one)
    for one in reversed(kept[5:]):
        assert undo.latest is one
        undo.forget(one)
    assert undo.latest is None


async def test_an_update_whose_answer_is_lost_is_undone_as_any_other() -> None:
    bench = Bench(5, FrozenTime())
    await bench.store.load()
    key = bench.keys[0]
    before: dict[str, Any] = bench.store.document(key) or {}
    # The server does it, and what comes back is no answer.
    bench.link.change = lambda request, _: {"id": []} if request.method == "PATCH" else None
    with pytest.raises(MalformedAnswer):
        await bench.store.writing.update(key, UpdateIntegrationInstance(name="Lost"))
    assert bench.store.writing.undo.latest is None
    found = read(IntegrationInstance, await bench.store.fetch(key))
    bench.store.writing.settle_update(key, found)
    bench.store.writing.settle_update(key, found)
    updated = bench.store.writing.undo.latest
    assert updated is not None
    assert updated == Updated(key, before, found.as_json())
    bench.store.writing.undo.forget(updated)
    assert bench.store.writing.undo.latest is None
    await bench.store.aclose()
