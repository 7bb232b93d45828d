"""Tool filters as answers bear them, and the made-up ones instances start with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.sandbox.catalogue_providers import ProviderText
    from tui.sandbox.errors import Json

ALLOW_ALL: Final[Json] = {"type": "allow_all", "ignore_parent_filters": False}


def filter_by(*filters: Json, ignore_parent_filters: bool = False) -> Json:
    """Wrap filters as a response does."""
    return {
        "type": "filter",
        "filters": list(filters),
        "ignore_parent_filters": ignore_parent_filters,
    }


def sample_filters(text: ProviderText) -> tuple[Json, ...]:
    """Make one filter of every kind for a provider, one of them of a kind no client knows."""
    keys = [key for key, _, _ in text.tools]
    readers = [key for key, _, hint in text.tools if hint == "read"]
    return (
        filter_by({"type": "tool_keys", "keys": readers}),
        filter_by({"type": "tool_regex", "pattern": "^(get|list|search)_"}),
        filter_by({"type": "resource_regex", "pattern": f"^{text.slug}://docs/.*$"}),
        filter_by(
            {"type": "resource_uris", "uris": [f"{text.slug}://readme", f"{text.slug}://status"]},
            {"type": "tool_keys", "keys": keys[:2]},
        ),
        filter_by({"type": "prompt_keys", "keys": ["summarize", "triage"]}),
        filter_by({"type": "prompt_regex", "pattern": "^report-"}, ignore_parent_filters=True),
        filter_by({"type": "tool_tags", "tags": ["read_only"], "match": "all"}),
    )
