"""Checks the parameters of a list: the page, and the values each filter may take."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tui.sandbox.collection import PageRequest
from tui.sandbox.errors import Faults
from tui.sandbox.times import parse_ms

if TYPE_CHECKING:
    from tui.sandbox.query import QueryValue

_MOST: Final = 100
_DEFAULT: Final = 20
_RANGES: Final = ("created_at", "updated_at")


@dataclass(frozen=True)
class Range:
    """Moments strictly between two bounds, either of which may be open."""

    above_ms: int | None = None
    below_ms: int | None = None

    def contains(self, ms: int) -> bool:
        """Whether a moment lies within."""
        if self.above_ms is not None and ms <= self.above_ms:
            return False
        return self.below_ms is None or ms < self.below_ms


@dataclass(frozen=True)
class ListSpec:
    """What one list's query may hold beside the page."""

    values: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("active", "archived", "deleted")
    searchable: bool = True
    flags: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListQuery:
    """A checked query."""

    page: PageRequest
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    search: str = ""


def read_list_query(query: Mapping[str, QueryValue], spec: ListSpec) -> ListQuery:
    """Check a parsed query, or refuse it with every fault there is. Unknown names are ignored."""
    faults = Faults("query")
    values = {
        name: _read_values(name, query[name], faults)
        for name in ("id", *spec.values)
        if name in query
    }
    if "status" in query:
        values["status"] = _read_statuses(query["status"], spec, faults)
    for name in spec.required:
        if name not in query:
            faults.add("required", "Required", (name,), expected="string", received="undefined")
    result = ListQuery(
        page=_read_page(query, faults),
        values=values,
        ranges={name: _read_range(name, query[name], faults) for name in _RANGES if name in query},
        flags={name: _read_flag(name, query[name], faults) for name in spec.flags if name in query},
        search=_read_string("search", query, faults) or "" if spec.searchable else "",
    )
    faults.raise_if_any()
    return result


def encode_cursor(direction: str, identifier: str) -> str:
    """Spell a position as an opaque cursor; the direction is `after` or `before`."""
    packed = base64.urlsafe_b64encode(f"{direction}:{identifier}".encode())
    return "cur_" + packed.decode().rstrip("=")


def _decode_cursor(cursor: str) -> tuple[str, str] | None:
    if not cursor.startswith("cur_"):
        return None
    packed = cursor.removeprefix("cur_")
    try:
        text = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, UnicodeError, ValueError):
        return None
    direction, _, identifier = text.partition(":")
    return (direction, identifier) if direction in ("after", "before") else None


def _read_page(query: Mapping[str, QueryValue], faults: Faults) -> PageRequest:
    given = {
        name: value
        for name in ("after", "before", "cursor")
        if (value := _read_string(name, query, faults)) is not None
    }
    if len(given) > 1:
        names = tuple(given)
        faults.add(
            "invalid_combination", f"{names[0]} and {names[1]} cannot be combined", (names[1],)
        )
    after, before = given.get("after"), given.get("before")
    if "cursor" in given:
        position = _decode_cursor(given["cursor"])
        if position is None:
            faults.add("invalid_string", "Invalid cursor", ("cursor",), expected="a cursor")
        elif position[0] == "after":
            after = position[1]
        else:
            before = position[1]
    order = _read_string("order", query, faults)
    if order not in (None, "asc", "desc"):
        faults.add(
            "invalid_enum", "Invalid order", ("order",), expected=["asc", "desc"], received=order
        )
    return PageRequest(_read_limit(query, faults), after, before, descending=order == "desc")


def _read_limit(query: Mapping[str, QueryValue], faults: Faults) -> int:
    text = _read_string("limit", query, faults)
    if text is None:
        return _DEFAULT
    try:
        number = float(text)
    except ValueError:
        faults.add("invalid_type", "Must be a number", ("limit",), expected="number", received=text)
        return _DEFAULT
    if not (1 <= number <= _MOST and number.is_integer()):
        faults.add(
            "invalid_range",
            f"Must be a whole number from 1 to {_MOST}",
            ("limit",),
            expected=f"1..{_MOST}",
            received=text,
        )
        return _DEFAULT
    return int(number)


def _read_string(name: str, query: Mapping[str, QueryValue], faults: Faults) -> str | None:
    value = query.get(name)
    if value is None or isinstance(value, str):
        return value
    _wrong_type(faults, name, "string", value)
    return None


def _read_values(name: str, value: QueryValue, faults: Faults) -> frozenset[str]:
    if isinstance(value, dict):
        _wrong_type(faults, name, "string or array", value)
        return frozenset()
    return frozenset([value] if isinstance(value, str) else value)


def _read_statuses(value: QueryValue, spec: ListSpec, faults: Faults) -> frozenset[str]:
    statuses = _read_values("status", value, faults)
    for status in sorted(statuses - set(spec.statuses)):
        faults.add(
            "invalid_enum",
            "Invalid status",
            ("status",),
            expected=list(spec.statuses),
            received=status,
        )
    return statuses


def _read_range(name: str, value: QueryValue, faults: Faults) -> Range:
    if not isinstance(value, dict):
        _wrong_type(faults, name, "object", value)
        return Range()
    bounds: dict[str, int] = {}
    for bound in ("gt", "lt"):
        if bound in value:
            ms = parse_ms(value[bound])
            if ms is None:
                faults.add(
                    "invalid_date",
                    "Must be an ISO 8601 date",
                    (name, bound),
                    expected="date",
                    received=value[bound],
                )
            else:
                bounds[bound] = ms
    return Range(bounds.get("gt"), bounds.get("lt"))


def _read_flag(name: str, value: QueryValue, faults: Faults) -> bool:
    # `True` is how the official Python SDK spells a boolean.
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    faults.add("invalid_type", "Must be a boolean", (name,), expected="boolean", received=value)
    return False


def _wrong_type(faults: Faults, name: str, expected: str, value: QueryValue) -> None:
    received = {str: "string", list: "array", dict: "object"}[type(value)]
    faults.add(
        "invalid_type",
        f"Invalid input: expected {expected}, received {received}",
        (name,),
        expected=expected,
        received=received,
    )
