"""Completion in a real bash: our script, our answers, what bash would put into its line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.command import run
from tests.e2e.terminal import clean_environment, installed_command
from tui.models.row import InstanceRow
from tui.secret import Secret
from tui.store.cache import ListCache
from tui.store.scope import Scope

HOST = "http://127.0.0.1:9"
KEY = "metorial_sk_0123456789abcdef"

_ASK = """
eval "$(metorial-tui completion bash)"
for line in "$@"; do
    COMP_LINE=$line COMP_POINT=${#line} COMPREPLY=()
    _metorial_tui_completion metorial-tui
    (IFS='|'; echo "${COMPREPLY[*]}")
done
"""


def keep_list(home: Path) -> None:
    """Keep a list as an explorer would have."""
    cache = ListCache(
        home / ".cache/metorial-tui/lists.sqlite3", Scope("default", HOST, None), Secret(KEY)
    )
    shown = {"int_AAAA1": ["GitHub", "$(touch evil)"], "int_AAAB2": ["Google Drive"]}
    rows = [
        InstanceRow.from_item(
            {
                "id": identifier,
                "name": f"Of {names[0]}",
                "providers": [{"provider": {"id": f"pro {one}", "name": one}} for one in names],
            },
            "",
        )
        for identifier, names in shown.items()
    ]
    cache.write(rows, datetime.now(UTC), complete=True)


def asked(home: Path, lines: Sequence[str]) -> list[list[str]]:
    """Return what bash gets for each line."""
    [program] = installed_command()
    path = f"{Path(program).parent}:{os.environ['PATH']}"
    variables = {"PATH": path, "METORIAL_API_HOST": HOST, "METORIAL_API_KEY": KEY}
    done = subprocess.run(
        ["bash", "--norc", "-c", _ASK, "bash", *lines],
        env=clean_environment(home, **variables),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=home,
    )
    return [line.split("|") if line else [] for line in done.stdout.split("\n")[:-1]]


def test_bash_completes_commands_options_ids_and_the_filter(home: Path) -> None:
    keep_list(home)
    answers = {
        "metorial-tui li": ["list"],
        "FOO=1 x | metorial-tui export --fo": ["--force"],
        "metorial-tui get int_AAA": ["int_AAAA1", "int_AAAB2"],
        "metorial-tui get drive": ["int_AAAB2"],
        "metorial-tui list --filter provider:g": ["GitHub", '\\"Google\\ Drive\\"'],
        "metorial-tui list --filter 'order:asc provider:go": ['order:asc provider:"Google Drive"'],
        "metorial-tui list --filter=status:a": ["active", "archived"],
        "metorial-tui list --filter provider:'$": [],
    }
    assert dict(zip(answers, asked(home, list(answers)), strict=True)) == answers
    assert not (home / "evil").exists()


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_get_a_script(home: Path, shell: str) -> None:
    ended = run(home, "completion", shell)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "_metorial_tui_completion" in ended.stdout
