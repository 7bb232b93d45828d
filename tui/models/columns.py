"""What a column is, and those that a list of instances can have, for any screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

from tui.models.row import UNNAMED, InstanceRow
from tui.text import Display, clean, fold
from tui.times import age, parse

METADATA = "metadata."
"""What the names of columns begin with that show a key of the metadata."""

NOT_READ = Display("…")
"""What stands in place of a value that the row was not read for."""

LONGEST_KEY = 100
"""Characters of a metadata key that can be a column."""

Value: TypeAlias = "Display | datetime | None"
"""What a row says in a column; None where it says nothing."""

_NUMBER = re.compile(r"[+-]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})([eE][+-]?\d{1,3})?\Z", re.ASCII)


class Column(NamedTuple):
    """One column.

    Attributes:
        name: What settings call it.
        title: What stands above it.
        value: What a row of its list says in it.
        field: The API's field that it shows.
        metadata_key: The key of the metadata that it shows, if it does.
    """

    name: str
    title: Display
    value: Callable[[Any], Value]
    field: str
    metadata_key: str | None = None

    @property
    def is_time(self) -> bool:
        """Whether it shows times, which are ordered newest first."""
        return is_time(self.field)

    def text(self, row: Any, now: datetime) -> Display:
        """Return what a row says, as people read it; of a time that is its age."""
        if self.is_time:
            value = self.value(row)
            return age(value if isinstance(value, datetime) else None, now)
        return self._words(row)

    def exact(self, row: InstanceRow) -> Display:
        """Return what a row says, as programs read it: times in full, in UTC."""
        value = self.value(row)
        return Display(value.isoformat()) if isinstance(value, datetime) else self._words(row)

    def order(self, row: InstanceRow) -> Any:
        """Return what rows are ordered by in this column, or None where it says nothing."""
        value = self.value(row)
        if value is None or isinstance(value, datetime):
            return value
        return fold(value) if self.metadata_key is None else _rank(value)

    def _words(self, row: Any) -> Display:
        value = self.value(row)
        if value is None and self.metadata_key is not None and not self._is_read(row):
            return NOT_READ
        return value if isinstance(value, str) else Display("")

    def _is_read(self, row: InstanceRow) -> bool:
        return any(key == self.metadata_key for key, _ in row.metadata)


def _name(row: InstanceRow) -> Value:
    return None if row.name == UNNAMED else row.name


def _identifier(field: str) -> Callable[[InstanceRow], Value]:
    def value(row: InstanceRow) -> Value:
        found = getattr(row, field)
        return None if found is None else clean(found, 80)

    return value


def _metadata(key: str) -> Callable[[InstanceRow], Value]:
    def value(row: InstanceRow) -> Value:
        return next((text for known, text in row.metadata if known == key), None)

    return value


def _reference(name: str, field: str) -> Column:
    return Column(name, Display(name.capitalize()), _identifier(field), field)


_COLUMNS = {
    column.name: column
    for column in (
        Column("status", Display("Status"), lambda row: row.status, "status"),
        Column("name", Display("Name"), _name, "name"),
        Column(
            "providers",
            Display("Providers"),
            lambda row: Display(", ".join(row.providers)) if row.providers else None,
            "providers",
        ),
        Column("updated", Display("Updated"), lambda row: row.updated_at, "updated_at"),
        Column("created", Display("Created"), lambda row: row.created_at, "created_at"),
        Column("id", Display("ID"), _identifier("id"), "id"),
        _reference("integration", "integration_id"),
        _reference("identity", "identity_id"),
        _reference("actor", "identity_actor_id"),
    )
}

NAMES: tuple[str, ...] = tuple(_COLUMNS)
"""All columns but those of the metadata."""

DEFAULT: tuple[str, ...] = ("status", "name", "providers", "updated")
"""The columns of a list for which none were chosen."""


@lru_cache(maxsize=256)
def column(name: str) -> Column:
    """Return the column of that name: one of `NAMES`, or `metadata.` and a key.

    Raises:
        ValueError: There is none; the message says which there are.
    """
    if name in _COLUMNS:
        return _COLUMNS[name]
    key = metadata_key(name)
    if key is None:
        raise ValueError(f"must be one of {', '.join(NAMES)} or {METADATA}KEY")
    return Column(name, clean(key), _metadata(key), name, key)


def field_of(name: str) -> str:
    """Return the API's field that a column of that name shows; any other name is one itself."""
    return _COLUMNS[name].field if name in _COLUMNS else name


def is_time(field: str) -> bool:
    """Return whether an API's field is one that columns show as its age."""
    return field in ("updated_at", "created_at")


def metadata_key(name: str) -> str | None:
    """Return the key of the metadata that a column of that name shows, if it does."""
    key = name.removeprefix(METADATA)
    return None if key == name or not key or len(key) > LONGEST_KEY else key


def checked(value: object, known: Callable[[str], Column] = column) -> tuple[str, ...]:
    """Return the columns that a file names, each of which `known` returns.

    Raises:
        ValueError: They are none; the message says what they must be.
    """
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError('must be names of columns, as ["status", "name", "metadata.team"]')
    for name in value:
        known(name)
    if "name" not in value or len(set(value)) < len(value):
        raise ValueError("must have the column name, and each column once")
    return tuple(value)


def metadata_keys(names: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the metadata that these columns show, each once, in their own order."""
    keys = (column(name).metadata_key for name in names)
    return tuple(sorted({key for key in keys if key is not None}))


@lru_cache(maxsize=4096)
def _rank(text: Display) -> tuple[int, Any]:
    """Return what people's own values are ordered by: numbers, then times, then words."""
    if _NUMBER.match(text) and isfinite(number := float(text)):
        return 0, number
    # Not before: eight digits alone are a date in ISO 8601 as well.
    moment = parse(text)
    return (1, moment) if moment is not None else (2, fold(text))
