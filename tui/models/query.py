"""The list query: all 20 parameters, encoded as the server's `qs` parser reads them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Literal, NamedTuple, TypeAlias

from tui.resources import Kind

Values: TypeAlias = tuple[str, ...]
Order: TypeAlias = Literal["asc", "desc"]

MAX_LIMIT = 100
"""Items the server gives in one page at the most; more is 400."""

STATUSES: dict[str, str] = {
    "active": "every provider it needs is set",
    "draft": "a provider of its integration is still missing",
    "archived": "put away; hidden unless asked for",
    "deleted": "gone; hidden unless asked for",
}
"""The statuses that can be asked for, and what each means."""

STATUSES_ELSEWHERE = tuple(one for one in STATUSES if one != "draft")
"""Those of all other kinds of objects: only instances begin as drafts."""

HIDDEN_STATUSES = frozenset(("archived", "deleted"))
"""What a list without `status` leaves out, here as at the server."""


class TimeRange(NamedTuple):
    """A range of moments, open at both ends: `gt` < moment < `lt`."""

    gt: datetime | None = None
    lt: datetime | None = None

    def __bool__(self) -> bool:
        return self.gt is not None or self.lt is not None


ANY_TIME = TimeRange()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What to list. Fields bear the API's names; an empty field is not sent.

    Values of one field widen (or), different fields narrow (and). `after` and `before`
    are item IDs, exclusive, and never sent together.

    Raises:
        ValueError: `limit` is not within 1..100, or both `after` and `before` are given.
    """

    limit: int = MAX_LIMIT
    after: str | None = None
    before: str | None = None
    cursor: str | None = None
    order: Order = "desc"
    search: str | None = None
    status: Values = ()
    id: Values = ()
    integration_id: Values = ()
    provider_id: Values = ()
    integration_provider_id: Values = ()
    identity_id: Values = ()
    identity_credential_id: Values = ()
    identity_actor_id: Values = ()
    provider_deployment_id: Values = ()
    provider_config_id: Values = ()
    provider_auth_config_id: Values = ()
    session_template_id: Values = ()
    created_at: TimeRange = ANY_TIME
    updated_at: TimeRange = ANY_TIME

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAX_LIMIT:
            raise ValueError(f"limit must be within 1..{MAX_LIMIT}, not {self.limit}")
        if self.after is not None and self.before is not None:
            raise ValueError("after and before cannot be used together")

    def at_most(self, items: int) -> ListQuery:
        """Return the query of a page that has no more than so many items."""
        return replace(self, limit=max(1, min(items, self.limit)))

    def to_params(self, kind: Kind = "integration_instance") -> list[tuple[str, str]]:
        """Return the query string's pairs, as the list of `kind` takes them.

        Several values repeat their key, a range is two keys (`created_at[gt]`), an empty
        field is absent.
        """
        params: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, TimeRange):
                for end in ("gt", "lt"):
                    moment = getattr(value, end)
                    if moment is not None:
                        params.append((f"{field.name}[{end}]", _iso(moment)))
            elif isinstance(value, tuple):
                # Only the list of instances has actors of identities, all others just actors.
                is_other = kind != "integration_instance" and field.name == "identity_actor_id"
                params.extend(("actor_id" if is_other else field.name, one) for one in value)
            elif value not in (None, ""):
                params.append((field.name, str(value)))
        return params


def _iso(moment: datetime) -> str:
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
