"""A tool of a provider, as far as filters and people need to know it."""

from __future__ import annotations

from dataclasses import dataclass

from tui.text import Display, clean

_WORDS = 100
_NOTHING = Display("")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that a provider offers.

    Attributes:
        key: What rules name it by, as it came.
        id: Its ID, which they may name it by too.
        words: What it does, safe to draw.
    """

    key: str
    id: str = ""
    words: Display = _NOTHING

    @property
    def names(self) -> tuple[str, str]:
        """What rules may name it by."""
        return self.key, self.id

    @classmethod
    def from_json(cls, item: object) -> Tool | None:
        """Return the tool of a list's item, or None where it has no key."""
        if not isinstance(item, dict):
            return None
        key, identifier = item.get("key"), item.get("id")
        if not isinstance(key, str) or not key:
            return None
        said = next((one for name in ("description", "name") if (one := item.get(name))), "")
        words = clean(said, _WORDS) if isinstance(said, str) else _NOTHING
        return cls(key, identifier if isinstance(identifier, str) else "", words)
