"""Which of a provider's tools a filter lets pass, told before it is sent.

It follows what the platform does, as far as its public code tells: rules on tools widen
each other; a key counts if it is the tool's key or ID, to the letter; a pattern counts if
it is found in either, upper and lower case alike; where no rule is about tools, rules on
prompts and resources cut none. The integration's own filter must let a tool pass as well,
unless the instance's replaces it. Filters of deployments and configs are not known here.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tui.forms.patterns import SECONDS, found_in
from tui.forms.problems import FieldProblem
from tui.forms.tool_filter import RuleDraft, ToolFilterDraft
from tui.models.tool import Tool
from tui.text import Display, clean

_ON_TOOLS = ("tool_keys", "tool_regex")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a filter.

    Attributes:
        passes: For each tool whether it passes, in the order they were given.
        doubts: Why the server may judge otherwise, safe to draw.
    """

    passes: tuple[bool, ...]
    doubts: tuple[Display, ...] = ()

    @property
    def summary(self) -> Display:
        """How many pass, in a few words."""
        return Display(f"{sum(self.passes)} of {len(self.passes)} tools pass")


def try_filter(
    own: ToolFilterDraft,
    tools: Sequence[Tool],
    *,
    inherited: ToolFilterDraft | None = None,
    overrides: bool = False,
) -> Trial:
    """Return which of `tools` pass.

    Args:
        own: The instance's filter.
        tools: The provider's tools.
        inherited: The integration's filter; None where it is not known.
        overrides: Whether the instance's replaces the integration's.
    """
    everything = Trial((True,) * len(tools))
    mine = everything if own.mode == "inherit" else _try_one(own, tools)
    if overrides and own.mode != "inherit":
        return mine
    if inherited is None or inherited.mode == "inherit":
        unknown = Display("What the integration sets is not known here, and may cut more.")
        return Trial(mine.passes, (*mine.doubts, unknown))
    theirs = _try_one(inherited, tools)
    both = tuple(map(all, zip(mine.passes, theirs.passes, strict=True)))
    return Trial(both, tuple(dict.fromkeys((*mine.doubts, *theirs.doubts))))


def misspelt(rule: RuleDraft, tools: Sequence[Tool]) -> dict[str, str | None]:
    """Return the keys of `rule` that no tool has, each with the nearest key there is."""
    if rule.kind != "tool_keys":
        return {}
    known = {name for tool in tools for name in tool.names}
    return {
        value: _nearest(value, [tool.key for tool in tools])
        for value in rule.values
        if value not in known
    }


def completions(typed: str, taken: Iterable[str], tools: Sequence[Tool]) -> list[Tool]:
    """Return the tools that `typed` may become a key of, those that begin so first."""
    wanted, without = typed.strip().casefold(), set(taken)
    left = [tool for tool in tools if tool.key not in without]
    begin = [tool for tool in left if tool.key.casefold().startswith(wanted)]
    within = [tool for tool in left if wanted in tool.key.casefold() and tool not in begin]
    return begin + within


def _try_one(tool_filter: ToolFilterDraft, tools: Sequence[Tool]) -> Trial:
    if tool_filter.mode == "unknown":
        doubt = clean(f"A filter of type {tool_filter.type} cannot be tried here.")
        return Trial((True,) * len(tools), (doubt,))
    rules = tool_filter.rules if tool_filter.mode == "rules" else ()
    doubts = [
        clean(f"A rule of the kind {rule.kind} cannot be tried here, and may count.")
        for rule in rules
        if not rule.is_known
    ]
    on_tools = [rule for rule in rules if rule.kind in _ON_TOOLS]
    passes = [not on_tools] * len(tools)
    until = time.process_time() + SECONDS
    for rule in on_tools:
        try:
            # All together take no longer than one may: an instance may have many.
            found = _matches(rule, tools, until - time.process_time())
        except FieldProblem as problem:
            doubts.append(clean(f"{rule.pattern} was not tried: {problem.message}", 160))
        else:
            passes = list(map(any, zip(passes, found, strict=True)))
    return Trial(tuple(passes), tuple(doubts))


def _matches(rule: RuleDraft, tools: Sequence[Tool], seconds: float) -> tuple[bool, ...]:
    """Raises `FieldProblem` where the pattern cannot be tried."""
    if rule.takes_pattern:
        if not rule.pattern:
            return (False,) * len(tools)
        names = [name for tool in tools for name in tool.names]
        found = found_in(rule.pattern, names, seconds)
        return tuple(map(any, zip(found[::2], found[1::2], strict=True)))
    values = set(rule.values)
    return tuple(tool.key in values or tool.id in values for tool in tools)


def _nearest(value: str, keys: Sequence[str]) -> str | None:
    by_fold = {key.casefold(): key for key in keys}
    found = get_close_matches(value.casefold(), by_fold, n=1)
    return by_fold[found[0]] if found else None
