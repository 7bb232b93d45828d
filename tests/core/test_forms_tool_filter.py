"""Tool filters: rules as they are typed and as they are sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.forms.problems import FormProblems
from tui.forms.tool_filter import (
    RULE_TITLES,
    RuleDraft,
    ToolFilterDraft,
    check_filter,
    split_values,
)
from tui.models.tool_filter import RULE_FIELDS, ToolFilter


def test_every_kind_of_rule_has_a_title() -> None:
    assert set(RULE_TITLES) == set(RULE_FIELDS)


@pytest.mark.parametrize(
    ("rule", "sent"),
    [
        (RuleDraft("tool_keys", ("a", "b,c")), {"type": "tool_keys", "keys": ["a", "b,c"]}),
        (RuleDraft("prompt_keys", ("a",)), {"type": "prompt_keys", "keys": ["a"]}),
        (
            RuleDraft("resource_uris", ("file:///a,b",)),
            {"type": "resource_uris", "uris": ["file:///a,b"]},
        ),
        (
            RuleDraft("tool_regex", ("left", "over"), "^a b,c$\n"),
            {"type": "tool_regex", "pattern": "^a b,c$"},
        ),
    ],
)
def test_one_rule_is_sent_as_an_object(rule: RuleDraft, sent: dict[str, Any]) -> None:
    assert ToolFilterDraft("rules", (rule,)).to_request() == sent


def test_several_rules_are_sent_as_a_list() -> None:
    rules = (RuleDraft("tool_keys", ("a",)), RuleDraft("tool_regex", pattern="b"))
    assert ToolFilterDraft("rules", rules).to_request() == [
        {"type": "tool_keys", "keys": ["a"]},
        {"type": "tool_regex", "pattern": "b"},
    ]


def test_rules_that_came_go_back_to_the_letter() -> None:
    rules = [
        {"type": "tool_keys", "keys": ["a,b", " c\nd "], "since": 3},
        {"type": "new_kind", "what": {"ever": [1, None]}},
    ]
    draft = ToolFilterDraft.from_response(
        ToolFilter.model_validate({"type": "filter", "filters": rules})
    )
    assert draft.to_request() == rules
    assert draft.is_sent


def test_a_changed_rule_takes_what_was_typed() -> None:
    rule = RuleDraft.from_request({"type": "tool_keys", "keys": ["a"], "since": 3})
    changed = replace(rule, values=("a", "b"))
    assert changed.to_request() == {"type": "tool_keys", "keys": ["a", "b"]}
    other = replace(rule, kind="tool_regex", pattern="a")
    assert other.to_request() == {"type": "tool_regex", "pattern": "a"}


def test_allow_all_is_null_and_inherit_is_not_sent() -> None:
    allow_all = ToolFilterDraft.from_response(ToolFilter(type="allow_all"))
    assert allow_all == ToolFilterDraft("allow_all")
    assert allow_all.is_sent
    assert allow_all.to_request() is None
    assert not ToolFilterDraft.from_response(None).is_sent


@pytest.mark.parametrize(
    ("draft", "path"),
    [
        (ToolFilterDraft("rules"), ()),
        (ToolFilterDraft("rules", (RuleDraft("tool_keys", (), "a"),)), (0,)),
        (ToolFilterDraft("rules", (RuleDraft("tool_keys", ("a",)), RuleDraft("tool_regex"))), (1,)),
        (ToolFilterDraft("rules", (RuleDraft("tool_regex", pattern="a\nb"),)), (0,)),
        (ToolFilterDraft("rules", (RuleDraft("mystery", ("a",)),)), (0,)),
        (ToolFilterDraft.from_response(ToolFilter(type="new_type")), ()),
    ],
)
def test_what_cannot_be_sent_is_told_at_its_rule(
    draft: ToolFilterDraft, path: tuple[int, ...]
) -> None:
    with pytest.raises(FormProblems) as refused:
        check_filter(draft)
    assert set(refused.value.problems) == {path}


@given(st.sampled_from(sorted(RULE_FIELDS)), st.text())
def test_values_are_never_blank(kind: str, text: str) -> None:
    values, rest = split_values(kind, f"{text}\n")
    assert not rest
    assert all(value and value == value.strip() for value in values)


@pytest.mark.parametrize(
    ("kind", "text", "values", "rest"),
    [
        ("tool_keys", "a, b\nc,,d", ["a", "b", "c"], "d"),
        ("tool_keys", "a", [], "a"),
        ("tool_keys", "a,", ["a"], ""),
        (
            "resource_uris",
            "file:///a,b\nfile:///c, file:///d,",
            ["file:///a,b", "file:///c"],
            "file:///d,",
        ),
    ],
)
def test_values_are_told_apart_by_lines_and_commas(
    kind: str, text: str, values: list[str], rest: str
) -> None:
    assert split_values(kind, text) == (values, rest)


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (ToolFilterDraft(), "as the integration sets it"),
        (ToolFilterDraft("allow_all"), "all tools allowed"),
        (ToolFilterDraft("rules", (RuleDraft("tool_keys", ("a",)),)), "tools by key"),
        (ToolFilterDraft("rules", (RuleDraft("tool_keys", ("a",)),) * 2), "2 rules"),
        (ToolFilterDraft("unknown", type="new\x1b"), "filter of type new␛"),
    ],
)
def test_a_filter_is_said_in_few_words(draft: ToolFilterDraft, words: str) -> None:
    assert draft.summary == words
