"""How commands end: one status for each kind of error, and words without a screen's advice."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from tui import errors
from tui.errors import ExplorerError
from tui.headless.exits import EXITS, OutcomeUnknown, run, status_of, words_of


def kinds(kind: type[ExplorerError] = ExplorerError) -> Iterator[type[ExplorerError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from kinds(one)


def test_every_status_is_told_once() -> None:
    statuses = [one.status for one in EXITS]
    assert statuses == sorted(set(statuses))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.UsageError("x"), 2),
        (errors.CredentialsError("x"), 3),
        (errors.Unauthorized("x", status=401), 3),
        (errors.Forbidden("x", status=403), 3),
        (errors.NotFound("x", status=404), 4),
        (errors.Conflict("x", status=409), 5),
        (errors.Gone("x", status=410), 5),
        (errors.ChangedMeanwhile("x"), 5),
        (errors.RateLimited("x", status=429), 6),
        (errors.ServerError("x", status=500), 7),
        (errors.MalformedAnswer("x"), 7),
        (errors.InvalidData("x", status=400), 8),
        (errors.BadRequest("x", status=400), 8),
        (errors.TlsError("x"), 9),
        (errors.RequestTimeout("x"), 9),
        (OutcomeUnknown("x"), 10),
        (errors.ReadOnlyError("x"), 11),
        (errors.TemplateFailed("x"), 1),
    ],
)
def test_each_error_has_its_status(error: ExplorerError, status: int) -> None:
    assert status_of(error) == status


def test_no_kind_of_error_ends_as_though_all_were_well() -> None:
    bare = [kind.__new__(kind) for kind in kinds()]
    assert all(status_of(error) > 0 for error in bare)


def test_words_have_the_request_and_no_key_of_a_screen() -> None:
    error = errors.ServerError("It failed", status=500, request_id="req_1")
    assert words_of(error) == "It failed. (request req_1)"
    assert "Check the key" in words_of(errors.Unauthorized("No", status=401))


def test_a_failure_is_said_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    async def fails() -> None:
        raise errors.NotFound("No such thing\x1b[2J", status=404)

    async def stopped() -> None:
        raise KeyboardInterrupt

    async def full() -> None:
        await asyncio.sleep(0)
        raise OSError(28, "No space left on device")

    assert [run(fails), run(stopped), run(full)] == [4, 130, 1]
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["No such thing\u241b[2J.", "No space left on device."]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_is_told_to_end_leaves_nothing_half_done(number: signal.Signals) -> None:
    left: list[str] = []

    async def told() -> None:
        try:
            os.kill(os.getpid(), number)
            await asyncio.sleep(60)
        finally:
            left.append("tidy")

    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as end:
        run(told)
    assert (end.value.code, left) == (128 + number, ["tidy"])
    assert signal.getsignal(number) == before
