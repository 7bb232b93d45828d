"""Each error says what happened, what to do and the request's ID, safe to draw."""

from __future__ import annotations

import re

import pytest

from tui import errors
from tui.errors import (
    ApiError,
    BadRequest,
    ConnectError,
    ConnectionLost,
    ExplorerError,
    FieldError,
    InvalidData,
    MalformedAnswer,
    NotFound,
    RateLimited,
    ReadOnlyError,
    RequestTimeout,
    ServerError,
    StatusError,
    TlsError,
    TransportError,
)
from tui.text import Display

CLASSES = [
    one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, ExplorerError)
]


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = re.findall(r"── (\w+)", errors.__doc__ or "")
    assert sorted(["ExplorerError", *drawn]) == sorted(one.__name__ for one in CLASSES)


def test_a_sentence_has_message_hint_advice_and_request() -> None:
    error = NotFound("No such instance", status=404, hint="Look again.", request_id="req_1")
    assert error.sentence == (
        "No such instance. Look again. It may be deleted, or belong to another environment. "
        "(request req_1)"
    )


def test_a_sentence_keeps_its_own_full_stop() -> None:
    assert ApiError("Really?").sentence == "Really? Press r to try again."


def test_a_refused_query_names_its_fields() -> None:
    wrong = FieldError(("limit",), Display("too many"), Display("invalid_range"))
    whole = FieldError((), Display("odd"), Display("odd"))
    error = InvalidData("The data is invalid", status=400, hint="Fit.", fields=(wrong, whole))
    assert error.sentence == (
        "The data is invalid. limit: too many; the whole: odd. Mend the named fields and "
        "send again."
    )
    assert "Fit." in InvalidData("Invalid", status=400, hint="Fit.").sentence


def test_nothing_of_an_error_is_obeyed_by_a_terminal() -> None:
    error = StatusError("\x1b[2J", status=418, code="\x07", hint="\u202e", request_id="req_\x1b")
    assert error.sentence.isprintable()
    assert error.code == "␇"
    assert str(error) == "␛[2J"


@pytest.mark.parametrize(
    ("error", "unknown"),
    [
        (ReadOnlyError("no"), False),
        (ConnectError("no"), False),
        (TlsError("no"), False),
        (RequestTimeout("no"), True),
        (ConnectionLost("no"), True),
        (TransportError("no"), True),
        (MalformedAnswer("no"), True),
        (ServerError("no", status=500), True),
        (RateLimited("no", status=429), False),
        (BadRequest("no", status=400), False),
        (StatusError("no", status=405), False),
    ],
)
def test_whether_a_write_may_have_been_carried_out(error: ApiError, unknown: bool) -> None:
    assert error.outcome_unknown is unknown
