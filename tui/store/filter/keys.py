"""The filter's keys: their one documentation, and what each takes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from tui.resources import BY_FILTER_KEY
from tui.text import Display

Takes: TypeAlias = Literal["status", "reference", "dates", "order"]
"""What the values of a key are."""


class Key(NamedTuple):
    """One key of the filter line.

    Attributes:
        name: What is typed before the colon.
        doc: What it keeps, in a few words.
        example: A token that shows it.
        takes: What its values are.
    """

    name: str
    doc: str
    example: str
    takes: Takes = "reference"


KEYS: tuple[Key, ...] = (
    Key(
        "status",
        "in that state; without it archived ones are hidden",
        "status:active,draft",
        "status",
    ),
    Key("id", "the instance of that ID", "id:int_1aBcDeFgHjKlMnPq"),
    Key("integration", "made from that integration", 'integration:"Support desk"'),
    Key("provider", "using that provider", "provider:github"),
    Key(
        "integration-provider",
        "using that provider of an integration",
        'integration-provider:"Support GitHub"',
    ),
    Key("identity", "for that identity", 'identity:"Ada Lovelace"'),
    Key("credential", "for that identity credential, by ID", "credential:icr_1aBcDeFgHjKlMnPq"),
    Key("actor", "for that actor", "actor:ada"),
    Key("deployment", "resolving to that deployment", "deployment:Production"),
    Key("config", "resolving to that config", "config:pcf_7dEfGhJkLmNpQrSt"),
    Key("auth-config", "resolving to that auth config", 'auth-config:"Ada on GitHub"'),
    Key("template", "of that session template", "template:Onboarding"),
    Key(
        "created",
        "when created: >date since, <date before, <7d younger",
        "created:>2026-01-01",
        "dates",
    ),
    Key("updated", "when updated: >date since, <date before, <7d younger", "updated:<7d", "dates"),
    Key("order", "newest first (desc) or oldest first (asc)", "order:asc", "order"),
)
"""Every key, in the order in which help and completion show them."""

BY_NAME: dict[str, Key] = {key.name: key for key in KEYS}

ORDERS: dict[str, str] = {"desc": "newest first, as usual", "asc": "oldest first"}
"""The directions by creation, and what each means."""

_IDENTIFIER = re.compile(r"[a-z]{2,6}_[0-9A-Za-z]{8,}")

_OTHER_NAMES: dict[str, str] = {
    **{name: name for name in BY_NAME},
    **{one.parameter: key for key, one in BY_FILTER_KEY.items() if one.parameter},
    **{one.kind: key for key, one in BY_FILTER_KEY.items()},
    "created_at": "created",
    "updated_at": "updated",
    "sort": "order",
}
"""What people may type for a key: the key, the API's parameter, the object's kind."""


def looks_like_id(value: str) -> bool:
    """Return whether `value` has the shape of the API's IDs, so is no name to look up."""
    return _IDENTIFIER.fullmatch(value) is not None


@lru_cache(maxsize=64)
def nearest_key(name: str) -> str | None:
    """Return the key that `name` may have been meant for, or None."""
    asked = name.lower()
    known = _OTHER_NAMES.get(asked.replace("-", "_"))
    if known is not None:
        return known
    from difflib import get_close_matches  # Only for what is wrong.

    found = get_close_matches(asked, _OTHER_NAMES, 1)
    return _OTHER_NAMES[found[0]] if found else None


def unreadable(name: str) -> Display:
    """Return what is said where an API key may not read the list behind the key `name`."""
    return Display(f"this key may not read {BY_FILTER_KEY[name].plural}; give an ID")
