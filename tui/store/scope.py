"""Whose data is loaded: nothing of one scope is ever shown in another."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """A profile at a host, in an environment.

    Attributes:
        profile: The profile's name.
        host: The API's scheme, host and port.
        environment_id: The environment asked for, or None for the key's own.
    """

    profile: str
    host: str
    environment_id: str | None
