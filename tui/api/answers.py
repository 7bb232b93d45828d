"""From an HTTP answer to JSON, or to the error that it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from tui.api.rate_limit import http_date, seconds_to_wait
from tui.api.slices import decode, decode_in_slices
from tui.errors import (
    BadRequest,
    Conflict,
    FieldError,
    Forbidden,
    Gone,
    InvalidData,
    MalformedAnswer,
    NotFound,
    RateLimited,
    ServerError,
    StatusError,
    Unauthorized,
)
from tui.models.page import Span
from tui.text import clean

REQUEST_ID = "metorial-req-id"

MOST_BYTES = 16 * 1024 * 1024
"""Bytes of an answer that are read, once decompressed: a page of 100 is far below."""

_BY_STATUS: dict[int, type[StatusError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Gone,
    412: Gone,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer.

    Attributes:
        body: The JSON object it holds.
        request_id: The server's `metorial-req-id`, where it sent one.
        content: The body as it came, decompressed.
        spans: Where its `items` stand in that, each.
        sent_at: The moment in its `Date`, by the server's clock; None where it has none.
    """

    body: dict[str, Any]
    request_id: str | None
    content: bytes = field(default=b"", repr=False)
    spans: tuple[Span, ...] = field(default=(), repr=False)
    sent_at: datetime | None = None


async def read_bounded(response: httpx.Response) -> httpx.Response:
    """Return an answer whose body is read, as it arrives, up to `MOST_BYTES`.

    Raises:
        MalformedAnswer: It is larger; the rest was not read.
        httpx.HTTPError: It did not arrive whole.
    """
    pieces: list[bytes] = []
    size = 0
    async for piece in response.aiter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise MalformedAnswer(
                f"The answer is larger than {MOST_BYTES >> 20} MiB and was not read further",
                request_id=response.headers.get(REQUEST_ID),
            )
    headers = response.headers.copy()
    # The body is decompressed already.
    headers.pop("content-encoding", None)
    return httpx.Response(
        response.status_code,
        headers=headers,
        content=b"".join(pieces),
        extensions=response.extensions,
    )


async def json_answer(response: httpx.Response) -> Answer:
    """Return the JSON object that a successful answer holds; others run while a long one is read.

    Raises:
        MalformedAnswer: A redirect, no JSON, or JSON that is no object.
    """
    request_id = response.headers.get(REQUEST_ID)
    if response.is_redirect:
        to = response.headers.get("location") or "nowhere"
        raise MalformedAnswer(
            f"The server redirects to {to!r}, which is not followed", request_id=request_id
        )
    try:
        found = await decode_in_slices(response.content)
    except ValueError as error:
        kind = response.headers.get("content-type", "no content type")
        raise MalformedAnswer(
            f"The answer is not JSON ({kind}, {len(response.content)} bytes): {error}",
            request_id=request_id,
        ) from None
    if not isinstance(found.value, dict):
        raise MalformedAnswer(
            f"The answer is {type(found.value).__name__}, not an object", request_id=request_id
        )
    sent_at = http_date(response.headers.get("date"))
    return Answer(found.value, request_id, response.content, found.spans, sent_at)


def status_error(response: httpx.Response, now: datetime) -> StatusError:
    """Return the error that a refusal means, whoever wrote it (proxies answer HTML)."""
    try:
        body = decode(response.content).value
    except ValueError:
        body = None
    said = body if isinstance(body, dict) else {}
    status = response.status_code
    answered = f"The server answered {status} {response.reason_phrase}".rstrip()
    message = _string(said, "message") or answered
    common: dict[str, Any] = {
        "status": status,
        "code": _string(said, "code") or "",
        "hint": _string(said, "hint"),
        "request_id": response.headers.get(REQUEST_ID),
    }
    if status == 429:
        wait = seconds_to_wait(response.headers, now)
        return RateLimited(message, **common, retry_after=wait)
    if status == 400 and said.get("code") == "invalid_data":
        entity = _string(said, "entity") or ""
        return InvalidData(message, **common, entity=entity, fields=_fields(said.get("errors")))
    if status == 400:
        return BadRequest(message, **common, reason=_string(said, "reason"))
    if status >= 500:
        return ServerError(message, **common)
    return _BY_STATUS.get(status, StatusError)(message, **common)


def _string(body: dict[str, Any], field: str) -> str | None:
    value = body.get(field)
    return value if isinstance(value, str) and value else None


def _fields(errors: object) -> tuple[FieldError, ...]:
    found = []
    for entry in errors if isinstance(errors, list) else ():
        if not isinstance(entry, dict):
            continue
        path = entry.get("path")
        found.append(
            FieldError(
                path=tuple(
                    clean(part, 128) if isinstance(part, str) else part
                    for part in (path if isinstance(path, list) else ())
                    if isinstance(part, (str, int))
                ),
                message=clean(_string(entry, "message") or "is not valid"),
                code=clean(_string(entry, "code") or "", 128),
            )
        )
    return tuple(found)
