"""What is said of a change that was stopped before its answer came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from tui.headless import writing
from tui.headless.output import Output
from tui.headless.writing import Task
from tui.settings import Settings

BODY = '{"integration_id": "itg_1", "name": "Ada"}'
CHANGES: dict[str, Callable[[Task], Awaitable[None]]] = {
    "Ada": lambda task: writing.create(task, BODY),
    "int_1": lambda task: writing.archive(task, "int_1"),
}


@pytest.mark.parametrize("named", CHANGES)
async def test_a_change_that_is_stopped_may_have_been_done(
    named: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = asyncio.Event()

    async def unanswered(*_: object) -> None:
        sent.set()
        await asyncio.Event().wait()

    async def fetched(identifier: str) -> dict[str, Any]:
        return {"id": identifier}

    @asynccontextmanager
    async def reached(_: Settings) -> AsyncIterator[Any]:
        yield SimpleNamespace(client=SimpleNamespace())

    store = SimpleNamespace(
        fetch=fetched, writing=SimpleNamespace(create=unanswered, archive=unanswered)
    )
    monkeypatch.setattr(writing, "reached", reached)
    monkeypatch.setattr(writing, "store_over", lambda *_: store)
    settings = Settings.from_options({})
    change = asyncio.ensure_future(CHANGES[named](Task(settings, Output(), yes=True)))
    await sent.wait()
    change.cancel()
    with pytest.raises(asyncio.CancelledError):
        await change
    told = capsys.readouterr().err
    assert "may have been done all the same" in told
    assert named in told
