"""Everything that can go wrong, as one tree.

::

    ExplorerError
    ├── UsageError                  wrong option, setting, filter or typed value
    │   └── NoOtherProfile          there is no profile beside the one in use
    ├── CredentialsError            no key, or the place that holds it does not answer
    │   └── LoginExpired            the official CLI's login is over, and may be renewed
    ├── DraftError                  what is typed could not be kept on disk
    ├── CacheError                  a list could not be kept on disk
    ├── SavedFilterError            saved filters could not be read, or one not kept
    ├── SettingsFileError           the settings file could not be changed
    └── ApiError
        ├── ReadOnlyError           a write was refused here, before it was sent
        ├── ChangedMeanwhile        a write was not sent: the object is another than was seen
        ├── TransportError          no answer came
        │   ├── ConnectError        never connected: the request surely did not arrive
        │   │   └── TlsError        no TLS: mostly, the certificate was not accepted
        │   ├── RequestTimeout      connected, but the answer took too long
        │   └── ConnectionLost      the connection broke after the request was sent
        ├── TemplateFailed          the template that a session needs was not there in time
        ├── MalformedAnswer         an answer that is not what the API promises
        └── StatusError             the API refused
            ├── InvalidData         400 with the fields at fault
            ├── BadRequest          400, any other
            ├── Unauthorized        401
            ├── Forbidden           403
            ├── NotFound            404
            ├── Conflict            409
            ├── Gone                410, 412: archived, or changed meanwhile
            ├── RateLimited         429
            └── ServerError         5xx

Each `ApiError` says what happened (`message`), what to do (`advice`) and, where the
server named one, its request ID. All of its text is already safe to draw.
"""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from tui.redaction import without_secrets
from tui.text import Display, clean

_FIELDS_TOLD = 5
_READ = 5_000


class ExplorerError(Exception):
    """The root: every error this program raises on purpose."""


def _told(text: str) -> Display:
    """Return what an answer says; a secret that it repeats is left out."""
    return clean(without_secrets(text[:_READ], "(masked)"))


class UsageError(ExplorerError):
    """A wrong option, setting, filter or typed value; the message says what to do."""


class NoOtherProfile(UsageError):
    """There is no profile beside the one that is in use."""


class CredentialsError(ExplorerError):
    """No API key could be had; the message names the next way in."""


class LoginExpired(CredentialsError):
    """The official CLI's access token is over.

    Attributes:
        login_name: Whose it is.
        is_renewable: Whether there is what renewing takes.
    """

    def __init__(self, login_name: str, *, is_renewable: bool) -> None:
        self.login_name = clean(login_name)
        self.is_renewable = is_renewable
        super().__init__(
            f"The official CLI's login {self.login_name} has expired. Renew it with "
            "`metorial-tui auth renew` or `metorial login`, or set METORIAL_API_KEY."
        )


class DraftError(ExplorerError):
    """What is typed could not be kept on disk; the message says why."""


class CacheError(ExplorerError):
    """A list could not be kept on disk; the message says why."""


class SavedFilterError(ExplorerError):
    """Saved filters could not be read, or one could not be kept; the message says why."""


class SettingsFileError(ExplorerError):
    """The settings file could not be changed; the message says why."""


class ApiError(ExplorerError):
    """A call of the API that did not succeed.

    Attributes:
        message: What happened, in a sentence.
        hint: What the API suggests, if it does.
        request_id: The server's `metorial-req-id`, where it sent one.
        advice: What the user can do about it.
    """

    advice: ClassVar[str] = "Press r to try again."
    outcome_unknown: ClassVar[bool] = False
    """Whether a write that ended so may have been carried out all the same."""

    def __init__(
        self, message: str, *, hint: str | None = None, request_id: str | None = None
    ) -> None:
        self.message: Display = _told(message)
        self.hint: Display | None = _told(hint) if hint else None
        self.request_id: Display | None = clean(request_id, 128) if request_id else None
        super().__init__(self.message)

    @property
    def sentence(self) -> Display:
        """The whole of it in one line: what happened, what to do, the request ID."""
        said = _joined(self._parts())
        return Display(f"{said} (request {self.request_id})" if self.request_id else said)

    @property
    def account(self) -> Display:
        """What happened, in one line: without advice, as for a report that is read later."""
        return _joined([part for part in self._parts() if part != self.advice])

    def _parts(self) -> list[str]:
        return [part for part in (self.message, self.hint, self.advice) if part]


def _joined(parts: list[str]) -> Display:
    return Display(" ".join(part if part[-1] in ".?!…" else f"{part}." for part in parts))


