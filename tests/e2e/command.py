"""Runs the installed command where there is no terminal, and returns how it ended."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.e2e.terminal import clean_environment, installed_command

Ended = subprocess.CompletedProcess[str]


def run(
    home: Path,
    *arguments: str,
    typed: str = "",
    within: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> Ended:
    """Run the command with `typed` on its standard input, `within` another program if given."""
    return subprocess.run(
        [*within, *installed_command(*arguments)],
        input=typed,
        capture_output=True,
        env=clean_environment(home, **(variables or {})),
        cwd=home,
        text=True,
        timeout=60,
        check=False,
    )
