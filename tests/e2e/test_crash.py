"""A fault of the explorer's own, in a real terminal: calm words, a report, no key anywhere."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.terminal import Terminal, clean_environment, installed_command

KEY = "metorial_sk_canary0123456789"
BREAK = """
import sys

class Breaker:
    def find_spec(self, name, path=None, target=None):
        if name == "tui.screens.help":
            key = "KEY"
            raise RuntimeError(f"broken with {key}")

sys.meta_path.insert(0, Breaker())
""".replace("KEY", KEY)


def test_a_crash_gives_the_terminal_back_and_leaves_a_report(home: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BREAK)
    environment = clean_environment(home, PYTHONPATH=str(tmp_path), METORIAL_API_KEY=KEY)
    with Terminal(installed_command("--demo"), environment=environment) as terminal:
        terminal.wait_for("loaded, complete")
        terminal.press("?")
        assert terminal.wait_exit() == 1
        assert terminal.is_restored
        assert "met a fault of its own" in terminal.text
        assert b"canary" not in terminal.output
        assert b"Traceback" not in terminal.output
    [report] = (home / ".local" / "state" / "metorial-tui" / "crashes").iterdir()
    assert report.stat().st_mode & 0o777 == 0o600
    assert "RuntimeError: broken with (masked)" in report.read_text()
    written = [one.read_bytes() for one in home.rglob("*") if one.is_file()]
    assert not any(b"canary" in one for one in written)
