"""From httpx's exceptions to this program's errors."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tui.errors import (
    ApiError,
    BadRequest,
    ConnectError,
    ConnectionLost,
    MalformedAnswer,
    RequestTimeout,
    TlsError,
)


@contextmanager
def translated(host: str) -> Iterator[None]:
    """Raise what httpx raises within as the `ApiError` that it means.

    Raises:
        BadRequest: The request cannot even be written, as with a URL that is too long.
        ApiError: It got no answer, or one that cannot be read.
    """
    try:
        yield
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise BadRequest(f"The request cannot be sent: {error}", status=400) from error
    except httpx.HTTPError as error:
        raise _meaning(error, host) from error


def _meaning(error: httpx.HTTPError, host: str) -> ApiError:
    reason = str(error) or type(error).__name__
    if isinstance(error, (httpx.ConnectTimeout, httpx.PoolTimeout)):
        return ConnectError(f"No connection to {host} in time")
    if isinstance(error, httpx.TimeoutException):
        return RequestTimeout(f"{host} did not answer in time")
    if isinstance(error, (httpx.ConnectError, httpx.ProxyError)):
        cause = _tls_cause(error)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TlsError(f"The certificate of {host} is not accepted: {reason}")
        if cause is not None:
            return TlsError(f"No TLS connection to {host}: {reason}")
        return ConnectError(f"No connection to {host}: {reason}")
    if isinstance(error, httpx.DecodingError):
        return MalformedAnswer(f"The answer of {host} cannot be decoded: {reason}")
    return ConnectionLost(f"The connection to {host} broke before the answer: {reason}")


def _tls_cause(error: BaseException | None) -> ssl.SSLError | None:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error
