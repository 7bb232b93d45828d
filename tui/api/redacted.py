"""What may be shown of a request that was recorded: all of it, but for its secrets."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from tui.api.answers import REQUEST_ID
from tui.api.ledger import KEY_MASK, Exchange, RawHeaders
from tui.api.origin import Origin
from tui.models.call import NO_BODY, Body, Call, Pairs, Transcript
from tui.models.depth import is_too_deep
from tui.models.masked import masked
from tui.models.outline_secrets import MASK, looks_secret
from tui.redaction import without_secrets
from tui.text import Display, clean

_MOST_ID = 128
_MASK_OF_KEY = f"Bearer {MASK}"


def call_of(exchange: Exchange, origin: Origin, now: float) -> Call:
    """Return what a list shows of an exchange; `now` is what its ledger's timer says."""
    asked = tuple(parse_qsl(exchange.query, keep_blank_values=True))
    params = tuple((name, without_secrets(value, MASK)) for name, value in asked)
    path = without_secrets(exchange.path, MASK)
    seconds = now - exchange.began if exchange.seconds is None else exchange.seconds
    return Call(
        number=exchange.number,
        at=exchange.at,
        method=exchange.method,
        origin=origin.url,
        path=path,
        params=params,
        attempt=exchange.attempt,
        is_over=exchange.seconds is not None,
        milliseconds=seconds * 1000,
        status=exchange.status,
        bytes_read=exchange.bytes_read,
        request_id=_request_id(exchange.response_headers),
        calls_left=exchange.calls_left,
        error=None if exchange.error is None else Display(without_secrets(exchange.error, MASK)),
        is_masked=(path, params) != (exchange.path, asked),
    )


def transcript(exchange: Exchange, origin: Origin, now: float) -> Transcript:
    """Return all that is kept of an exchange, its bodies too; that may take a while."""
    raw = dict(exchange.request_headers)
    environment = raw.get(b"metorial-instance-id")
    own: RawHeaders = ()
    if exchange.sent_size:
        own = ((b"content-type", b"application/json"),)
    return Transcript(
        call=call_of(exchange, origin, now),
        environment_id=None if environment is None else environment.decode("latin-1"),
        http_version=clean(exchange.http_version, 16),
        reason=clean(exchange.reason, 64),
        waited=(exchange.waited or 0.0) * 1000,
        request_headers=(
            ("host", origin.url.partition("://")[2]),
            ("authorization", _MASK_OF_KEY),
            *_headers(exchange.request_headers + own),
        ),
        response_headers=_headers(exchange.response_headers),
        sent=_body(exchange.sent, exchange.sent_size),
        received=_body(exchange.received, exchange.received_size),
    )


def masked_json(content: bytes) -> bytes | None:
    """Return JSON with its secrets masked; None where it is none, and so cannot be read."""
    try:
        value = _decoded(content)
    except ValueError:
        return None
    return json.dumps(masked(value), separators=(",", ":")).encode("ascii")


def _body(content: bytes | None, size: int) -> Body:
    if content is None:
        return Body(size=size, is_kept=False) if size else NO_BODY
    if not content:
        return NO_BODY
    try:
        value = _decoded(content)
    except ValueError:
        text = content.decode("utf-8", "replace")
        bare = without_secrets(text, MASK)
        return Body(size=size, value=bare, is_masked=bare != text)
    bare_value = masked(value)
    is_masked = bare_value != value or KEY_MASK in content
    return Body(size=size, value=bare_value, is_json=True, is_masked=is_masked)


def _decoded(content: bytes) -> Any:
    """Return the JSON, with every way to fail as ValueError."""
    try:
        value = json.loads(content)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if is_too_deep(value):
        raise ValueError("it is nested too deeply")
    return value


def _headers(raw: RawHeaders) -> Pairs:
    return tuple(
        (name, MASK if looks_secret(name) else without_secrets(value, MASK))
        for name, value in ((one.decode("latin-1"), two.decode("latin-1")) for one, two in raw)
    )


def _request_id(raw: RawHeaders) -> Display | None:
    for name, value in raw:
        if name.lower() == REQUEST_ID.encode():
            return clean(without_secrets(value.decode("latin-1"), MASK), _MOST_ID)
    return None
