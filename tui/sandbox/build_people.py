"""Builds the actors instances act for, and their identities with credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.sandbox.catalogue import FIRST_NAMES, LAST_NAMES
from tui.sandbox.collection import Collection
from tui.sandbox.records import Credential, Entry, Identity
from tui.sandbox.times import DAY, iso

if TYPE_CHECKING:
    from random import Random

    from tui.sandbox.errors import Json
    from tui.sandbox.ids import IdMaker
    from tui.sandbox.records import Provider


@dataclass(frozen=True)
class People:
    """The actors and identities of the world."""

    actors: Collection[Entry]
    identities: Collection[Entry]
    identity_rows: dict[str, Identity]


def build_people(
    ids: IdMaker, random: Random, providers: list[Provider], count: int, now_ms: int
) -> People:
    """Build as many actors as asked for; every third one owns two identities."""
    first_ms, span = now_ms - 780 * DAY, 770 * DAY
    actors: list[Entry] = []
    identities: list[Identity] = []
    with_auth = [provider for provider in providers if provider.auth_configs]
    for number in range(count):
        created_ms = first_ms + span * number // count
        actor = _build_actor(ids, number, created_ms, now_ms)
        actors.append(actor)
        for which in range(2 if number % 3 == 0 else 1):
            provider = with_auth[int(random.random() * len(with_auth))]
            identities.append(
                _build_identity(ids, actor, provider, which, created_ms + 1 + which, now_ms)
            )
    return People(
        Collection(actors),
        Collection(identity.entry for identity in identities),
        {identity.entry.id: identity for identity in identities},
    )


def _build_actor(ids: IdMaker, number: int, created_ms: int, now_ms: int) -> Entry:
    # Both lists are walked at once; their lengths share no factor, so names repeat late.
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    name = f"{first} {LAST_NAMES[number % len(LAST_NAMES)]}"
    # The first ones stay active whatever the size of the world.
    status = "archived" if number % 19 == 18 else "active"
    updated_ms = now_ms - (now_ms - created_ms) // 6
    body: Json = {
        "object": "identity.actor",
        "id": ids.at("act_", created_ms),
        "type": "agent" if number % 8 == 5 else "person",
        "status": status,
        "name": name,
        "description": None,
        "metadata": {"employee": 1000 + number},
        "agent_id": None,
        "created_at": iso(created_ms),
        "updated_at": iso(updated_ms),
    }
    return Entry(body["id"], status, name, created_ms, updated_ms, body, body)


def _build_identity(
    ids: IdMaker, actor: Entry, provider: Provider, which: int, created_ms: int, now_ms: int
) -> Identity:
    identity_id = ids.at("ide_", created_ms)
    updated_ms = now_ms - (now_ms - created_ms) // 8
    credential = Credential(
        ids.at("cred_", created_ms),
        provider.entry.id,
        provider.deployments[-1].id,
        provider.configs[which].id,
        provider.auth_configs[which].id,
    )
    name = actor.name if which == 0 else f"{actor.name} (on call)"
    stamps = {"created_at": iso(created_ms), "updated_at": iso(updated_ms)}
    body: Json = {
        "object": "identity",
        "id": identity_id,
        "status": actor.status,
        "name": name,
        "description": None,
        "metadata": {},
        "owner": {"type": "actor", "actor": actor.body},
        "credentials": [
            {
                "object": "identity.credential",
                "id": credential.id,
                "status": "active",
                "identity_id": identity_id,
                "provider_id": credential.provider_id,
                "deployment_id": credential.deployment_id,
                "config_id": credential.config_id,
                "auth_config_id": credential.auth_config_id,
                "delegation_config_id": None,
                **stamps,
            }
        ],
        "delegation_config_id": None,
        **stamps,
    }
    keys = {"actor_id": frozenset({actor.id})}
    entry = Entry(identity_id, actor.status, name, created_ms, updated_ms, body, body, keys)
    return Identity(entry, actor.id, (credential,))
