"""What the end-to-end tests share: a home of their own, the sandbox, the explorer in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Size, Terminal, clean_environment, installed_command

Explore: TypeAlias = Callable[..., Terminal]
"""Starts the explorer on the sandbox: `explore(*arguments, size=(80, 24), key=..., TERM=...)`."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def sandbox(home: Path) -> Iterator[Sandbox]:
    """A sandbox that nobody has touched."""
    with Sandbox(clean_environment(home), instances=60) as served:
        yield served


@pytest.fixture
def explore(home: Path, request: pytest.FixtureRequest) -> Iterator[Explore]:
    """Starts explorers, which end with the test."""
    with ExitStack() as terminals:

        def start(
            *arguments: str,
            size: Size = (80, 24),
            host: str | None = None,
            key: str | None = None,
            **variables: str,
        ) -> Terminal:
            if host is None:
                served: Sandbox = request.getfixturevalue("sandbox")
                host, key = served.url, key or served.key
            asked = {"METORIAL_API_HOST": host, "METORIAL_API_KEY": key or "metorial_sk_none"}
            return terminals.enter_context(
                Terminal(
                    installed_command(*arguments),
                    environment=clean_environment(home, **{**asked, **variables}),
                    size=size,
                )
            )

        yield start
