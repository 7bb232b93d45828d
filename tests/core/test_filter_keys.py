"""The one documentation of the filter's keys."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields

import pytest

from tests.core.filter_strategies import NOW
from tui.models.query import ListQuery
from tui.resources import BY_FILTER_KEY
from tui.store.filter import KEYS, Key, looks_like_id, parse


def test_every_query_parameter_has_a_key() -> None:
    paging = {"limit", "after", "before", "cursor"}
    free_text = {"search"}
    own = {"created_at": "created", "updated_at": "updated", "status": "status", "order": "order"}
    by_parameter = {one.parameter: key for key, one in BY_FILTER_KEY.items()} | own
    parameters = {field.name for field in fields(ListQuery)} - paging - free_text
    assert {by_parameter[parameter] for parameter in parameters} == {key.name for key in KEYS}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_each_example_is_good_and_each_doc_fits_a_line(key: Key) -> None:
    filter = parse(key.example, NOW)
    assert filter.problems == ()
    assert [token.key for token in filter.tokens] == [key.name]
    assert not filter.is_empty
    assert len(key.doc) <= 56


@pytest.mark.parametrize("value", ["pde_1aBcDeFgHjKlMnPq", "int_00000001", "pams_aaaaaaaa"])
def test_ids_are_known_by_their_shape(value: str) -> None:
    assert looks_like_id(value)


@pytest.mark.parametrize(
    "value", ["github", "a_12345678", "pro_short", "my_tools", "pro_1aBc DeFg"]
)
def test_names_are_no_ids(value: str) -> None:
    assert not looks_like_id(value)


def test_the_filter_imports_nothing_heavy() -> None:
    code = (
        "import sys, tui.store.filter;"
        "print([name for name in ('textual', 'pydantic', 'httpx') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
