"""Whole instances are kept as they came, the latest used longest."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from hypothesis import given

from tests import strategies
from tui.models.depth import DEEPEST
from tui.store.documents import Documents


@given(strategies.values)
def test_what_is_kept_comes_back(value: Any) -> None:
    documents = Documents()
    documents.put("int_1", value)
    assert documents.get("int_1") == value


def test_what_json_cannot_write_comes_back_too() -> None:
    odd = {"\ud800": float("inf")}
    documents = Documents()
    documents.put("int_1", odd)
    assert documents.get("int_1") == odd


def test_each_get_is_a_copy() -> None:
    documents = Documents()
    documents.put("int_1", {"a": []})
    documents.get("int_1")["a"].append(1)  # type: ignore[index]
    assert documents.get("int_1") == {"a": []}


def test_the_least_recently_used_is_dropped() -> None:
    documents = Documents(limit=2 * len("1"))
    documents.put("a", 1)
    documents.put("b", 2)
    assert documents.get("a") == 1
    documents.put("c", 3)
    assert [documents.get(key) for key in "abc"] == [1, None, 3]


def test_a_list_is_kept_as_it_came_and_dropped_as_one() -> None:
    documents = Documents(limit=40)
    documents.put_list([("a", (11, 12)), ("c", (17, 18))], b'{"items": [1, 2, 3]}')
    assert [documents.get(key) for key in "abc"] == [1, None, 3]
    documents.put("a", 4)
    assert [documents.get(key) for key in "ac"] == [4, 3]
    documents.put("d", "x" * 40)
    assert [documents.get(key) for key in "acd"] == [None, None, "x" * 40]


def test_what_displaces_nothing_is_kept_while_there_is_room() -> None:
    documents = Documents(limit=40)
    documents.put_list([("a", (11, 12)), ("c", (17, 18))], b'{"items": [1, 2, 3]}')
    documents.put_list([("b", (11, 12))], b'{"items": [4]}', displaces=False)
    assert [documents.get(key) for key in "abc"] == [1, 4, 3]
    documents.put_list([("c", (11, 12)), ("d", (14, 15))], b'{"items": [5, 6]}', displaces=False)
    assert [documents.get(key) for key in "abcd"] == [1, 4, None, None], "what was kept of c is old"


def test_another_list_displaces_what_was_kept_before_and_nothing_of_its_own() -> None:
    documents = Documents(limit=40)
    documents.put_list([("a", (11, 12)), ("b", (14, 15))], b'{"items": [1, 2]}')
    documents.put_list([("c", (11, 12)), ("d", (14, 15))], b'{"items": [3, 4]}')
    documents.begin_list()
    for key, content in (
        ("e", b'{"items": [5]}'),
        ("f", b'{"items": [6]}'),
        ("g", b'{"items": [7]}'),
    ):
        documents.put_list([(key, (11, 12))], content, displaces=False)
    assert [documents.get(key) for key in "abcdefg"] == [None, None, None, None, 5, 6, None]


def test_what_is_packed_comes_back_and_leaves_room_for_more() -> None:
    documents = Documents(limit=10_000)
    for name in "abc":
        content = json.dumps(name * 4_000).encode()
        documents.put_list([(name, (0, len(content)))], content)
        asyncio.run(documents.pack())
    assert [documents.get(name) for name in "abc"] == [name * 4_000 for name in "abc"]
    documents.put("d", "x" * 20_000)
    assert [documents.get(name) for name in "abcd"] == [None, None, None, "x" * 20_000]


def test_what_is_nested_too_deeply_is_not_kept_and_replaces_what_was() -> None:
    deep: Any = {}
    for _ in range(DEEPEST * 50):
        deep = {"a": deep}
    documents = Documents()
    documents.put("int_1", {"a": 1})
    documents.put("int_1", deep)
    assert documents.get("int_1") is None
