"""What one look found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["ok", "warning", "failed"]
"""`warning`: it works, but not as well as it might; `failed`: it keeps one from working."""


@dataclass(frozen=True, slots=True)
class Check:
    """What one look found.

    Attributes:
        name: What was looked at.
        words: What was found, and what to do about it; never a key.
        verdict: How good that is.
        facts: The same for programs, by name.
    """

    name: str
    words: str
    verdict: Verdict = "ok"
    facts: dict[str, object] = field(default_factory=dict)
