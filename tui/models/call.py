"""A request that was sent and what became of it, fit to be shown, copied and written down.

No secret is in it. Its text is as it came all the same: who draws it cleans it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlencode

from tui.text import Display

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values in their order; a name may come more than once."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of a body; with masks in the place of secrets.

    Attributes:
        size: Its bytes, once decompressed.
        is_kept: Whether it is kept at all.
        value: The JSON that it is; its text, where it is no JSON; None where it is not kept.
        is_json: Whether it is JSON.
        is_masked: Whether something in it is masked.
    """

    size: int = 0
    is_kept: bool = True
    value: object = None
    is_json: bool = False
    is_masked: bool = False

    def text(self, most: int | None = None) -> str:
        """Return it to be read, indented where it is JSON; no more than about `most` characters."""
        if not self.is_json:
            return str(self.value or "")[:most]
        parts: list[str] = []
        length = 0
        for part in json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(self.value):
            parts.append(part)
            length += len(part)
            if most is not None and length > most:
                break
        return "".join(parts)[:most]


NO_BODY = Body()


@dataclass(frozen=True, slots=True)
class Call:
    """A request and its answer.

    Attributes:
        number: Counted from 1 for the first of the run.
        at: When it was sent.
        method: The HTTP method.
        origin: The scheme, host and port that it went to.
        path: The path, percent-encoded.
        params: The query's pairs, decoded.
        attempt: 1, or more where it was sent again by itself.
        is_over: Whether it was answered, or given up.
        milliseconds: From sending it until the answer was read; so far, where it is not over.
        status: The HTTP status; None where no answer came, or none yet.
        bytes_read: What the answer's body took on the wire.
        request_id: The server's `metorial-req-id`.
        calls_left: What the answer said is left of the rate limit.
        error: Why it did not succeed, safe to draw; None where it did.
        is_masked: Whether something in its path or its query is.
    """

    number: int
    at: datetime
    method: str
    origin: str
    path: str
    params: Pairs = ()
    attempt: int = 1
    is_over: bool = True
    milliseconds: float = 0.0
    status: int | None = None
    bytes_read: int = 0
    request_id: Display | None = None
    calls_left: int | None = None
    error: Display | None = None
    is_masked: bool = False

    @property
    def key(self) -> str:
        """What a list knows it by."""
        return str(self.number)

    @property
    def target(self) -> str:
        """The path with the query."""
        return f"{self.path}?{urlencode(self.params, safe='[]:,')}" if self.params else self.path

    @property
    def url(self) -> str:
        """The whole URL."""
        return self.origin + self.target


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that is kept of a request.

    Attributes:
        call: What it was.
        environment_id: The environment that it named, if it did.
        http_version: As `HTTP/1.1`.
        reason: What the answer's status is called.
        waited: Milliseconds until the answer began.
        request_headers: What it bore; the key is masked.
        response_headers: What its answer bore.
        sent: Its body.
        received: Its answer's body.
    """

    call: Call
    environment_id: str | None = None
    http_version: str = "HTTP/1.1"
    reason: str = ""
    waited: float = 0.0
    request_headers: Pairs = ()
    response_headers: Pairs = ()
    sent: Body = NO_BODY
    received: Body = NO_BODY

    @property
    def why_not_again(self) -> Display | None:
        """Why it cannot be sent again from what is kept; None: it can."""
        if self.call.is_masked or self.sent.is_masked:
            return Display("a secret in it is masked, and would be sent as the mask")
        if not self.sent.is_kept:
            return Display("its body was too large to be kept")
        return None
