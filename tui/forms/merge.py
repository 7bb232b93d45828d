"""An update of what others changed meanwhile: only the user's own choice undoes theirs.

Three states are held against each other, place by place, all in the words of an update's
body: what the form began with (`base`), what there is now (`theirs`), and what the form's
body would make of `base` (yours). A place is as small as it can be: a key of metadata and a
field of a provider's row, though the API takes both only whole; identity and actor
together, as the one resets the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from tui.forms.values import MISSING, same

Values: TypeAlias = Mapping[str, Any]
"""An update's fields, all of them, as `tui.forms.instance.as_body` returns them."""

Place: TypeAlias = tuple[str, ...]
"""``("name",)``, ``("metadata", key)``, ``("providers", provider ID, field)``."""

Side: TypeAlias = Literal["theirs", "yours"]

IDENTITY: Place = ("identity",)
"""The place of identity and actor."""

_IDENTITY_FIELDS = ("identity_id", "identity_actor_id")


@dataclass(frozen=True, slots=True)
class Difference:
    """A place and its three values; one that is not there is `MISSING`.

    Attributes:
        place: Which.
        base: What the form began with.
        theirs: What it is now.
        yours: What the form makes of it.
    """

    place: Place
    base: Any
    theirs: Any
    yours: Any

    @property
    def is_theirs(self) -> bool:
        """Whether others changed it."""
        return not same(self.base, self.theirs)

    @property
    def is_yours(self) -> bool:
        """Whether the form changes it."""
        return not same(self.base, self.yours)

    @property
    def is_conflict(self) -> bool:
        """Whether both changed it, and not to the same."""
        return self.is_theirs and self.is_yours and not same(self.theirs, self.yours)


class Merge:
    """A body, and what others did since the form was opened that it comes from.

    Attributes:
        differences: All places that anybody changed.
        conflicts: Those of them whose value the user has to choose.
        others: Those that others changed and the form did not, or just the same.
    """

    def __init__(
        self,
        base: Values,
        theirs: Values,
        body: Values,
        row_ids: Mapping[str, str] | None = None,
    ) -> None:
        """Hold them against each other.

        `row_ids` gives the ID of a row of `theirs` by every other one that it can be sent by.
        """
        self._base, self._theirs, self._body = base, theirs, body
        self._row_ids = row_ids or {}
        places = tuple(self._places())
        self.differences = tuple(one for one in places if one.is_theirs or one.is_yours)
        self.conflicts = tuple(one for one in self.differences if one.is_conflict)
        self.others = tuple(
            one for one in self.differences if one.is_theirs and not one.is_conflict
        )

    def body(self, choices: Mapping[Place, Side] | None = None) -> dict[str, Any]:
        """Return what to send: the form's changes and, of conflicts, what is chosen.

        All else that others changed is kept, in what goes out whole too. A conflict that is
        not chosen stays theirs.
        """
        yours = {one.place: one for one in self.differences if self._takes(one, choices or {})}
        body: dict[str, Any] = {}
        for field, value in self._body.items():
            if field == "metadata":
                if (metadata := self._metadata(value, yours)) is not MISSING:
                    body[field] = metadata
            elif field == "providers":
                if rows := list(self._rows(value, yours)):
                    body[field] = rows
            elif (IDENTITY if field in _IDENTITY_FIELDS else (field,)) in yours:
                body[field] = value
        return body

    def _takes(self, one: Difference, choices: Mapping[Place, Side]) -> bool:
        """Whether the form's value is what stands in the end."""
        if one.is_conflict:
            return choices.get(one.place) == "yours"
        return one.is_yours and not one.is_theirs

    def _places(self) -> Iterator[Difference]:
        base, theirs = self._base, self._theirs
        states = (base, theirs, {**base, **self._body})
        for field in ("name", "description"):
            yield Difference((field,), *(state.get(field) for state in states))
        yield Difference(IDENTITY, *map(_identity, states))
        yield from _each(("metadata",), *(state.get("metadata") or {} for state in states))
        old, new = _by_id(base.get("providers")), _by_id(theirs.get("providers"))
        your = {self._row_id(row): row for row in self._body.get("providers") or ()}
        rows = (old, new, {**old, **your})
        for key in dict.fromkeys(key for state in rows for key in state):
            if all(key in state for state in rows):
                yield from _each(("providers", key), *(state[key] for state in rows))
            else:
                # Somebody added it, or it was archived: it is one thing.
                values = (state.get(key, MISSING) for state in rows)
                yield Difference(("providers", key), *values)

    def _metadata(self, value: Any, yours: Mapping[Place, Difference]) -> Any:
        """Return the metadata to send, whole; `MISSING` where it is theirs in the end."""
        theirs = self._theirs.get("metadata")
        if same(theirs, self._base.get("metadata")):
            return value
        merged = dict(theirs or {})
        for (field, *key), one in yours.items():
            if field == "metadata":
                _put(merged, key[0], one.yours)
        if same(merged, theirs or {}):
            return MISSING
        return merged if merged or value is not None else None

    def _rows(self, rows: Any, yours: Mapping[Place, Difference]) -> Iterator[dict[str, Any]]:
        """Yield the rows to send, each whole."""
        theirs = _by_id(self._theirs.get("providers"))
        for row in rows:
            key = self._row_id(row)
            if ("providers", key) in yours:
                yield row
                continue
            changed = {
                place[2]: one.yours
                for place, one in yours.items()
                if place[:2] == ("providers", key)
            }
            if changed:
                merged = dict(theirs[key])
                for field, value in changed.items():
                    _put(merged, field, value)
                yield merged

    def _row_id(self, row: Values) -> str:
        identifier: str = row["provider_id"]
        return self._row_ids.get(identifier, identifier)


def _identity(state: Values) -> dict[str, Any]:
    return {field: state.get(field) for field in _IDENTITY_FIELDS}


def _by_id(rows: Any) -> dict[str, Any]:
    return {row["provider_id"]: row for row in rows or ()}


def _each(place: Place, base: Values, theirs: Values, yours: Values) -> Iterator[Difference]:
    """Yield the fields of an object that all three have, the ID by which it is found not."""
    for key in dict.fromkeys((*base, *theirs, *yours)):
        if len(place) == 1 or key != "provider_id":
            values = (state.get(key, MISSING) for state in (base, theirs, yours))
            yield Difference((*place, key), *values)


def _put(values: dict[str, Any], key: str, value: Any) -> None:
    if value is MISSING:
        values.pop(key, None)
    else:
        values[key] = value
