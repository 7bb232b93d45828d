"""What the sandbox tells about one request, and the one line it prints of it."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestLog:
    """One request and how it was answered; refused ones without an ID have an empty one."""

    method: str
    path: str
    query: str
    body: object
    status: int
    request_id: str
    milliseconds: float

    def line(self) -> str:
        """Spell the request on one line, whatever it holds."""
        target = f"{self.path}?{self.query}" if self.query else self.path
        parts = [self.method, target, str(self.status), self.request_id or "-"]
        if self.body is not None:
            parts.append(json.dumps(self.body, ensure_ascii=False))
        return "".join(
            character if character.isprintable() else f"\\u{ord(character):04x}"
            for character in " ".join(parts)
        )
