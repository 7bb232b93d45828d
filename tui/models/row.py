"""The list's row: what list, filter and sort need of an instance, and no more.

Rows are built straight from JSON, without validating the whole object, because a list
may hold a hundred thousand; the whole object is validated when it is opened.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, TypeVar

from tui.models.depth import is_too_deep
from tui.text import Display, clean, fold
from tui.times import parse

ValueT = TypeVar("ValueT", bound=Hashable)

UNNAMED = Display("(no name)")

Metadata: TypeAlias = tuple[tuple[str, Display | None], ...]
"""Keys of the metadata and what stands there; None where there is nothing."""


class InstanceRow(NamedTuple):
    """One line of the list; all of its text is safe to draw.

    Attributes:
        key: What the list knows the row by: the ID, or the item's place in its page
            where it has none.
        id: The true ID, or None: then nothing that needs an ID can be done with it.
        providers: The names (or IDs) of its providers, in the API's order.
        provider_ids: Their true IDs.
        search_text: What a local search looks through, folded by `tui.text.fold`.
        problem: What is wrong with the item as it came, or None.
        metadata: The keys of the metadata that the row was read for: those that are shown.
    """

    key: str
    id: str | None
    status: Display
    name: Display
    providers: tuple[Display, ...]
    integration_id: str | None
    identity_id: str | None
    identity_actor_id: str | None
    provider_ids: tuple[str, ...]
    created_at: datetime | None
    updated_at: datetime | None
    search_text: str
    problem: Display | None = None
    metadata: Metadata = ()

    @classmethod
    def from_item(
        cls,
        item: object,
        fallback_key: str,
        metadata_keys: Sequence[str] = (),
        *,
        is_shallow: bool = False,
    ) -> InstanceRow:
        """Return the row of one item of a list's answer, whatever came.

        With `is_shallow` it is known already that it is not nested too deeply.
        """
        metadata = metadata_of(item, metadata_keys) if metadata_keys else ()
        if not isinstance(item, dict):
            reason = f"not an object but {type(item).__name__}"
            return _broken(fallback_key, reason, metadata)
        identifier = _text(item, "id")
        problem = _problem(item, is_shallow=is_shallow)
        listed = item.get("providers") if problem is None else None
        providers = [_provider(entry) for entry in listed or ()]
        name = _text(item, "name")
        description = _text(item, "description")
        return cls(
            key=identifier or fallback_key,
            id=identifier,
            status=_shared(clean(_text(item, "status") or "unknown", 32)),
            name=clean(name) if name else UNNAMED,
            providers=_shared(tuple(clean(shown, 80) for shown, _ in providers)),
            integration_id=_shared(_text(item, "integration_id")),
            identity_id=_text(item, "identity_id"),
            identity_actor_id=_text(item, "identity_actor_id"),
            provider_ids=_shared(tuple(one for _, one in providers if one)),
            created_at=parse(item.get("created_at")),
            updated_at=parse(item.get("updated_at")),
            search_text=fold(f"{name or ''}\n{description or ''}\n{identifier or ''}"),
            problem=problem,
            metadata=metadata,
        )


def metadata_of(item: object, keys: Sequence[str]) -> Metadata:
    """Return what an item's metadata says at `keys`."""
    # Imported here: a list without such columns does without it.
    from tui.models.outline_words import container, scalar

    def text(value: object) -> Display | None:
        if value is None or value == "":
            return None
        if isinstance(value, (dict, list)):
            return container(value, "object")
        return clean(scalar(value, own=True), 120)

    metadata = item.get("metadata") if isinstance(item, dict) else None
    found = metadata if isinstance(metadata, dict) else {}
    read: Metadata = _shared(tuple((key, text(found.get(key))) for key in keys))
    return read


@lru_cache(maxsize=4096)
def _shared(value: ValueT) -> ValueT:
    """Return a value that is equal, and the same for all rows that have it: they are many."""
    return value


def _text(item: dict[str, Any], field: str) -> str | None:
    value = item.get(field)
    return value if isinstance(value, str) and value else None


def _provider(entry: dict[str, Any]) -> tuple[str, str | None]:
    """Return what an instance's provider is called, and the provider's true ID.

    Both may be at the entry itself or, as the official SDK reads it, flat in the
    integration's provider.
    """
    setup = entry.get("integration_provider")
    places = [one for one in (entry, setup) if isinstance(one, dict)]
    nested = [one["provider"] for one in places if isinstance(one.get("provider"), dict)]
    ids = [_text(one, "id") for one in nested] + [_text(one, "provider_id") for one in places]
    identifier = next(filter(None, ids), None)
    names = [_text(one, "name") for one in (*nested, entry)]
    return next(filter(None, names), None) or identifier or "?", identifier


def _problem(item: dict[str, Any], *, is_shallow: bool) -> Display | None:
    """What keeps an object from being read as an instance, in words."""
    if not is_shallow and is_too_deep(item):
        return Display("nested too deeply to be opened")
    for field in ("id", "name", "status", "integration_id"):
        value = item.get(field)
        if value is not None and not isinstance(value, str):
            return clean(f"{field} is {type(value).__name__}, not text")
    providers = item.get("providers")
    if providers is None:
        return None
    if not isinstance(providers, list) or not all(isinstance(one, dict) for one in providers):
        return Display("providers is not a list of objects")
    return None


def _broken(key: str, problem: str, metadata: Metadata) -> InstanceRow:
    return InstanceRow(
        key=key,
        id=None,
        status=Display("unreadable"),
        name=UNNAMED,
        providers=(),
        integration_id=None,
        identity_id=None,
        identity_actor_id=None,
        provider_ids=(),
        created_at=None,
        updated_at=None,
        search_text="",
        problem=clean(problem),
        metadata=metadata,
    )
