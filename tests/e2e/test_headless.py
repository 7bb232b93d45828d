"""The commands without a screen, through real pipes, against the sandbox."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import PATIENCE, clean_environment, installed_command

_WITHOUT_A_SCREEN = """
import sys
from tui.__main__ import main
sys.argv = ["metorial-tui", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    imported = {name.split(".")[0] for name in sys.modules}
    heavy = {"textual", "pygments", "keyring", "pydantic", "rich"} & imported
    print(end.code, *heavy, file=sys.stderr)
"""


class Commands:
    """Runs the installed command, nothing of it at a terminal."""

    def __init__(self, home: Path, sandbox: Sandbox) -> None:
        self.home = home
        self.environment = clean_environment(
            home, METORIAL_API_HOST=sandbox.url, METORIAL_API_KEY=sandbox.key
        )

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            installed_command(*arguments),
            input=typed,
            capture_output=True,
            env=self.environment,
            cwd=self.home,
            text=True,
            timeout=60,
            check=False,
        )

    @contextmanager
    def start(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Start a command that ends with the block, whatever happens there."""
        with subprocess.Popen(
            installed_command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
            cwd=self.home,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def out(self, *arguments: str, typed: str = "") -> str:
        """Return what is printed, where nothing goes wrong and nothing else is said."""
        ended = self.run(*arguments, typed=typed)
        assert (ended.returncode, ended.stderr) == (0, "")
        return ended.stdout


def test_what_is_read_through_pipes(home: Path, sandbox: Sandbox) -> None:
    commands = Commands(home, sandbox)
    items = sandbox.get("/integration-instances", limit="100", order="desc")["items"]

    assert json.loads(commands.out("list", "--json")) == items
    drafts = commands.out("list", "--filter", "status:draft", "--csv", "--columns", "id,status")
    wanted = [[one["id"], "draft"] for one in items if one["status"] == "draft"]
    assert list(csv.reader(drafts.splitlines())) == [["id", "status"], *wanted]

    integration = items[0]["integration_id"]
    assert json.loads(commands.out("get", integration, "--json"))["id"] == integration
    session = sandbox.get("/sessions", limit="1")["items"][0]
    masked, shown = (
        commands.out("get", session["id"], *flags) for flags in ([], ["--show-secrets"])
    )
    assert session["client_secret"] not in masked
    assert session["client_secret"] in shown

    configs = sandbox.get("/provider-configs", limit="100", order="desc")["items"]
    assert json.loads(commands.out("list", "configs", "--json")) == configs
    printed = commands.out("get", configs[0]["id"], "--kind", "config", "--csv", "--columns", "id")
    assert printed == f"id\n{configs[0]['id']}\n"
    assert session["client_secret"] not in commands.out("list", "sessions", "--jsonl")
    commands.run("export", "configs.json", "configs")
    assert json.loads((home / "configs.json").read_text()) == configs
    for refused in (["foo"], ["sessions", "--filter", "ada"], ["identity-credentials"]):
        ended = commands.run("list", *refused)
        assert (ended.returncode, ended.stdout) == (2, "")

    few = commands.out("get", configs[0]["id"], "--columns", "id,updated")
    assert few == f"id       {configs[0]['id']}\nupdated  {configs[0]['updated_at']}\n"
    assert commands.run("get", configs[0]["id"], "--kind", "session").returncode == 4
    assert commands.run("get", "int_000000000000").returncode == 4
    file = home / "all\x1b.jsonl"
    ended = commands.run("export", file.name)
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ended.stderr == f"{len(items)} written to all\u241b.jsonl\n"
    assert [json.loads(line) for line in file.read_text().splitlines()] == items
    assert commands.run("export", file.name).returncode == 2
    assert commands.run("export", file.name, "--force").returncode == 0

    with commands.start("list", "--jsonl") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # As `head` does.
        assert (process.stderr.read(), process.wait(PATIENCE)) == ("", 141)


def test_what_is_changed_through_pipes(home: Path, sandbox: Sandbox) -> None:
    commands = Commands(home, sandbox)
    newest = {"limit": "1", "order": "desc", "status": "active"}
    item = sandbox.get("/integration-instances", **newest)["items"][0]
    wanted = {"integration_id": item["integration_id"], "name": "Piped", "metadata": {"n": 10**20}}
    body = json.dumps(wanted)

    request = commands.out("create", "-f", "-", "--dry-run", typed=body)
    assert sandbox.writes == []
    line, _, content = request.partition("\n")
    assert line == f"POST {sandbox.url}/integration-instances"
    assert json.loads(content) == wanted
    made = json.loads(commands.out("create", "-f", "-", "--json", typed=body))
    assert sandbox.writes[-1].body == wanted

    (home / "body.json").write_text('{"name": "Piped", "description": "By file"}')
    shown = commands.out("update", made["id"], "-f", "body.json", "--csv", "--columns", "name")
    assert shown == "name\nPiped\n"
    assert (sandbox.writes[-1].method, sandbox.writes[-1].body) == (
        "PATCH",
        {"description": "By file"},
    )
    count = len(sandbox.writes)
    wrong = commands.run("update", made["id"], "-f", "-", typed='{"nmae": "x"}')
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean name?" in wrong.stderr
    asks = commands.run("archive", made["id"])
    assert (asks.returncode, asks.stdout) == (2, "")
    assert "--yes" in asks.stderr
    (home / "settings.toml").write_text("read_only = true")
    commands.environment["METORIAL_TUI_CONFIG"] = str(home / "settings.toml")
    assert commands.run("archive", made["id"], "--yes").returncode == 11
    del commands.environment["METORIAL_TUI_CONFIG"]
    assert len(sandbox.writes) == count
    archived = commands.out("archive", made["id"], "--yes", "--csv", "--columns", "status")
    assert archived == "status\narchived\n"
    assert commands.run("archive", made["id"], "--yes").returncode == 5

    session = commands.out("session", item["id"], "--with-template", "--json")
    secret = sandbox.get(f"/sessions/{json.loads(session)['id']}")["client_secret"]
    assert secret not in session
    changed = commands.out("template", item["id"], "-f", "-", "--json", typed='{"name": "Piped"}')
    assert json.loads(changed)["name"] == "Piped"


def test_production_is_changed_by_whoever_types_the_name(home: Path, explore: Explore) -> None:
    served = Sandbox(
        clean_environment(home), instances=5, arguments=["--environment-type", "production"]
    )
    with served as sandbox:
        commands = Commands(home, sandbox)
        item = sandbox.get("/integration-instances", limit="1", order="desc")["items"][0]
        (home / "body.json").write_text('{"name": "Zebra"}')
        changes = [["archive"], ["update", "-f", "body.json"], ["session"], ["template"]]
        for command, *options in changes:
            refused = commands.run(command, item["id"], *options)
            assert (refused.returncode, refused.stdout) == (2, "")
            assert "This is production" in refused.stderr
        for typed, status in {"y": 2, item["name"]: 0}.items():
            assert sandbox.writes == []
            terminal = explore("archive", item["id"], host=sandbox.url, key=sandbox.key)
            terminal.wait_for("This is production. To archive")
            terminal.type(typed)
            terminal.press("enter")
            assert terminal.wait_exit() == status
        assert [one.method for one in sandbox.writes] == ["DELETE"]


def test_tail_tells_of_changes_until_it_is_stopped(home: Path, sandbox: Sandbox) -> None:
    commands = Commands(home, sandbox)
    first = sandbox.get("/integration-instances", limit="1", order="desc")["items"][0]["id"]
    with commands.start("tail", "--every", "1") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        sandbox.wait_for(lambda one: "updated_at[gt]" in one.query)
        answer = sandbox.http.patch(f"/integration-instances/{first}", json={"name": "Zebra"})
        told = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        assert (process.stdout.read(), process.stderr.read()) == ("", "")
    assert told == answer.json()


def test_who_reads_no_more_ends_what_waits_for_a_change(home: Path, sandbox: Sandbox) -> None:
    with Commands(home, sandbox).start("tail", "--every", "3600") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        sandbox.wait_for(lambda one: "updated_at[gt]" in one.query)
        process.stdout.close()
        assert (process.stderr.read(), process.wait(PATIENCE)) == ("", 141)


def test_a_saved_filter_is_asked_for_by_its_name(home: Path, sandbox: Sandbox) -> None:
    commands = Commands(home, sandbox)
    commands.environment["METORIAL_TUI_CONFIG"] = str(home / "settings.toml")
    (home / "settings.toml").write_text('filter = "@my drafts"')
    (home / "filters.toml").write_text('["my drafts"]\nfilter = "status:draft"\n')
    drafts, every = (
        [one["id"] for one in sandbox.get("/integration-instances", limit="100", **only)["items"]]
        for only in ({"status": "draft"}, {})
    )

    def listed(*options: str) -> list[str]:
        shown = commands.out("list", "--csv", "--columns", "id", *options).splitlines()[1:]
        return sorted(shown)

    assert listed("--filter", "@my drafts") == listed("--filter", "@") == sorted(drafts)
    assert listed() == sorted(every)
    for command in (["list"], ["tail"], ["export", "x.csv"], []):
        wrong = commands.run(*command, "--filter", "@nope")
        assert (wrong.returncode, wrong.stdout) == (2, "")
        assert "there are: my drafts." in wrong.stderr


def test_a_column_that_nothing_has_is_told(home: Path, sandbox: Sandbox) -> None:
    ended = Commands(home, sandbox).run("list", "--columns", "nmae,id", "--csv")
    assert (ended.returncode, ended.stderr) == (0, "None of them has: nmae\n")
    assert ended.stdout.startswith("nmae,id\n,int_")


def test_no_screen_is_imported(home: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _WITHOUT_A_SCREEN, "list", "--demo", "--limit", "2", "--jsonl"],
        capture_output=True,
        env=clean_environment(home),
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.stderr.split() == ["0"]
    assert len(ended.stdout.splitlines()) == 2
