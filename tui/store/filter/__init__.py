"""The filter line: its grammar, its query and its local guess; see `complete` for the rest."""

from tui.models.query import STATUSES
from tui.store.filter.edit import with_search, with_token, without_key
from tui.store.filter.keys import BY_NAME, KEYS, ORDERS, Key, looks_like_id, unreadable
from tui.store.filter.match import matches
from tui.store.filter.parse import Filter, Problem, parse
from tui.store.filter.resolve import Resolved, resolve
from tui.store.filter.taken import untaken
from tui.store.filter.tokens import Token, Value, quote

__all__ = [
    "BY_NAME",
    "KEYS",
    "ORDERS",
    "STATUSES",
    "Filter",
    "Key",
    "Problem",
    "Resolved",
    "Token",
    "Value",
    "looks_like_id",
    "matches",
    "parse",
    "quote",
    "resolve",
    "unreadable",
    "untaken",
    "with_search",
    "with_token",
    "without_key",
]
