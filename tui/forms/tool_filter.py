"""Tool filters between a form's rules and what `tool_filters` takes."""

from __future__ import annotations

import json
import re
import warnings
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
        text: Its keys or URIs, one a line, or its pattern.
        original: The rule as it came, in JSON; it is sent back to the letter as long as
            `kind` and `text` still say what it says. Empty for a rule of the user's own.
    """

    kind: str
    text: str = ""
    original: str = ""

    @classmethod
    def from_request(cls, rule: dict[str, Any]) -> RuleDraft:
        """Return the draft of a rule that the API answered."""
        kind = str(rule.get("type", ""))
        return cls(kind, _text_of(kind, rule), json.dumps(rule))

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
            if not self.is_known or (rule.get("type"), _text_of(self.kind, rule)) == (
                self.kind,
                self.text,
            ):
                return rule
        field = RULE_FIELDS.get(self.kind)
        if field is None:
            raise FieldProblem(f"choose a kind of rule: {self.kind or 'none'} is not known here")
        if field == "pattern":
            return {"type": self.kind, field: _pattern(self.text)}
        values = split_values(self.kind, self.text)
        if not values:
            raise FieldProblem(f"name at least one of the {field}, one a line")
        return {"type": self.kind, field: values}


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


def split_values(kind: str, text: str) -> list[str]:
    """Return the keys or URIs in `text`, one a line or with commas between them.

    A URI may itself hold a comma, so between URIs a comma counts only before a space.
    """
    separator = r"\n|,\s" if RULE_FIELDS.get(kind) == "uris" else r"[\n,]"
    return [value for part in re.split(separator, text) if (value := part.strip())]


def pattern_warning(pattern: str) -> Display | None:
    """Return what looks wrong with `pattern`, or None.

    It is a warning and no problem, as the server's dialect is not Python's.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            return clean(f"this may not be a valid pattern ({error}); the server decides")
    return None


def check_filter(draft: ToolFilterDraft) -> None:
    """Go on if `draft` can be sent.

    Raises:
        FormProblems: As `ToolFilterDraft.to_request`, and where rules are wanted and
            there is none.
    """
    if draft.mode == "rules" and not draft.rules:
        raise FormProblems({(): clean("add a rule, or choose to allow all")})
    draft.to_request()


def _text_of(kind: str, rule: dict[str, Any]) -> str:
    value = rule.get(RULE_FIELDS.get(kind, ""))
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return value if isinstance(value, str) else ""


def _pattern(text: str) -> str:
    pattern = text.strip("\n")
    if not pattern:
        raise FieldProblem("type a pattern")
    if "\n" in pattern:
        raise FieldProblem("a pattern is one line; add a rule for each further one")
    return pattern
