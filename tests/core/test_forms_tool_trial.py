"""Which tools pass a filter, against a plain reading of the rules; patterns of strangers."""

from __future__ import annotations

import gc
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.forms.patterns import SECONDS, found_in, pattern_warning
from tui.forms.problems import FieldProblem
from tui.forms.tool_filter import RuleDraft, ToolFilterDraft
from tui.forms.tool_trial import completions, misspelt, try_filter
from tui.models.tool import Tool
from tui.models.tool_filter import RULE_FIELDS

KEYS = ("get_file", "list_issues", "create_issue", "Delete_Branch")
TOOLS = tuple(Tool(key, f"pto_{number}") for number, key in enumerate(KEYS))
PATTERNS = st.sampled_from(["^get", "issue", "ISSUE$", ".", "^pto_3$", "nothing", "(", "[", "x*"])
RULES = st.one_of(
    st.builds(
        RuleDraft,
        st.sampled_from(sorted(kind for kind, field in RULE_FIELDS.items() if field != "pattern")),
        st.lists(st.sampled_from([*KEYS, "pto_0", "GET_FILE", "get_fil"]), max_size=3).map(tuple),
    ),
    st.builds(
        lambda kind, pattern: RuleDraft(kind, pattern=pattern),
        st.sampled_from(sorted(kind for kind, field in RULE_FIELDS.items() if field == "pattern")),
        PATTERNS,
    ),
    st.just(RuleDraft("tool_tags", original='{"type": "tool_tags"}')),
)
FILTERS = st.one_of(
    st.just(ToolFilterDraft()),
    st.just(ToolFilterDraft("allow_all")),
    st.just(ToolFilterDraft("unknown", type="new")),
    st.builds(
        ToolFilterDraft, st.just("rules"), st.lists(RULES, min_size=1, max_size=4).map(tuple)
    ),
)


def alone(*rules: RuleDraft) -> dict[str, bool]:
    trial = try_filter(ToolFilterDraft("rules", rules), TOOLS, overrides=True)
    return dict(zip(KEYS, trial.passes, strict=True))


def passes_plainly(tool: Tool, rules: tuple[RuleDraft, ...]) -> bool:
    """The rules' meaning, said once more, tool by tool."""
    about_tools = [rule for rule in rules if rule.kind in ("tool_keys", "tool_regex")]
    if not about_tools:
        return True
    for rule in about_tools:
        if rule.kind == "tool_keys" and {tool.key, tool.id} & set(rule.values):
            return True
        if rule.kind == "tool_regex" and rule.pattern not in ("(", "["):
            found = re.compile(rule.pattern, re.IGNORECASE)
            if found.search(tool.key) or found.search(tool.id):
                return True
    return False


@given(st.lists(RULES, min_size=1, max_size=4).map(tuple))
def test_rules_mean_what_they_plainly_say(rules: tuple[RuleDraft, ...]) -> None:
    assert alone(*rules) == {tool.key: passes_plainly(tool, rules) for tool in TOOLS}


@given(st.lists(RULES, min_size=1, max_size=3), RULES)
def test_a_further_rule_on_tools_never_cuts_one(rules: list[RuleDraft], more: RuleDraft) -> None:
    if not any(rule.kind in ("tool_keys", "tool_regex") for rule in rules):
        return
    before, after = alone(*rules), alone(*rules, more)
    assert all(after[key] for key in KEYS if before[key])


@given(FILTERS, FILTERS, st.booleans())
def test_a_filter_never_widens_the_integrations_unless_it_replaces_it(
    own: ToolFilterDraft, inherited: ToolFilterDraft, overrides: bool
) -> None:
    trial = try_filter(own, TOOLS, inherited=inherited, overrides=overrides)
    theirs = try_filter(ToolFilterDraft(), TOOLS, inherited=inherited)
    mine = try_filter(own, TOOLS, overrides=True)
    assert len(trial.passes) == len(TOOLS)
    if overrides and own.mode != "inherit":
        assert trial == mine
    else:
        wanted = [a and b for a, b in zip(theirs.passes, mine.passes, strict=True)]
        assert list(trial.passes) == wanted


