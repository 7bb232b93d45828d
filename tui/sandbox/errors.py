"""The error answers of the API: one exception, and a function for each kind of refusal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
PathItem = str | int


class RefusedError(Exception):
    """A request is refused: the status and the body of the answer."""

    def __init__(self, status: int, code: str, message: str, **details: object) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.body: Json = {
            "__typename": "error",
            "ok": False,
            "status": status,
            "code": code,
            "message": message,
            **details,
        }


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one field of a request."""

    code: str
    message: str
    path: tuple[PathItem, ...]
    expected: object = None
    received: object = None

    def to_json(self) -> Json:
        """Render the entry of `errors` in an `invalid_data` answer."""
        return {
            "code": self.code,
            "message": self.message,
            "path": list(self.path),
            "expected": self.expected,
            "received": self.received,
        }


@dataclass
class Faults:
    """Collects every fault of a request, so that one answer names them all."""

    entity: Literal["body", "query"]
    found: list[Fault] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: str,
        path: tuple[PathItem, ...],
        *,
        expected: object = None,
        received: object = None,
    ) -> None:
        """Note one fault."""
        self.found.append(Fault(code, message, path, expected, received))

    def raise_if_any(self) -> None:
        """Refuse the request if any fault was noted."""
        if self.found:
            raise invalid_data(self.entity, self.found)


def invalid_data(entity: Literal["body", "query"], faults: list[Fault]) -> RefusedError:
    """400: fields of the body or the query do not fit."""
    return RefusedError(
        400,
        "invalid_data",
        "The provided data is invalid",
        hint="Make sure the data follows the specified schema.",
        entity=entity,
        errors=[fault.to_json() for fault in faults],
    )


def bad_request(message: str, reason: str, *, code: str = "bad_request") -> RefusedError:
    """400: the request cannot be carried out as it stands."""
    return RefusedError(400, code, message, reason=reason)


def rule_broken(code: str, message: str) -> RefusedError:
    """400 with a code of its own, for the rules of writes and sessions."""
    return bad_request(message, code, code=code)


def unauthorized() -> RefusedError:
    """401: no key, or one that is not known."""
    return RefusedError(
        401,
        "unauthorized",
        "You are not authorized to access this resource",
        hint="Make sure you are using a valid API key.",
    )


def forbidden(path: str) -> RefusedError:
    """403: the key lacks a right."""
    return RefusedError(
        403,
        "forbidden",
        "You do not have permission to access this resource",
        hint=f"The API key has no right to read {path}.",
    )


def not_found(entity: str, identifier: str | None = None) -> RefusedError:
    """404: there is no such object, or no such path."""
    details: Json = {"entity": entity}
    if identifier is not None:
        details["id"] = identifier
    return RefusedError(404, "not_found", f"The requested {entity} could not be found", **details)


def method_not_allowed(method: str, path: str) -> RefusedError:
    """405: the path exists, but not for this verb."""
    return RefusedError(
        405, "method_not_allowed", "This method is not allowed here", method=method, path=path
    )


def not_acceptable(version: str, supported: str) -> RefusedError:
    """406: the API version asked for does not exist."""
    return RefusedError(
        406,
        "not_acceptable",
        f"The API version {version} is not supported",
        hint=f"Send metorial-version: {supported}.",
    )


def gone(entity: str, identifier: str) -> RefusedError:
    """410: the object is archived and takes no more changes."""
    return RefusedError(
        410,
        "gone",
        f"The {entity} has been archived and can no longer be changed",
        entity=entity,
        id=identifier,
    )


def rate_limited() -> RefusedError:
    """429: the window's calls are used up."""
    return RefusedError(
        429,
        "rate_limit_exceeded",
        "You have exceeded the rate limit",
        hint="Wait until RateLimit-Reset before you send another request.",
    )
