"""Tool filters: which tools, resources and prompts an instance may use of a provider."""

from __future__ import annotations

from typing import Any

from tui.models.base import ApiObject

ALLOW_ALL = "allow_all"

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
    """One rule; a kind that is not in `RULE_FIELDS` is kept as it came."""

    type: str
    keys: tuple[str, ...] | None = None
    uris: tuple[str, ...] | None = None
    pattern: str | None = None


class ToolFilter(ApiObject):
    """A tool filter as the API answers it: `allow_all`, or `filter` with its rules."""

    type: str
    filters: tuple[ToolFilterRule, ...] | None = None
    ignore_parent_filters: bool | None = None

    def as_request(self) -> list[dict[str, Any]] | None:
        """Return the value that `tool_filters` takes to set this very filter.

        `allow_all` is sent back as null and `filter` as its list of rules;
        `ignore_parent_filters` has no field in requests.
        """
        if self.type == ALLOW_ALL:
            return None
        return [rule.model_dump(mode="json", exclude_unset=True) for rule in self.filters or ()]
