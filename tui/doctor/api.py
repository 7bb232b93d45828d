"""Looks at the API: is it reached, how fast, does it take the key, what may the key read."""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from tui.api.answers import read_bounded
from tui.api.auth import BearerAuth
from tui.api.client import API_VERSION
from tui.api.faults import translated
from tui.api.origin import Origin
from tui.credentials.source import Found
from tui.doctor.check import Check, Verdict
from tui.errors import ApiError
from tui.resources import RESOURCES
from tui.times import Clock
from tui.version import VERSION

_PATIENCE = 10.0
_SLOW = 1_000
_SKEW = 30
_RIGHTS = {200: "may be read", 401: "the key is refused", 403: "no right", 404: "no such list"}


async def look_at_api(
    origin: Origin,
    found: Found,
    environment_id: str | None,
    clock: Clock,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[Check]:
    """Yield what there is to say of the API, as it is found out; only reads are sent."""
    headers = {"User-Agent": f"metorial-tui/{VERSION}", "metorial-version": API_VERSION}
    if environment_id:
        headers["metorial-instance-id"] = environment_id
    async with httpx.AsyncClient(
        base_url=origin.url,
        auth=BearerAuth(found.key, origin),
        headers=headers,
        timeout=_PATIENCE,
        transport=transport,
        trust_env=origin.url.startswith("https:"),
    ) as http:
        try:
            first, first_ms = await _get(http, origin, "/instance")
            _, again_ms = await _get(http, origin, "/instance")
        except ApiError as error:
            yield Check("host", error.sentence, "failed", {"host": origin.host})
            return
        slow: Verdict = "warning" if again_ms > _SLOW else "ok"
        words = f"{origin.host} answers in {again_ms:.0f} ms, {first_ms:.0f} ms with connecting"
        yield Check("host", words, slow, {"host": origin.host, "milliseconds": round(again_ms)})
        yield _tls(origin, first)
        yield _version(first)
        yield _skew(first, clock)
        yield _environment(first)
        for resource in RESOURCES:
            if resource.path is not None:
                yield await _right(http, origin, resource.path)


async def _get(
    http: httpx.AsyncClient, origin: Origin, path: str, params: dict[str, str] | None = None
) -> tuple[httpx.Response, float]:
    """Return an answer, and the milliseconds that it took.

    Raises:
        ApiError: None came.
    """
    started = time.perf_counter()
    with translated(origin.host):
        async with http.stream("GET", path, params=params) as response:
            answer = await read_bounded(response)
    return answer, (time.perf_counter() - started) * 1000


def _tls(origin: Origin, answer: httpx.Response) -> Check:
    if origin.url.startswith("http:"):
        return Check("TLS", "none, as this is a loopback address")
    stream = answer.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream is not None else None
    if not isinstance(tls, ssl.SSLObject):
        return Check("TLS", "the certificate is accepted")
    certificate: Any = tls.getpeercert() or {}
    until = certificate.get("notAfter", "unknown")
    words = f"{tls.version()}, the certificate is good until {until}"
    return Check("TLS", words, facts={"version": tls.version(), "until": until})


def _version(answer: httpx.Response) -> Check:
    given = answer.headers.get("metorial-version")
    facts: dict[str, object] = {"asked": API_VERSION, "given": given}
    if given in (None, API_VERSION):
        return Check("API version", given or f"not told; {API_VERSION} was asked for", facts=facts)
    words = f"{given} answered where {API_VERSION} was asked for; some things may not be there"
    return Check("API version", words, "warning", facts)


def _skew(answer: httpx.Response, clock: Clock) -> Check:
    try:
        there = parsedate_to_datetime(answer.headers.get("date", ""))
        seconds = (clock() - there).total_seconds()
    except (ValueError, TypeError):
        return Check("clock", "the API does not tell its time")
    facts: dict[str, object] = {"seconds": round(seconds)}
    if abs(seconds) <= _SKEW:
        return Check("clock", "this machine's agrees with the API's", facts=facts)
    way = "ahead of" if seconds > 0 else "behind"
    words = f"this machine's is {abs(seconds):.0f} s {way} the API's; ages are shown wrong"
    return Check("clock", words, "warning", facts)


def _environment(answer: httpx.Response) -> Check:
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not answer.is_success or not isinstance(body, dict):
        reasons = {
            400: "an OAuth token needs one: give --environment",
            401: "the key is not accepted",
            403: "the key may not speak for this environment",
        }
        words = reasons.get(answer.status_code, f"the API answered {answer.status_code}")
        return Check("environment", words, "failed", {"status": answer.status_code})
    project = body.get("project")
    project_name = project.get("name") if isinstance(project, dict) else None
    facts = {name: body.get(name) for name in ("id", "name", "type")}
    words = f"{project_name} / {body.get('name')}, {body.get('type')} ({body.get('id')})"
    return Check("environment", words, facts=facts)


async def _right(http: httpx.AsyncClient, origin: Origin, path: str) -> Check:
    try:
        answer, _ = await _get(http, origin, path, {"limit": "1"})
    except ApiError as error:
        return Check(path, error.message, "warning")
    status = answer.status_code
    verdict: Verdict = "ok" if answer.is_success else "warning"
    words = _RIGHTS.get(status, f"the API answered {status}")
    return Check(path, words, verdict, {"status": status})
