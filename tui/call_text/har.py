"""Requests as an HTTP Archive (HAR 1.2), which browsers' tools and others read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from tui.models.call import Body, Pairs, Transcript
from tui.text import well_formed
from tui.version import VERSION

_JSON = "application/json"
_UNKNOWN = -1


def har(asked: Iterable[Transcript]) -> str:
    """Return the archive of requests that are over, in their order."""
    log = {
        "version": "1.2",
        "creator": {"name": "metorial-tui", "version": VERSION},
        "entries": [_entry(one) for one in asked],
        "comment": "The key, and what looks like a secret, is masked.",
    }
    return json.dumps({"log": log}) + "\n"


def _entry(one: Transcript) -> dict[str, Any]:
    call = one.call
    entry = {
        "startedDateTime": call.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "time": call.milliseconds,
        "request": _request(one),
        "response": _response(one),
        "cache": {},
        "timings": {
            "send": 0,
            "wait": one.waited if call.status is not None else call.milliseconds,
            "receive": max(0.0, call.milliseconds - one.waited) if call.status is not None else 0,
        },
    }
    said = [f"attempt {call.attempt}"] if call.attempt > 1 else []
    said += [call.error] if call.error else []
    if said:
        entry["comment"] = "; ".join(said)
    return entry


def _request(one: Transcript) -> dict[str, Any]:
    call = one.call
    request: dict[str, Any] = {
        "method": call.method,
        "url": call.url,
        "httpVersion": one.http_version,
        "cookies": [],
        "headers": _pairs(one.request_headers),
        "queryString": _pairs(call.params),
        "headersSize": _UNKNOWN,
        "bodySize": one.sent.size,
    }
    if one.sent.size:
        request["postData"] = {"mimeType": _JSON, "params": [], **_text(one.sent)}
    return request


def _response(one: Transcript) -> dict[str, Any]:
    """Return the answer; one that never came has the status 0, as browsers write it."""
    headers = {name.lower(): value for name, value in one.response_headers}
    content = {"size": one.received.size, "mimeType": headers.get("content-type", "")}
    if one.received.size:
        content.update(_text(one.received))
    return {
        "status": one.call.status or 0,
        "statusText": one.reason,
        "httpVersion": one.http_version,
        "cookies": [],
        "headers": _pairs(one.response_headers),
        "content": content,
        "redirectURL": headers.get("location", ""),
        "headersSize": _UNKNOWN,
        "bodySize": one.call.bytes_read,
    }


def _text(body: Body) -> dict[str, str]:
    if not body.is_kept:
        return {"text": "", "comment": "It is not kept."}
    text = json.dumps(body.value, ensure_ascii=False) if body.is_json else str(body.value)
    return {"text": well_formed(text)}


def _pairs(pairs: Pairs) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]
