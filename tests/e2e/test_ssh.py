"""The explorer over a real SSH connection to this machine, on a thin line."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import clean_environment, installed_command
from tests.e2e.thin_terminal import ThinTerminal

SLOW = 60.0
"""Seconds that a screen may take over this line, on a busy machine."""

SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")

pytestmark = pytest.mark.skipif(
    SSHD is None or shutil.which("ssh") is None, reason="no OpenSSH server is installed here"
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """A server with keys of its own on loopback; give the command that logs in to it."""
    assert SSHD is not None
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host", "user"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True
        )
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    port = free_port()
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\n"
        f"AuthorizedKeysFile {folder / 'authorized'}\nPidFile none\nStrictModes no\n"
        "UsePAM no\nPasswordAuthentication no\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # Debian's server wants it when run by root.
    server = subprocess.Popen([SSHD, "-D", "-f", config], stderr=subprocess.DEVNULL)
    login = [
        *("ssh", "-tt", "-p", str(port), "-i", str(folder / "user"), "-F", "none"),
        *("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"),
        *("-o", "LogLevel=ERROR", f"{getpass.getuser()}@127.0.0.1"),
    ]
    try:
        for _ in range(100):
            if (
                subprocess.run(
                    [*login, "true"], stdin=subprocess.DEVNULL, capture_output=True
                ).returncode
                == 0
            ):
                break
            assert server.poll() is None, "the server did not start"
            time.sleep(0.1)
        else:
            pytest.skip("this machine's SSH server lets nobody in")
        yield login
    finally:
        server.terminate()
        server.wait(5)


def test_it_starts_filters_opens_and_makes_a_session(ssh: list[str], tmp_path: Path) -> None:
    environment = clean_environment(tmp_path)
    with Sandbox(environment) as sandbox:
        shared = {
            **{name: environment[name] for name in ("HOME", "LANG", "PYTHON_KEYRING_BACKEND")},
            "METORIAL_API_HOST": sandbox.url,
            "METORIAL_API_KEY": sandbox.key,
        }
        # The key goes to the far end as a shell's own variable would: SSH sends none.
        words = [f"{name}='{value}'" for name, value in shared.items()]
        remote = " ".join(["env", *words, *installed_command()])
        with ThinTerminal([*ssh, remote], environment=environment, size=(120, 40)) as terminal:
            terminal.wait_for("loaded, complete", timeout=SLOW)
            still(terminal)
            # All colours and frames of a start take 150 kB where nothing is spared.
            assert len(terminal.output) < 40_000

            terminal.press("/")
            terminal.type("status:active")
            terminal.press("enter")
            terminal.wait_for("Enter open", timeout=SLOW)
            still(terminal)
            terminal.press("enter")
            terminal.wait_for("fold", timeout=SLOW)
            still(terminal)

            fill(terminal, "t", "Session template", "Over a thin line")
            terminal.wait_for("ste_", timeout=SLOW)
            still(terminal)
            fill(terminal, "s", "New session", "From far away")
            terminal.wait_for("Session created", timeout=SLOW)
            made = [one for one in sandbox.writes if one.path.endswith("/session")]
            assert [one.body for one in made if one.status == 200] == [{"name": "From far away"}]
            terminal.press("escape")
            terminal.wait_gone("Session created", timeout=SLOW)
            terminal.press("q")
            assert terminal.wait_exit(timeout=SLOW) == 0


def still(terminal: ThinTerminal) -> None:
    """Wait until nothing more comes down the line."""
    terminal.wait_quiet(pause=0.8, timeout=SLOW)


def fill(terminal: ThinTerminal, key: str, title: str, name: str) -> None:
    """Open a form, give a name, and send it."""
    terminal.press(key)
    terminal.wait_for(title, timeout=SLOW)
    still(terminal)
    terminal.type(name)
    still(terminal)
    terminal.press("ctrl+s")
    terminal.wait_for("Send", timeout=SLOW)
    still(terminal)
    terminal.press("ctrl+s")