def test_rules_on_prompts_and_resources_cut_no_tool() -> None:
    rules = (RuleDraft("prompt_keys", ("get_file",)), RuleDraft("resource_regex", pattern="^x"))
    assert all(alone(*rules).values())


def test_an_integrations_filter_that_is_not_known_is_a_doubt() -> None:
    trial = try_filter(ToolFilterDraft("allow_all"), TOOLS)
    assert trial.summary == "4 of 4 tools pass"
    assert "not known here" in trial.doubts[0]


def test_what_cannot_be_tried_is_a_doubt_and_passes_nothing() -> None:
    rules = (RuleDraft("tool_regex", pattern="("), RuleDraft("tool_tags", original="{}"))
    trial = try_filter(ToolFilterDraft("rules", rules), TOOLS, overrides=True)
    assert not any(trial.passes)
    assert [doubt.split()[0] for doubt in trial.doubts] == ["A", "("]


def test_misspelt_keys_are_named_with_the_nearest() -> None:
    rule = RuleDraft("tool_keys", ("get_file", "creat_issue", "delete_branch", "pto_2", "zzz"))
    assert misspelt(rule, TOOLS) == {
        "creat_issue": "create_issue",
        "delete_branch": "Delete_Branch",
        "zzz": None,
    }
    assert misspelt(RuleDraft("prompt_keys", ("zzz",)), TOOLS) == {}


def test_completions_begin_with_what_begins_so() -> None:
    keys = [tool.key for tool in completions("issue", ["list_issues"], TOOLS)]
    assert keys == ["create_issue"]
    keys = [tool.key for tool in completions("E", (), TOOLS)]
    assert keys == list(KEYS)
    assert [tool.key for tool in completions("de", (), TOOLS)] == ["Delete_Branch"]


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_pattern_is_answered_or_refused(pattern: str, texts: list[str]) -> None:
    with suppress(FieldProblem):
        assert len(found_in(pattern, texts)) == len(texts)
    warning = pattern_warning(pattern)
    assert warning is None or "server decides" in warning


def test_a_pattern_that_would_take_for_ever_is_given_up() -> None:
    began = time.monotonic()
    with pytest.raises(FieldProblem, match="too long"):
        found_in("(a+)+$", ["a" * 60 + "!"])
    assert time.monotonic() - began < 5


class _Swallowing:
    """Is dropped while a pattern is tried, and loses what is raised meanwhile, as a finalizer."""

    def __del__(self) -> None:
        until = time.process_time() + 3 * SECONDS
        while time.process_time() < until:
            sum(range(10_000))  # The time that is limited is the program's own.


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_a_finalizer_loses_is_raised_again() -> None:
    class Texts(list[str]):
        def __iter__(self) -> Iterator[str]:
            _Swallowing()
            return super().__iter__()

    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError("It is tried for ever.")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(10)
    try:
        with pytest.raises(FieldProblem, match="too long"):
            found_in("(a+)+$", Texts(["a" * 60 + "!"]))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_nothing_is_collected_while_a_pattern_is_tried() -> None:
    collections: list[str] = []

    class Texts(list[str]):
        def __iter__(self) -> Iterator[str]:
            gc.callbacks.append(note)
            made = [[number] for number in range(5_000)]  # So many are looked through, else.
            gc.callbacks.remove(note)
            yield from super().__iter__() if made else ()

    def note(phase: str, info: dict[str, int]) -> None:
        collections.append(phase)

    assert found_in("a", Texts(["a"])) == (True,)
    assert not collections
    assert gc.isenabled()


def test_many_such_patterns_take_no_longer_than_one() -> None:
    rules = (RuleDraft("tool_regex", pattern="(a+)+$"),) * 100
    tools = (Tool("a" * 60 + "!"), Tool("get_file"))
    began = time.monotonic()
    trial = try_filter(ToolFilterDraft("rules", rules), tools, overrides=True)
    assert time.monotonic() - began < 2
    assert not any(trial.passes)
    assert len(trial.doubts) == 100


def test_a_broken_pattern_is_warned_of() -> None:
    assert pattern_warning("(") is not None
    assert pattern_warning("^repo\\..*$") is None
