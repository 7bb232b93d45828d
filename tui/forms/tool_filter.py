"""Tool filters between a form's rules and what `tool_filters` takes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from tui.forms.problems import FieldProblem, FormProblems, ProblemCollector
from tui.models.tool_filter import ALLOW_ALL, RULE_FIELDS, ToolFilter
from tui.text import Display, clean

Mode: TypeAlias = Literal["inherit", "allow_all", "rules", "unknown"]
"""What a filter does: as the integration sets it (nothing is sent), allow all (null),
only what its rules name, or something newer than this program (it cannot be sent)."""

RULE_TITLES: dict[str, str] = {
    "tool_keys": "tools by key",
    "tool_regex": "tools by pattern",
    "prompt_keys": "prompts by key",
    "prompt_regex": "prompts by pattern",
    "resource_uris": "resources by URI",
    "resource_regex": "resources by pattern",
}
"""What people call each kind of rule, in the order a form offers them."""


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """One rule as it is typed.

    Attributes:
        kind: The API's `type`.
        values: Its keys or URIs; they count where its kind takes a list.
        pattern: Its pattern; it counts where its kind takes one.
        original: The rule as it came, in JSON; it is sent back to the letter as long as
            the rest still says what it says. Empty for a rule of the user's own.
    """

    kind: str
    values: tuple[str, ...] = ()
    pattern: str = ""
    original: str = ""

    @classmethod
    def from_request(cls, rule: dict[str, Any]) -> RuleDraft:
        """Return the draft of a rule that the API answered."""
        kind = str(rule.get("type", ""))
        field = RULE_FIELDS.get(kind, "")
        value = rule.get(field)
        values = tuple(map(str, value)) if isinstance(value, list) and field != "pattern" else ()
        pattern = value if isinstance(value, str) and field == "pattern" else ""
        return cls(kind, values, pattern, json.dumps(rule))

    @property
    def is_known(self) -> bool:
        """Whether this program knows what the rule's kind takes."""
        return self.kind in RULE_FIELDS

    @property
    def takes_pattern(self) -> bool:
        """Whether the rule takes one pattern, rather than a list of keys or URIs."""
        return RULE_FIELDS.get(self.kind) == "pattern"

    def to_request(self) -> dict[str, Any]:
        """Return the rule to send.

        Raises:
            FieldProblem: It has no value, or a pattern of several lines.
        """
        if self.original:
            rule: dict[str, Any] = json.loads(self.original)
            if not self.is_known or self.says_the_same(RuleDraft.from_request(rule)):
                return rule
        field = RULE_FIELDS.get(self.kind)
        if field is None:
            raise FieldProblem(f"choose a kind of rule: {self.kind or 'none'} is not known here")
        if field == "pattern":
            return {"type": self.kind, field: _pattern(self.pattern)}
        if not self.values:
            raise FieldProblem(f"name at least one of the {field}")
        return {"type": self.kind, field: list(self.values)}

    def says_the_same(self, other: RuleDraft) -> bool:
        """Whether both are of one kind, and what that kind takes is the same."""
        if self.takes_pattern:
            return (self.kind, self.pattern) == (other.kind, other.pattern)
        return (self.kind, self.values) == (other.kind, other.values)


@dataclass(frozen=True, slots=True)
class ToolFilterDraft:
    """A tool filter as a form holds it.

    Attributes:
        mode: What it does.
        rules: Its rules; they count only where `mode` is ``rules``.
        type: The API's type of a filter whose `mode` is ``unknown``.
    """

    mode: Mode = "inherit"
    rules: tuple[RuleDraft, ...] = ()
    type: str = ""

    @classmethod
    def from_response(cls, tool_filter: ToolFilter | None) -> ToolFilterDraft:
        """Return the draft of the filter the API answered.

        One that the answer lacks is not guessed at: nothing is sent for it.
        """
        if tool_filter is None:
            return cls()
        if tool_filter.type == ALLOW_ALL:
            return cls("allow_all")
        if tool_filter.type != "filter":
            return cls("unknown", type=tool_filter.type)
        return cls(
            "rules", tuple(RuleDraft.from_request(rule) for rule in tool_filter.as_request() or ())
        )

    @property
    def is_sent(self) -> bool:
        """Whether the request has the field at all."""
        return self.mode != "inherit"

    def to_request(self) -> dict[str, Any] | list[dict[str, Any]] | None:
        """Return the value of `tool_filters`, where `is_sent`.

        Allow all is null, one rule of the user's own is an object, all else is a list:
        the rules of an answer go back as the list they came as.

        Raises:
            FormProblems: Some rule cannot be sent; the paths are the rules' numbers.
        """
        if self.mode in ("inherit", "allow_all"):
            return None
        problems = ProblemCollector()
        if self.mode == "unknown":
            problems.add((), f"a filter of type {self.type} cannot be sent: choose another")
        rules: list[dict[str, Any]] = []
        for number, rule in enumerate(self.rules):
            try:
                rules.append(rule.to_request())
            except FieldProblem as problem:
                problems.add((number,), problem)
        problems.check()
        return rules[0] if len(rules) == 1 and not self.rules[0].original else rules

    @property
    def summary(self) -> Display:
        """What it does, in a few words."""
        if self.mode == "inherit":
            return Display("as the integration sets it")
        if self.mode == "allow_all":
            return Display("all tools allowed")
        if self.mode == "unknown":
            return clean(f"filter of type {self.type}", 60)
        if len(self.rules) == 1:
            return clean(RULE_TITLES.get(self.rules[0].kind, self.rules[0].kind), 40)
        return Display(f"{len(self.rules)} rules")


def split_values(kind: str, text: str) -> tuple[list[str], str]:
    """Return the keys or URIs that `text` has in full, and the rest that is still typed.

    Each ends with its line or with a comma. A URI may itself hold a comma, so between URIs
    a comma counts only before a space.
    """
    separator = r"\n|,\s" if RULE_FIELDS.get(kind) == "uris" else r"[\n,]"
    *whole, rest = re.split(separator, text)
    return [value for part in whole if (value := part.strip())], rest.lstrip()


def check_filter(draft: ToolFilterDraft) -> None:
    """Go on if `draft` can be sent.

    Raises:
        FormProblems: As `ToolFilterDraft.to_request`, and where rules are wanted and
            there is none.
    """
    if draft.mode == "rules" and not draft.rules:
        raise FormProblems({(): clean("add a rule, or choose to allow all")})
    draft.to_request()


def _pattern(text: str) -> str:
    pattern = text.strip("\n")
    if not pattern:
        raise FieldProblem("type a pattern")
    if "\n" in pattern:
        raise FieldProblem("a pattern is one line; add a rule for each further one")
    return pattern
