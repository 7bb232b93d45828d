"""JSON answers, and the reading of JSON bodies, as the platform's server does both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NoReturn

from starlette.responses import Response

from tui.sandbox.encoding import encode_json
from tui.sandbox.errors import bad_request

if TYPE_CHECKING:
    from tui.sandbox.errors import Json

_DEEPEST: Final = 200


def json_answer(body: Json, status: int = 200) -> Response:
    """Answer with a JSON object."""
    try:
        content = encode_json(body).encode()
    except UnicodeEncodeError:
        # A lone surrogate that a request brought has no UTF-8; it goes back as an escape.
        content = json.dumps(body, separators=(",", ":")).encode()
    return Response(content, status, media_type="application/json")


def read_json(content: bytes, content_type: str) -> object:
    """Read a body: None without one; a JSON content type without a body is refused."""
    if content_type.split(";")[0].strip().lower() != "application/json":
        return None
    if not content.strip():
        raise bad_request("The request body is empty, but its type is JSON", "empty_json_body")
    try:
        value: object = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise bad_request("The request body is not valid JSON", "invalid_json") from error
    # What is stored must be written again, which takes a call for each level.
    if _is_deeper(value, _DEEPEST):
        raise bad_request("The request body is nested too deeply", "nested_too_deeply")
    return value


def _is_deeper(value: object, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [
            inner
            for outer in layer
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not layer:
            return False
    return True


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)
