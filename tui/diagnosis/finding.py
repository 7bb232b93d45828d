"""What is found of an instance: one thing each, and all of it as a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tui.models.outline import Path
from tui.models.reference import Reference
from tui.text import Display, clean

Severity: TypeAlias = Literal["blocks", "endangers", "not known", "fine"]
"""How much it matters: it keeps the instance, or one of its providers, from working; it may
do so; it could not be looked at; or it is in order."""

SEVERITIES: tuple[Severity, ...] = ("blocks", "endangers", "not known", "fine")
"""All of them, the gravest first."""

Place: TypeAlias = Path | Reference
"""Where a finding stands: in the instance's JSON, or at an object with a screen of its own."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What mends it.

    Attributes:
        command: The command that opens the form, by its ID in the table of keys.
        words: What to do there.
        provider: The number of the provider whose form it is; None: the instance's.
        adds: The ID of the provider that is to be added there.
    """

    command: Literal["edit", "clone", "template"]
    words: Display
    provider: int | None = None
    adds: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found; all of its text is safe to draw.

    Attributes:
        severity: How much it matters.
        subject: What it is about: `GitHub: auth config`.
        sentence: What was found, in one sentence.
        place: Where it stands.
        mend: What mends it, where that can be done here.
    """

    severity: Severity
    subject: Display
    sentence: Display
    place: Place
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that was found of an instance, the gravest first.

    Attributes:
        name: What the instance is called.
        id: Its ID; empty where it came without one.
        verdict: All of it in one sentence.
        findings: What was found.
    """

    name: Display
    id: Display
    verdict: Display
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """All of it as lines to be pasted elsewhere."""
        lines = [f"{self.name} ({self.id})" if self.id else self.name, self.verdict, ""]
        for one in self.findings:
            at = f" ({clean(one.place.id)})" if isinstance(one.place, Reference) else ""
            lines.append(f"[{one.severity}] {one.subject}{at}: {one.sentence}")
        return "\n".join(lines) + "\n"


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with the gravest first, and else as they came."""
    return tuple(sorted(found, key=lambda one: SEVERITIES.index(one.severity)))
