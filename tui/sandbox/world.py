"""The state of the made-up platform: all of it, in memory, without any HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Final

from tui.sandbox.build_catalogue import build_catalogue
from tui.sandbox.build_instances import InstanceBuilder
from tui.sandbox.build_people import build_people
from tui.sandbox.build_sessions import build_sessions
from tui.sandbox.collection import Collection
from tui.sandbox.ids import IdMaker
from tui.sandbox.rate_limit import RateLimit
from tui.sandbox.times import to_ms
from tui.sandbox.tokens import Tokens

DEFAULT_NOW: Final = datetime(2026, 11, 1, 12, tzinfo=UTC)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class World:
    """Instances and everything they refer to, made from a seed.

    Attributes:
        denied: Paths such as `/identities` that answer 403, as to a key lacking a right.
        template_delay: Seconds until a new session template's providers are filled.
        clock: Tells the time of what requests do; replace it to stop or move time.
    """

    def __init__(
        self,
        *,
        instances: int = 240,
        seed: int = 1,
        now: datetime | None = None,
        environment_type: str = "development",
    ) -> None:
        self.denied: set[str] = set()
        self.template_delay = 0.0
        self.clock = _utc_now
        self.environment_type = environment_type
        self.made_ms = to_ms(now or DEFAULT_NOW)
        self.rate_limit = RateLimit(lambda: self.clock())
        random = Random(seed)
        self.ids = IdMaker(random)
        # Apart from the objects' identifiers, so that reading changes nothing that is written.
        self.request_ids = IdMaker(Random(f"{seed} requests"))
        self.tokens = Tokens(IdMaker(Random(f"{seed} tokens")))
        self.catalogue = build_catalogue(self.ids, self.made_ms)
        self.people = build_people(
            self.ids,
            random,
            list(self.catalogue.provider_rows.values()),
            min(400, max(12, instances // 6)),
            self.made_ms,
        )
        builder = InstanceBuilder(self.ids, random, self.catalogue, self.people, self.made_ms)
        self.instances = Collection(builder.build(instances))
        self.instance_providers = Collection(
            row for instance in self.instances for row in instance.providers
        )
        templates, sessions = build_sessions(self.ids, random, self.instances, self.made_ms)
        self.templates = Collection(templates)
        self.sessions = Collection(sessions)
        self.template_of = {template.instance.id: template for template in templates}

    def now_ms(self) -> int:
        """The present by the world's clock."""
        return to_ms(self.clock())

    def new_id(self, prefix: str) -> str:
        """Make the identifier of an object created now."""
        return self.ids.next(prefix, self.now_ms())
