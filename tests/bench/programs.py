"""What is measured and what it is measured against, each started in a home of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType

from tests.bench.watched import Watched
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Size, clean_environment, installed_command

STARTING = 60.0
"""Seconds that a start may take."""

_NONE: Mapping[str, str] = MappingProxyType({})
_LISTED = 0.84
"""The share of the sandbox's instances that a list shows: some are archived or deleted."""


@dataclass(frozen=True, slots=True)
class Bench:
    """How it is measured.

    Attributes:
        runs: How often everything is repeated.
        size: The terminals' columns and rows.
        idle_seconds: How long nothing is done to see what that costs.
        folder: Where the homes are.
    """

    runs: int
    size: Size
    idle_seconds: float
    folder: Path

    def home(self) -> Path:
        """Return a new home."""
        return Path(mkdtemp(dir=self.folder))

    def sandbox(self, rows: int) -> Sandbox:
        """Return a new sandbox whose list has at least so many rows, and few more."""
        return Sandbox(clean_environment(self.home()), instances=round(rows / _LISTED))

    def start(
        self,
        argv: Sequence[str],
        *,
        home: Path | None = None,
        kind: type[Watched] = Watched,
        variables: Mapping[str, str] = _NONE,
    ) -> Watched:
        """Start a program."""
        environment = {**clean_environment(home or self.home()), **variables}
        return kind(argv, environment=environment, size=self.size)

    def hello(
        self, *, kind: type[Watched] = Watched, variables: Mapping[str, str] = _NONE
    ) -> Watched:
        """Start the least that a Textual app can be."""
        return self.start(_script("hello"), kind=kind, variables=variables)

    def bare_list(self, rows: int) -> Watched:
        """Start the least that a list of so many rows can be."""
        return self.start(_script("bare_list", str(rows)))

    def watched_explorer(self, host: str, key: str, stalls: Path) -> Watched:
        """Start the explorer so that it writes into a file how long its event loop stood."""
        variables = {"METORIAL_API_HOST": host, "METORIAL_API_KEY": key}
        return self.start(_script("watched_loop", str(stalls)), variables=variables)

    def explorer(
        self,
        host: str,
        key: str,
        *,
        home: Path | None = None,
        kind: type[Watched] = Watched,
        variables: Mapping[str, str] = _NONE,
    ) -> Watched:
        """Start the explorer."""
        variables = {**variables, "METORIAL_API_HOST": host, "METORIAL_API_KEY": key}
        return self.start(installed_command(), home=home, kind=kind, variables=variables)


def _script(name: str, *arguments: str) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name(f"{name}.py")), *arguments]