class ChangedMeanwhile(ApiError):
    """A write was not sent: the object is no longer as the user saw it."""

    advice = "Look at it as it is now, then decide."


class ReadOnlyError(ApiError):
    """A write was refused here: the explorer runs read-only.

    Attributes:
        method: The write's method.
        path: Its path.
        body: What it would have sent, if anything.
    """

    advice = "Start without --read-only to change anything."

    def __init__(
        self, message: str, *, method: str = "", path: str = "", body: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.method = method
        self.path = path
        self.body = body


class TransportError(ApiError):
    """No answer came."""

    advice = "Check the network and the API host, then press r."

    outcome_unknown = True


class ConnectError(TransportError):
    """Never connected, so the request surely was not processed."""

    outcome_unknown = False


class TlsError(ConnectError):
    """TLS could not be agreed on: mostly, the server's certificate was not accepted."""

    advice = (
        "Check the host's name and this machine's clock and certificates (SSL_CERT_FILE); "
        "a proxy that opens TLS must be trusted by this machine."
    )


class RequestTimeout(TransportError):
    """Connected, but the answer took too long."""

    advice = "The server may still be working. Press r to look again."


class ConnectionLost(TransportError):
    """The connection broke after the request was sent."""


class TemplateFailed(ApiError):
    """No session was made, as its template could not be made or filled."""

    advice = "Send it again: no session is made twice by that."


class MalformedAnswer(ApiError):
    """The answer is not what the API promises: not JSON, or not the object asked for."""

    advice = "Is this host the Metorial API? A proxy may have answered in its place."

    outcome_unknown = True


class FieldError(NamedTuple):
    """One entry of the server's `errors[]`: which field is at fault and why.

    Attributes:
        path: Field names and list indexes from the body's root, the names safe to draw.
        message: The server's words, safe to draw.
        code: The server's code, as `required` or `invalid_type`.
    """

    path: tuple[str | int, ...]
    message: Display
    code: Display

    @property
    def place(self) -> Display:
        """The path in one word, as `providers.0.provider_id`."""
        return Display(".".join(str(part) for part in self.path) or "the whole")


class StatusError(ApiError):
    """The API answered and refused.

    Attributes:
        status: The HTTP status.
        code: The API's own code, as `not_found`.
    """

    advice = "Sending the same again will not help."

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str = "",
        hint: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, request_id=request_id)
        self.status = status
        self.code: Display = clean(code, 128)


class InvalidData(StatusError):
    """400 `invalid_data`: the request's body or query names a wrong field."""

    advice = "Mend the named fields and send again."

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str = "",
        hint: str | None = None,
        request_id: str | None = None,
        entity: str = "",
        fields: tuple[FieldError, ...] = (),
    ) -> None:
        super().__init__(message, status=status, code=code, hint=hint, request_id=request_id)
        self.entity: Display = clean(entity, 64)
        self.fields = fields

    def _parts(self) -> list[str]:
        named = [f"{field.place}: {field.message}" for field in self.fields[:_FIELDS_TOLD]]
        return [part for part in (self.message, "; ".join(named) or self.hint, self.advice) if part]


class BadRequest(StatusError):
    """400, any other: the request is understood and cannot be done."""

    advice = "Change the request; sending the same again will not help."

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str = "",
        hint: str | None = None,
        request_id: str | None = None,
        reason: str | None = None,
    ) -> None:
        super().__init__(message, status=status, code=code, hint=hint, request_id=request_id)
        self.reason: Display | None = clean(reason, 128) if reason else None


class Unauthorized(StatusError):
    """401: the key is wrong, revoked or expired."""

    advice = "Check the key: it may be mistyped, revoked, or for another host."


class Forbidden(StatusError):
    """403: the key is right but may not do this."""

    advice = "This key lacks the right to do that; use another key."


class NotFound(StatusError):
    """404: no such object for this key."""

    advice = "It may be deleted, or belong to another environment."


class Conflict(StatusError):
    """409: the object is in a state that forbids this."""

    advice = "Look at the object again with r, then decide."


class Gone(StatusError):
    """410 or 412: archived, deleted or changed meanwhile."""

    advice = "It was archived or changed meanwhile; press r to see it as it is."


class RateLimited(StatusError):
    """429: too many requests.

    Attributes:
        retry_after: Seconds until the server takes requests again, if it said so.
    """

    advice = "Wait until the limit resets; calls made meanwhile lengthen the wait."

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str = "",
        hint: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, status=status, code=code, hint=hint, request_id=request_id)
        self.retry_after = retry_after


class ServerError(StatusError):
    """5xx: the server failed."""

    advice = "The server failed; press r in a moment."

    outcome_unknown = True
