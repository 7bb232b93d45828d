"""One row for each kind of object, and each is true."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import get_args

import pytest

from tui.models.base import ApiObject
from tui.models.query import ListQuery
from tui.resources import BY_FILTER_KEY, BY_KIND, RESOURCES, Kind, Resource

KINDS = [resource.kind for resource in RESOURCES]


def test_every_kind_has_one_row() -> None:
    assert tuple(KINDS) == get_args(Kind)
    assert list(BY_KIND) == KINDS


@pytest.mark.parametrize("resource", RESOURCES, ids=KINDS)
def test_its_model_and_columns_are_there(resource: Resource) -> None:
    assert issubclass(resource.model, ApiObject)
    assert set(resource.columns) <= set(resource.model.model_fields)


@pytest.mark.parametrize("resource", RESOURCES, ids=KINDS)
def test_its_parameter_is_one_of_the_query(resource: Resource) -> None:
    assert (resource.parameter is None) == (resource.filter_key is None)
    assert resource.parameter is None or resource.parameter in {
        field.name for field in fields(ListQuery)
    }


@pytest.mark.parametrize("resource", RESOURCES, ids=KINDS)
def test_its_path_is_one_segment(resource: Resource) -> None:
    assert resource.path is None or (resource.path.startswith("/") and "/" not in resource.path[1:])


def test_every_id_parameter_has_a_filter_key() -> None:
    named = {resource.parameter for resource in RESOURCES if resource.parameter}
    wanted = {field.name for field in fields(ListQuery) if field.name.endswith("id")}
    assert named == wanted
    assert set(BY_FILTER_KEY) == {one.filter_key for one in RESOURCES if one.filter_key}


def test_prefixes_tell_kinds_apart() -> None:
    prefixes = Counter(resource.prefix for resource in RESOURCES if resource.prefix)
    assert max(prefixes.values()) == 1
