"""The command where there is no terminal: pipes, cron jobs, and the options that only print."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import clean_environment, installed_command
from tui.version import VERSION

NO_TERMINAL = "No terminal here: printing the list. The explorer needs a terminal.\n"
WAYS_IN = "Set METORIAL_API_KEY, give --api-key-file, or paste a key when asked."
HEADINGS = ["STATUS", "NAME", "PROVIDERS", "UPDATED", "ID"]


def run(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command with no terminal at either end."""
    return subprocess.run(
        installed_command(*arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=clean_environment(home, **variables),
        cwd=home,
        text=True,
        timeout=20,
        check=False,
    )


def test_the_list_is_printed_once_and_aligned(home: Path, sandbox: Sandbox) -> None:
    ended = run(home, METORIAL_API_HOST=sandbox.url, METORIAL_API_KEY=sandbox.key)

    assert (ended.returncode, ended.stderr) == (0, NO_TERMINAL)
    heading, *lines = ended.stdout.splitlines()
    assert heading.split() == HEADINGS
    items = sandbox.get("/integration-instances", limit="100", order="desc")["items"]
    assert [line.rpartition(" ")[2] for line in lines] == [item["id"] for item in items]
    # The first column holds words of one cell a letter, so its width can be told by counting.
    at = heading.index("NAME")
    assert {line[at - 2 : at] for line in lines} == {"  "}
    assert all(line[at] != " " for line in lines)
    assert "\x1b" not in ended.stdout


def test_the_filter_holds_in_a_pipe_too(home: Path) -> None:
    ended = run(home, "--demo", "--filter", "status:draft")

    assert ended.returncode == 0
    _, *lines = ended.stdout.splitlines()
    assert lines
    assert {line.split()[0] for line in lines} == {"draft"}


def test_a_wrong_filter_is_explained(home: Path) -> None:
    ended = run(home, "--demo", "--filter", "status:nonsense")

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "nonsense" in ended.stderr


def test_without_a_key_the_ways_in_are_named(home: Path) -> None:
    ended = run(home, METORIAL_API_HOST="http://127.0.0.1:9")

    assert (ended.returncode, ended.stdout) == (3, "")
    assert WAYS_IN in ended.stderr


def test_a_refused_key_is_told(home: Path, sandbox: Sandbox) -> None:
    ended = run(home, METORIAL_API_HOST=sandbox.url, METORIAL_API_KEY="metorial_sk_wrong")

    assert (ended.returncode, ended.stdout) == (3, "")
    reason = ended.stderr.removeprefix(NO_TERMINAL)
    assert "Check the key" in reason
    assert "metorial_sk_wrong" not in reason
    assert "Traceback" not in reason


def test_no_host_is_told(home: Path) -> None:
    ended = run(home, METORIAL_API_HOST="http://127.0.0.1:9", METORIAL_API_KEY="metorial_sk_any")

    assert (ended.returncode, ended.stdout) == (9, "")
    reason = ended.stderr.removeprefix(NO_TERMINAL)
    assert "No connection to 127.0.0.1:9" in reason
    assert "press" not in reason
    assert "Traceback" not in reason


def test_plain_http_to_another_machine_is_refused(home: Path) -> None:
    ended = run(home, METORIAL_API_HOST="http://example.com", METORIAL_API_KEY="metorial_sk_any")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert "https" in ended.stderr


def test_version(home: Path) -> None:
    ended = run(home, "--version")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"metorial-tui {VERSION}\n", "")


@pytest.mark.parametrize(
    "word", ["--demo", "--filter", "--api-key-file", "--read-only", "sandbox", "INSTANCE_ID"]
)
def test_help_names(home: Path, word: str) -> None:
    ended = run(home, "--help")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert word in ended.stdout


def test_a_first_word_that_is_a_command_runs_it(home: Path) -> None:
    ended = run(home, "sandbox", "--help")

    assert ended.returncode == 0
    assert "--port" in ended.stdout


def test_a_first_word_that_is_no_command_is_an_instance(home: Path, sandbox: Sandbox) -> None:
    wanted = sandbox.get("/integration-instances", limit="5")["items"][2]["id"]

    ended = run(home, wanted, METORIAL_API_HOST=sandbox.url, METORIAL_API_KEY=sandbox.key)

    assert ended.returncode == 0
    heading, line = ended.stdout.splitlines()
    assert heading.split() == HEADINGS
    assert line.rpartition(" ")[2] == wanted


def test_an_unknown_option_is_refused(home: Path) -> None:
    ended = run(home, "--nonsense")

    assert ended.returncode == 2
    assert "--nonsense" in ended.stderr
    assert ended.stderr.startswith("Usage: metorial-tui [OPTIONS] [INSTANCE_ID] | COMMAND\n")


def test_a_mistyped_command_is_no_instance(home: Path) -> None:
    ended = run(home, "lst", "--jsonl")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Did you mean 'list'?" in ended.stderr
