"""What is found in looking at one thing: what is wrong with its parts, and which are in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tui.diagnosis.evidence import Unknown
from tui.diagnosis.finding import Finding, Mend, Place, Severity
from tui.text import Display, clean

_USELESS = frozenset(
    {"archived", "deleted", "draft", "expired", "revoked", "disabled", "inactive", "failed"}
)
"""Statuses of what cannot be used as it is; a status that is not known here may mean anything."""


class Looking:
    """Collects what is found of one thing; what is in order becomes one finding together."""

    def __init__(self, subject: Display, place: Place) -> None:
        """Look at `subject`, which stands at `place`."""
        self._subject = subject
        self._place = place
        self._found: list[Finding] = []
        self._in_order: list[str] = []

    def add(
        self,
        severity: Severity,
        what: str,
        sentence: Display,
        *,
        place: Place | None = None,
        mend: Mend | None = None,
    ) -> None:
        """Find something about a part, `what`; empty: about the thing itself."""
        subject = Display(f"{self._subject}: {what}") if what else self._subject
        where = self._place if place is None else place
        self._found.append(Finding(severity, subject, sentence, where, mend))

    def passes(self, what: str) -> None:
        """Find a part in order."""
        self._in_order.append(what)

    def at(
        self,
        part: Mapping[str, Any] | Unknown,
        what: str,
        name: Display,
        consequence: Display,
        *,
        place: Place | None = None,
        mend: Mend | None = None,
    ) -> None:
        """Judge a part called `name` by its status; `consequence` follows where it is useless."""
        if isinstance(part, Unknown):
            words = Display(f"The state of {name} is not known: {part.reason}.")
            self.add("not known", what, words, place=place)
            return
        status = status_in(part)
        if status == "active" and what:
            self.passes(what)
        elif status == "active":
            self.add("fine", what, Display(f"{name} is active."), place=place)
        elif status in _USELESS:
            words = Display(f"{name} is {status}, {consequence}.")
            self.add("blocks", what, words, place=place, mend=mend)
        elif status is not None:
            words = Display(f"{name} is {clean(status, 40)}, a status that is not known here.")
            self.add("endangers", what, words, place=place, mend=mend)

    def findings(self) -> Iterator[Finding]:
        """Yield what was found."""
        yield from self._found
        if self._in_order:
            words = Display(f"In order: {', '.join(self._in_order)}.")
            yield Finding("fine", self._subject, words, self._place)


def status_in(part: Mapping[str, Any] | Unknown) -> str | None:
    """Return the status that an object's JSON tells; an archived one has a time at the least."""
    if isinstance(part, Unknown):
        return None
    status = part.get("status")
    if status in (None, "active") and isinstance(part.get("archived_at"), str):
        return "archived"
    return status if isinstance(status, str) and status else None


def name_in(part: Mapping[str, Any] | Unknown) -> Display | None:
    """Return what an object's JSON calls it, or None."""
    name = None if isinstance(part, Unknown) else part.get("name")
    return clean(name, 80) if isinstance(name, str) and name else None
