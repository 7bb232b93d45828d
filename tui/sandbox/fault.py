"""What may go wrong on purpose: which requests a fault meets, how often, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from random import Random
from typing import Any, Final, Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "latency",
    "no_answer",
    "reset_before",
    "reset_after",
    "truncated",
    "slow_body",
    "status",
    "invalid_data",
    "rate_limited",
    "redirect",
    "malformed",
    "empty",
    "html",
    "changed_items",
    "repeated_page",
    "missing_page",
]
KINDS: Final[tuple[str, ...]] = get_args(Kind)

Telling: TypeAlias = Literal["headers", "retry_after", "nothing"]
"""How a 429 says how long to wait."""


class FaultError(ValueError):
    """A description of a fault makes no sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, and the requests that it meets.

    Attributes:
        kind: What goes wrong.
        method: The method it meets; empty for any.
        path: What the path begins with.
        after: Matching requests that are let pass first.
        count: Requests that it meets after these; None for all.
        probability: How likely it meets each of them.
        seconds: How long a latency or a slow body takes, and what `Retry-After` says.
        status: The status of a `status` fault.
        field: The path of the field that `invalid_data` names, as `providers.0.provider_id`.
        as_html: Whether a `status` fault is answered as a proxy does, in HTML.
        telling: How a `rate_limited` fault says how long to wait.
        location: Where a `redirect` leads.
    """

    kind: Kind
    method: str = ""
    path: str = "/"
    after: int = 0
    count: int | None = None
    probability: float = 1.0
    seconds: float = 1.0
    status: int = 503
    field: str = "name"
    as_html: bool = False
    telling: Telling = "headers"
    location: str = "https://elsewhere.example"

    @classmethod
    def from_json(cls, value: object) -> Fault:
        """Return the fault that a JSON object describes.

        Raises:
            FaultError: It describes none; the message says why.
        """
        if not isinstance(value, Mapping):
            raise FaultError("a fault is an object")
        known = {one.name for one in fields(cls)}
        for name, given in value.items():
            if name not in known:
                raise FaultError(f"a fault has no {name!r}")
            if not _fits(name, given):
                raise FaultError(f"{name} cannot be {given!r}")
        if "kind" not in value:
            raise FaultError(f"a fault needs a kind: {', '.join(KINDS)}")
        return cls(**value)

    def to_json(self) -> dict[str, Any]:
        """Return the object that describes it."""
        return asdict(self)

    def matches(self, method: str, path: str) -> bool:
        """Return whether it may meet such a request."""
        return self.method in ("", method) and path.startswith(self.path)


def _fits(name: str, value: object) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if name == "kind":
        return value in KINDS
    if name == "telling":
        return value in get_args(Telling)
    if name in ("method", "path", "field", "location"):
        return isinstance(value, str) and value.isascii() and value.isprintable()
    if name == "as_html":
        return isinstance(value, bool)
    if name == "probability":
        return number and 0 <= value <= 1  # type: ignore[operator]
    if name == "seconds":
        return number and 0 <= value <= 3600  # type: ignore[operator]
    if name == "status":
        return whole and 400 <= value <= 599  # type: ignore[operator]
    return (name == "count" and value is None) or (whole and value >= 0)  # type: ignore[operator]


class Faults:
    """The faults that are set, and how often each was met.

    The same seed and the same requests meet the same faults.
    """

    def __init__(self, faults: Iterable[Fault] = (), *, seed: int = 1) -> None:
        self._seed = seed
        self.set(faults)

    def set(self, faults: Iterable[Fault]) -> None:
        """Replace the faults, and begin to count and to draw anew."""
        self._faults = [_Counted(fault) for fault in faults]
        self._random = Random(f"{self._seed} faults")

    @property
    def described(self) -> list[dict[str, Any]]:
        """Each fault as JSON, with how many requests it has `met`."""
        return [{**one.fault.to_json(), "met": one.met} for one in self._faults]

    def choose(self, method: str, path: str) -> Fault | None:
        """Return the first fault that meets this request, which counts as met."""
        chosen = None
        for one in self._faults:
            if one.fault.matches(method, path) and one.is_due(self._random) and chosen is None:
                one.met += 1
                chosen = one.fault
        return chosen


class _Counted:
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.met = 0
        self._seen = 0

    def is_due(self, random: Random) -> bool:
        """Count a matching request; return whether it is to be met."""
        self._seen += 1
        # Drawn in any case, so that one fault's count shifts no other's draws.
        drawn = random.random() < self.fault.probability
        used_up = self.fault.count is not None and self.met >= self.fault.count
        return drawn and self._seen > self.fault.after and not used_up


MIX: Final = (
    Fault(kind="latency", probability=0.10, seconds=0.4),
    Fault(kind="slow_body", probability=0.04, seconds=1.0),
    Fault(kind="status", probability=0.03, status=503),
    Fault(kind="status", probability=0.02, status=502, as_html=True),
    Fault(kind="status", probability=0.01, status=500),
    Fault(kind="rate_limited", probability=0.02, telling="retry_after", seconds=2.0),
    Fault(kind="reset_before", probability=0.02),
    Fault(kind="reset_after", probability=0.02),
    Fault(kind="truncated", probability=0.01),
    Fault(kind="html", probability=0.01),
)
"""A modest rate of what happens on a bad line and behind a busy proxy."""
