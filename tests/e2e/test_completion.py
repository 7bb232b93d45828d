"""Completion in real shells: our script, our answers, what the shell puts into its line."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, clean_environment, installed_command
from tui.models.row import InstanceRow
from tui.saved_filters import SavedFilter, SavedFilters
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


def keep_filters(home: Path) -> None:
    """Save filters as an explorer would have."""
    saved = SavedFilters(home / ".config" / "metorial-tui" / "filters.toml")
    for name in ("my drafts", "hot"):
        saved.save(SavedFilter(name, "status:draft"))


def environment(home: Path) -> dict[str, str]:
    """Return an environment that has the command, and a key at hand."""
    [program] = installed_command()
    path = f"{Path(program).parent}:{os.environ['PATH']}"
    variables = {"PATH": path, "METORIAL_API_HOST": HOST, "METORIAL_API_KEY": KEY}
    return clean_environment(home, **variables)


def asked(home: Path, lines: Sequence[str]) -> list[list[str]]:
    """Return what bash gets for each line."""
    done = subprocess.run(
        ["bash", "--norc", "-c", _ASK, "bash", *lines],
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=home,
    )
    return [line.split("|") if line else [] for line in done.stdout.split("\n")[:-1]]


def test_bash_completes_commands_options_ids_and_the_filter(home: Path) -> None:
    keep_list(home)
    keep_filters(home)
    answers = {
        "metorial-tui li": ["list"],
        "FOO=1 x | metorial-tui export --fo": ["--force"],
        "metorial-tui get int_AAA": ["int_AAAA1", "int_AAAB2"],
        "metorial-tui get drive": ["int_AAAB2"],
        "metorial-tui list --filter provider:g": ["GitHub", '\\"Google\\ Drive\\"'],
        "metorial-tui list --filter 'order:asc provider:go": ['order:asc provider:"Google Drive"'],
        "metorial-tui list --filter=status:a": ["active", "archived"],
        "metorial-tui list --filter @m": ["@my\\ drafts"],
        "metorial-tui tail auth": ["auth-configs"],
        "metorial-tui get --kind prov": ["providers"],
        "metorial-tui list sessions --columns id,conn": ["id,connection_state"],
        "metorial-tui list --filter provider:'$": [],
    }
    assert dict(zip(answers, asked(home, list(answers)), strict=True)) == answers
    assert not (home / "evil").exists()


_INTERACTIVE = {
    "zsh": (
        ["zsh", "-f", "-i"],
        "PS1='> '; autoload -U compinit; compinit -u -d $HOME/.dump; "
        'eval "$(metorial-tui completion zsh)"',
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        "function fish_prompt; echo '> '; end; set fish_autosuggestion_enabled 0; "
        "metorial-tui completion fish | source",
    ),
}
TYPED = {
    "metorial-tui comp": "metorial-tui completion",
    "metorial-tui list conf": "metorial-tui list configs",
    "metorial-tui export a.csv auth-c": "metorial-tui export a.csv auth-configs",
    "metorial-tui get drive": "metorial-tui get int_AAAB2",
    "metorial-tui tail --filter status:dr": "metorial-tui tail --filter status:draft",
    "metorial-tui list --filter=status:active,dr": "metorial-tui list --filter=status:active,draft",
    "metorial-tui list --filter @m": "metorial-tui list --filter @my\\ drafts",
    "metorial-tui --filter '@my d": "metorial-tui --filter '@my drafts'",
    "metorial-tui list sessions --columns id,conn": (
        "metorial-tui list sessions --columns id,connection_state"
    ),
}


@pytest.mark.parametrize("shell", _INTERACTIVE)
def test_a_word_is_completed_as_it_is_typed(home: Path, shell: str) -> None:
    """In a terminal: what the script says, and what the shell makes of our answers."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    keep_list(home)
    keep_filters(home)
    argv, prepare = _INTERACTIVE[shell]
    with Terminal(argv, environment=environment(home), size=(110, 30)) as terminal:
        terminal.type(f"{prepare}; clear; echo pre''pared")
        terminal.press("enter")
        terminal.wait_for("prepared\n>")
        for typed, completed in TYPED.items():
            terminal.type(typed)
            terminal.press("tab")
            terminal.wait_for(f"> {completed}")
            terminal.press("ctrl+u")
            terminal.wait_gone("metorial-tui")
        terminal.type("metorial-tui list --filter provider:'$")
        terminal.press("tab")
        terminal.type("x")
        terminal.wait_for("> metorial-tui list --filter provider:'$x")
    assert not (home / "evil").exists()
