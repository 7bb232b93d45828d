"""Tool filters: which tools, resources and prompts an instance may use of a provider."""

from __future__ import annotations

from typing import Any

from tui.models.base import ApiObject, Flag

ALLOW_ALL = "allow_all"
FILTER = "filter"

RULE_FIELDS = {
    "tool_keys": "keys",
    "tool_regex": "pattern",
    "resource_regex": "pattern",
    "resource_uris": "uris",
    "prompt_keys": "keys",
    "prompt_regex": "pattern",
}
"""The kinds of rule that the API takes, and the field each keeps its value in."""


class ToolFilterRule(ApiObject):
    """One rule; its value is in the field that `RULE_FIELDS` names for its kind.

    That field is not typed here: a kind newer than this program may keep anything in one
    of the same name, and an instance must not become unreadable by it.
    """

    type: str = ""


class ToolFilter(ApiObject):
    """A tool filter as the API answers it: `allow_all`, or `filter` with its rules."""

    type: str = ""
    filters: tuple[ToolFilterRule, ...] | None = None
    ignore_parent_filters: Flag | None = None

    def as_request(self) -> list[dict[str, Any]] | None:
        """Return the value that `tool_filters` takes to set this very filter.

        `allow_all` is sent back as null and `filter` as its list of rules;
        `ignore_parent_filters` has no field in requests. A type newer than this program
        goes back as it came, for the API to refuse: to drop it would widen the access.
        """
        if self.type == ALLOW_ALL:
            return None
        if self.type != FILTER:
            return [self.as_json()]
        return [rule.as_json() for rule in self.filters or ()]
