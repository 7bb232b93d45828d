"""What a place in an instance's tree refers to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui.models import outline
from tui.models.outline import Node
from tui.models.reference import Reference, reference_at, references_in

DATA = Path(__file__).parent.parent / "data"


def load(shape: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / f"integration_instance_{shape}.json").read_text())
    return loaded


def chain(value: object, *steps: str) -> list[Node]:
    """The nodes that lead through children of those labels; `0` is the first child."""
    nodes = [outline.root(value)]
    for step in steps:
        built = outline.children(nodes[-1])
        nodes.append(built[0] if step == "0" else next(one for one in built if one.label == step))
    return nodes


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (("providers", "0"), ("provider", "pro_5gHjKlMnPqRsTuVw", "GitHub")),
        (("providers", "0", "config"), ("provider_config", "pcf_7dEfGhJkLmNpQrSt", None)),
        (
            ("providers", "0", "config", "provider"),
            ("provider", "pro_5gHjKlMnPqRsTuVw", "pro_5gHjKlMnPqRsTuVw"),
        ),
        (("providers", "0", "config", "created"), ("provider_config", None, "Production Config")),
        (("providers", "0", "deployment"), ("provider_deployment", None, "Production")),
        (("providers", "0", "tool filter"), ("provider", None, "GitHub")),
    ],
)
def test_a_node_refers_to_the_nearest_object(
    steps: tuple[str, ...], expected: tuple[str, str | None, str | None]
) -> None:
    found = reference_at(chain(load("example"), *steps))
    assert found is not None
    kind, identifier, name = expected
    assert found.kind == kind
    assert identifier in (None, found.id)
    assert name in (None, found.name)


def test_what_the_api_lists_nothing_by_refers_to_nothing() -> None:
    for part in ("auth method", "auth credentials"):
        nodes = chain(load("example"), "providers", "0", part)
        assert reference_at(nodes) is None
        assert reference_at([*nodes, outline.children(nodes[-1])[-1]]) is None


def test_the_instance_itself_is_found_around_its_own_fields() -> None:
    value = {"id": "int_1", "name": "One", "metadata": {"id": "pcf_x", "config_id": "pcf_y"}}
    own = chain(value, "metadata", "config_id")
    assert reference_at(own) == Reference(
        "integration_instance", "int_1", outline.root(value).label
    )


@pytest.mark.parametrize("shape", ["example", "sdk_shape"])
def test_an_instance_uses_what_it_names_once_each(shape: str) -> None:
    found = references_in(outline.root(load(shape)))
    assert len({(one.kind, one.id) for one in found}) == len(found)
    kinds = [one.kind for one in found]
    assert kinds[:3] == ["provider", "provider_deployment", "provider_config"]
    assert "integration_instance" not in kinds


def test_a_name_counts_before_an_id() -> None:
    provider = {
        "provider": {"id": "pro_1", "name": "Git"},
        "integration_provider": {
            "deployment_id": "pde_1",
            "deployment": {"id": "pde_1", "name": "Prod"},
        },
    }
    found = references_in(outline.root({"id": "int_1", "providers": [provider]}))
    assert [one.words for one in found] == ["provider: Git", "deployment: Prod"]


@pytest.mark.parametrize("value", [None, [], {}, {"providers": {}}, {"providers": [3, None, {}]}])
def test_whatever_comes_refers_to_nothing(value: object) -> None:
    root = outline.root(value)
    assert references_in(root) == ()
    assert reference_at([root]) is None
