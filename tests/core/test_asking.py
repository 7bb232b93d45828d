"""Nothing is changed on production without its name, or without a word where nobody is there."""

from __future__ import annotations

import io
import sys
from typing import Any, cast

import pytest

from tui.errors import ApiError, Unauthorized, UsageError
from tui.headless.asking import ask_to_send
from tui.store.store import Store


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class FakeStore:
    def __init__(self, production: bool, error: ApiError | None = None) -> None:
        self.treats_as_production = production
        self.error = error

    async def load_environment(self) -> None:
        if self.error is not None:
            raise self.error


async def ask(store: FakeStore, **options: Any) -> None:
    await ask_to_send(cast("Store", store), "archive", "Ada", "int_1", **options)


def types(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(text))


async def test_production_takes_the_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    types(monkeypatch, "Ada\n")
    await ask(FakeStore(production=True))
    assert "To archive Ada, type Ada" in capsys.readouterr().err
    for wrong in ("y\n", "\n"):
        types(monkeypatch, wrong)
        with pytest.raises(UsageError, match="Nothing was sent"):
            await ask(FakeStore(production=True))


async def test_elsewhere_a_word_will_do_and_only_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "n\n")
    await ask(FakeStore(production=False))
    with pytest.raises(UsageError, match="Nothing was sent"):
        await ask(FakeStore(production=False), always=True)
    types(monkeypatch, "y\n")
    await ask(FakeStore(production=False), always=True)


async def test_nobody_at_a_pipe_agrees_to_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Ada\n"))
    for store in (FakeStore(True), FakeStore(False)):
        with pytest.raises(UsageError, match="--yes"):
            await ask(store, always=True)


async def test_what_is_not_known_to_be_harmless_is_production(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "y\n")
    with pytest.raises(UsageError):
        await ask(FakeStore(production=False, error=ApiError("No answer")))
    with pytest.raises(Unauthorized):
        await ask(FakeStore(production=False, error=Unauthorized("No", status=401)))


async def test_an_end_of_input_is_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "")
    with pytest.raises(KeyboardInterrupt):
        await ask(FakeStore(production=True))
