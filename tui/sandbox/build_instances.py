"""Builds the instances: who they are for, how far they are set up, what they resolve to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from tui.sandbox.catalogue import (
    COMPANIES,
    DESCRIPTIONS,
    METADATA,
    REGIONS,
    STAGES,
    TITLES,
    UNUSUAL_NAMES,
)
from tui.sandbox.records import Instance, InstanceProvider
from tui.sandbox.times import DAY, MINUTE
from tui.sandbox.tool_filters import ALLOW_ALL, sample_filters

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from tui.sandbox.build_catalogue import Catalogue
    from tui.sandbox.build_people import People
    from tui.sandbox.errors import Json
    from tui.sandbox.ids import IdMaker
    from tui.sandbox.records import (
        Identity,
        InstanceStatus,
        Integration,
        IntegrationProvider,
    )

T = TypeVar("T")

_OLDEST: Final = 730 * DAY
_NEWEST: Final = 3 * MINUTE
# Mostly recent, as a growing customer's instances are.
_AGE_EXPONENT: Final = 2.2


class InstanceBuilder:
    """Makes instances one after another out of one stream of random numbers."""

    def __init__(
        self, ids: IdMaker, random: Random, catalogue: Catalogue, people: People, now_ms: int
    ) -> None:
        self._ids = ids
        self._draw = random.random
        self._now_ms = now_ms
        self._integrations = list(catalogue.integration_rows.values())
        self._identities = [
            row for row in people.identity_rows.values() if row.entry.status == "active"
        ]
        self._filters = {
            provider.entry.id: sample_filters(provider.text)
            for provider in catalogue.provider_rows.values()
        }
        self._filters_given = 0

    def build(self, count: int) -> list[Instance]:
        """Build instances in the order of their creation; one backs a magic MCP server."""
        draw, span = self._draw, _OLDEST - _NEWEST
        ages = sorted(_NEWEST + int(span * draw() ** _AGE_EXPONENT) for _ in range(count))
        instances = [
            self._build_one(number, self._now_ms - age) for number, age in enumerate(reversed(ages))
        ]
        for instance in instances[count // 2 :]:
            if instance.status == "active":
                instance.magic_mcp_server_id = self._ids.at("mms_", instance.created_ms)
                break
        return instances

    def _build_one(self, number: int, created_ms: int) -> Instance:
        draw = self._draw
        integration = self._choose(self._integrations)
        identity = self._choose(self._identities) if draw() < 0.7 else None
        updated_ms = created_ms + int((self._now_ms - created_ms) * draw() * 0.98)
        status = self._choose_status(integration)
        instance = Instance(
            id=self._ids.at("int_", created_ms),
            status=status,
            name=self._choose_name(number, integration, identity),
            description=self._choose(DESCRIPTIONS),
            metadata=self._choose(METADATA),
            integration=integration,
            identity_actor_id=identity.actor_id if identity else None,
            identity_id=identity.entry.id if identity else None,
            magic_mcp_server_id=None,
            created_ms=created_ms,
            updated_ms=updated_ms,
            archived_ms=updated_ms if status in ("archived", "deleted") else None,
        )
        links = integration.active_providers
        if status == "draft":
            # A draft lacks at least one provider, except those that need nothing to be set.
            optional = [link for link in links if not link.sets_itself]
            kept = optional[: int(draw() * len(optional))]
            links = tuple(link for link in links if link.sets_itself or link in kept)
        instance.providers = [
            self._build_provider(instance, link, place) for place, link in enumerate(links)
        ]
        retired = [link for link in integration.providers if link.entry.status != "active"]
        if retired and draw() < 0.5:
            row = self._build_provider(instance, retired[0], len(links))
            row.status, row.archived_ms = "archived", updated_ms
            instance.providers.append(row)
        return instance

    def _choose_status(self, integration: Integration) -> InstanceStatus:
        luck = self._draw()
        if luck < 0.03:
            return "deleted"
        if luck < 0.14:
            return "archived"
        can_be_draft = any(not link.sets_itself for link in integration.active_providers)
        if not integration.active_providers or (luck < 0.26 and can_be_draft):
            return "draft"
        return "active"

    def _choose_name(self, number: int, integration: Integration, identity: Identity | None) -> str:
        if number % 19 == 7:
            return UNUSUAL_NAMES[number // 19 % len(UNUSUAL_NAMES)]
        owner = identity or self._choose(self._identities)
        full = owner.entry.body["owner"]["actor"]["name"]
        return self._choose(TITLES).format(
            integration=integration.entry.name,
            full=full,
            first=full.split()[0],
            company=self._choose(COMPANIES),
            region=self._choose(REGIONS),
            stage=self._choose(STAGES),
        )

    def _build_provider(
        self, instance: Instance, link: IntegrationProvider, place: int
    ) -> InstanceProvider:
        draw, provider = self._draw, link.provider
        created_ms = instance.created_ms + place
        config = link.config if draw() < 0.6 else self._choose(provider.configs[:-1])
        auth_config = None
        if provider.auth_configs:
            # Squaring favours the first ones, so that some auth configs are used by many.
            auth_config = provider.auth_configs[int(draw() ** 2 * len(provider.auth_configs))]
        return InstanceProvider(
            id=self._ids.at("iip_", created_ms),
            status="active",
            instance=instance,
            integration_provider=link,
            deployment=link.deployment,
            config=config,
            auth_config=auth_config,
            tool_filter=self._choose_filter(provider.entry.id, link.tool_filter),
            is_override_tool_filter=draw() < 0.1,
            created_ms=created_ms,
            updated_ms=max(instance.updated_ms, created_ms),
        )

    def _choose_filter(self, provider_id: str, inherited: Json) -> Json:
        if self._draw() < 0.7:
            return inherited
        # In turn rather than by luck, so that even a small world shows every kind.
        self._filters_given += 1
        samples = (*self._filters[provider_id], {**ALLOW_ALL, "ignore_parent_filters": True})
        return samples[self._filters_given % len(samples)]

    def _choose(self, options: Sequence[T]) -> T:
        return options[int(self._draw() * len(options))]
