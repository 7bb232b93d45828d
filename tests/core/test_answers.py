"""Each answer becomes its JSON or the error it means, with the request's ID."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import values
from tui.api.answers import Answer, json_answer, status_error
from tui.errors import (
    BadRequest,
    Conflict,
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

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
NAMED = {"metorial-req-id": "req_1"}


def answer(content: bytes | str, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, content=content, headers={**NAMED, **headers})


def taken(response: httpx.Response) -> Answer:
    return asyncio.run(json_answer(response))


def refused(status: int, body: object, **headers: str) -> StatusError:
    return status_error(answer(json.dumps(body), status, **headers), NOW)


class TestSuccess:
    @given(st.dictionaries(st.text(), values, max_size=3))
    def test_an_object_is_read(self, body: dict[str, Any]) -> None:
        read = taken(answer(json.dumps(body)))
        assert (read.body, read.request_id) == (body, "req_1")

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_a_byte_order_mark_is_no_obstacle(self, encoding: str) -> None:
        assert taken(answer('{"a": "é"}'.encode(encoding))).body == {"a": "é"}

    def test_no_request_id_is_none(self) -> None:
        assert taken(httpx.Response(200, content=b"{}")).request_id is None

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "not JSON"),
            (b"<html><body>Sign in</body></html>", "not JSON"),
            (b'{"items": [{"id": "int_1"', "not JSON"),
            (b'{"a": NaN}', "NaN is not JSON"),
            (b'{"a": -Infinity}', "-Infinity is not JSON"),
            (b'{"a": "\xff\xfe"}', "not JSON"),
            (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
            (b"[" * 100_000, "nested too deeply"),
            (b'{"a":' * 100_000, "nested too deeply"),
            (b"[1]", "is list, not an object"),
            (b"null", "is NoneType, not an object"),
            (b'"text"', "is str, not an object"),
        ],
    )
    def test_what_is_no_object_is_malformed(self, content: bytes, said: str) -> None:
        with pytest.raises(MalformedAnswer, match=said) as caught:
            taken(answer(content))
        assert caught.value.request_id == "req_1"
        assert caught.value.sentence.isprintable()

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("to", ["https://evil.example/x", "/login", "http://[", "//\x01", ""])
    def test_a_redirect_is_not_followed_but_said(self, status: int, to: str) -> None:
        with pytest.raises(MalformedAnswer, match="redirects to") as caught:
            taken(answer(b"", status, location=to))
        assert caught.value.request_id == "req_1"

    @given(st.binary(max_size=40))
    def test_any_bytes_are_an_object_or_malformed(self, content: bytes) -> None:
        try:
            read = taken(answer(content)).body
        except MalformedAnswer:
            return
        assert isinstance(read, dict)


class TestRefusal:
    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (400, BadRequest),
            (401, Unauthorized),
            (402, StatusError),
            (403, Forbidden),
            (404, NotFound),
            (405, StatusError),
            (406, StatusError),
            (409, Conflict),
            (410, Gone),
            (412, Gone),
            (429, RateLimited),
            (500, ServerError),
            (501, ServerError),
            (502, ServerError),
            (504, ServerError),
            (599, ServerError),
        ],
    )
    def test_each_status_has_its_error(self, status: int, kind: type[StatusError]) -> None:
        error = refused(status, {"code": "c", "message": "m", "hint": "h"})
        assert type(error) is kind
        assert (error.status, error.code, error.message) == (status, "c", "m")
        assert (error.hint, error.request_id) == ("h", "req_1")

    def test_invalid_data_names_its_fields(self) -> None:
        error = refused(
            400,
            {
                "code": "invalid_data",
                "message": "The provided data is invalid",
                "entity": "body",
                "errors": [
                    {"code": "required", "message": "Required", "path": ["providers", 0, "id"]},
                    {"path": "name"},
                    {"path": [None, 1.5, "x\x1b"], "message": 5},
                    "odd",
                ],
            },
        )
        assert isinstance(error, InvalidData)
        assert error.entity == "body"
        assert [(field.path, field.message, field.code) for field in error.fields] == [
            (("providers", 0, "id"), "Required", "required"),
            ((), "is not valid", ""),
            (("x␛",), "is not valid", ""),
        ]

    def test_a_reason_is_kept(self) -> None:
        error = refused(400, {"code": "bad_request", "message": "No", "reason": "because"})
        assert isinstance(error, BadRequest)
        assert error.reason == "because"

    @pytest.mark.parametrize(
        "content", [b"<html>502</html>", b"", b"[", b"[" * 100_000, b'"x"', b'{"message": 5}']
    )
    def test_whoever_wrote_it_the_status_counts(self, content: bytes) -> None:
        error = status_error(answer(content, 502), NOW)
        assert isinstance(error, ServerError)
        assert error.message == "The server answered 502 Bad Gateway"
        assert error.request_id == "req_1"

    def test_an_unheard_of_status(self) -> None:
        assert status_error(answer(b"", 499), NOW).message == "The server answered 499"

    def test_a_rate_limit_says_how_long(self) -> None:
        reset = str(int(NOW.timestamp()) + 90)
        limits = {"RateLimit-Limit": "5", "RateLimit-Remaining": "0", "RateLimit-Reset": reset}
        error = refused(429, {"code": "rate_limit_exceeded", "message": "Slow"}, **limits)
        assert isinstance(error, RateLimited)
        assert error.retry_after == 90

    @given(values)
    def test_any_body_is_an_error_that_is_safe_to_draw(self, body: Any) -> None:
        error = refused(400, {"code": "invalid_data", "errors": body, "message": body})
        assert error.sentence.isprintable() or " " in error.sentence
