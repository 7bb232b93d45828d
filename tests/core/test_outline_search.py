"""Searching an outline: in its order, from where one is, masked values left out."""

from __future__ import annotations

from typing import Any

from tui.models.outline import children, root
from tui.models.outline_search import MAX_NODES, OutlineSearch

VALUE: dict[str, Any] = {
    "name": "Ada",
    "status": "active",
    "providers": [
        {"provider": {"name": "GitHub", "id": "pro_1"}},
        {"provider": {"name": "Slack", "id": "pro_2"}},
    ],
    "metadata": {"team": "Plattförm", "token": "hidden-token-value", "deep": {"x": ["github"]}},
}


def test_matches_come_in_the_trees_order_and_wrap() -> None:
    search = OutlineSearch(root(VALUE))
    found = search.find("GITHUB")
    assert found[-1].path == ("providers", 0)
    assert search.words == "1 of 3"
    assert search.step(1)[-1].path == ("providers", 0, "provider")
    assert search.step(1)[-1].path == ("metadata", "deep", "x", 0)
    assert search.step(1)[-1].path == ("providers", 0)
    assert search.step(-1)[-1].path == ("metadata", "deep", "x", 0)
    assert search.words == "3 of 3"


def test_the_chain_leads_from_the_root() -> None:
    chain = OutlineSearch(root(VALUE)).find("slack")
    assert [node.path for node in chain] == [(), ("providers",), ("providers", 1)]


def test_it_begins_where_one_is() -> None:
    top = root(VALUE)
    metadata = next(node for node in children(top) if node.label == "metadata")
    assert OutlineSearch(top).find("github", metadata)[-1].path[0] == "metadata"


def test_accents_and_case_do_not_matter() -> None:
    assert OutlineSearch(root(VALUE)).find("PLATTFORM")[-1].path == ("metadata", "team")


def test_masked_values_are_not_found() -> None:
    search = OutlineSearch(root(VALUE))
    assert search.find("hidden") == []
    assert search.words == "no match"
    assert search.find("token")[-1].path == ("metadata", "token")


def test_nothing_is_found_by_no_text() -> None:
    search = OutlineSearch(root(VALUE))
    assert search.find("") == []
    assert search.step(1) == []


def test_what_comes_by_the_chunk_is_searched_too() -> None:
    search = OutlineSearch(root({"metadata": {f"k{index}": index for index in range(1000)}}))
    assert search.find("k999")[-1].path == ("metadata", "k999")


def test_it_says_where_it_stopped() -> None:
    search = OutlineSearch(root({"metadata": dict.fromkeys(map(str, range(MAX_NODES + 5)), 1)}))
    assert search.find("no such thing") == []
    assert search.words == "no match in the first 20,000 lines"
