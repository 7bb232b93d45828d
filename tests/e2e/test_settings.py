"""What settings say, as a real terminal and the server see it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.settings_file import configure
from tests.e2e.terminal import clean_environment, installed_command
from tests.e2e.test_explorer import INSTANCES, choices, is_list, open_dialog, ready

_COLOUR = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")


def test_a_setting_is_changed_on_its_screen_and_kept(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    file = configure(home, '# mine\nfollow_seconds = 30\n\n[keys]\nrefresh = "f5"\n')
    terminal = ready(explore(size=(80, 24)))
    open_dialog(terminal, ",", "Settings")
    shown = terminal.text
    assert re.search(rf"host +{re.escape(sandbox.url)} +METORIAL_API_HOST", shown)
    assert re.search(r"follow_seconds +30 +all profiles", shown)

    # What decides where a key goes is not changed by a key pressed here.
    terminal.press("home", "enter")
    terminal.wait_for("config.toml alone.")
    terminal.press("end")
    while "theme: the colours" not in terminal.text:
        terminal.press("up")
        terminal.wait_quiet()
    open_dialog(terminal, "enter", "Setting theme")
    terminal.press("end", "enter")
    terminal.wait_for(lambda text: re.search(r"theme +tokyo-night +all profiles", text) is not None)
    assert tomllib.loads(file.read_text()) == {
        "follow_seconds": 30,
        "theme": "tokyo-night",
        "keys": {"refresh": "f5"},
    }
    assert file.read_text().startswith("# mine\n")
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_gone("Settings")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0

    # The next start looks so from its first frame on.
    terminal = ready(explore(size=(80, 24), COLORTERM="truecolor"))
    assert b"48;2;26;27;38m" in terminal.output  # tokyo-night's background
    assert sandbox.writes == []


def test_a_key_is_bound_anew_and_one_that_is_taken_is_refused(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    configure(home, '[keys]\nfilter = "z"\nrefresh = "e"\n')
    terminal = ready(explore(size=(80, 24)))
    terminal.wait_for("keys.refresh cannot be")
    terminal.wait_for("z filter")
    # The new key does it; the old one does nothing any more.
    terminal.press("/", "j", "z")
    terminal.wait_for("Enter to the list")
    terminal.type("status:draft")
    sandbox.wait_for(lambda one: is_list(one, status=["draft"]))
    terminal.press("enter")
    terminal.wait_for("Enter open")
    terminal.wait_quiet()
    # The one that another command has stays that command's.
    open_dialog(terminal, "e", "Edit ")
    terminal.press("escape")
    terminal.wait_gone("Edit ")

    told = subprocess.run(
        installed_command("doctor"),
        env=clean_environment(
            home, METORIAL_API_HOST=sandbox.url, METORIAL_API_KEY=sandbox.key, COLUMNS="200"
        ),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert "line 3: keys.refresh cannot be e: that is the key of edit" in told.stdout
    assert sandbox.writes == []


def test_a_profile_begins_with_its_filter_and_lines_of_late_are_offered(
    sandbox: Sandbox, explore: Explore, home: Path
) -> None:
    file = configure(
        home,
        '[profiles.plain]\nfilter = "status:archived"\n\n[profiles.saved]\nfilter = "@my drafts"\n',
    )
    file.with_name("filters.toml").write_text('["my drafts"]\nfilter = "status:draft"\n')

    archived = choices(sandbox, INSTANCES, status="archived")
    terminal = explore("--profile", "plain", size=(80, 24))
    terminal.wait_for(lambda text: "/ status:archived" in text and f" {len(archived)} │" in text)
    asked = [one.query["status"] for one in sandbox.requests if is_list(one, limit=["100"])]
    assert asked[-1] == ["archived"]
    terminal.wait_quiet()
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0

    drafts = choices(sandbox, INSTANCES, status="draft")
    terminal = explore("--profile", "saved", size=(80, 24))
    terminal.wait_for(lambda text: "Instances · my drafts" in text and f" {len(drafts)} │" in text)
    terminal.wait_quiet()
    # A line that was used lately is offered in the empty one, after those that are saved.
    terminal.press("escape")
    terminal.wait_for("status:active provider:github text")
    terminal.wait_quiet()
    terminal.press("/")
    terminal.wait_for("Enter to the list")
    terminal.type("order:asc")
    sandbox.wait_for(lambda one: is_list(one, order=["asc"], limit=["100"]))
    terminal.press("enter")
    terminal.wait_for("Enter open")
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_for("status:active provider:github text")
    terminal.wait_quiet()
    terminal.press("/")
    terminal.wait_for("Enter to the list")
    terminal.press("down")
    offered = terminal.wait_for(lambda text: "order:asc" in text and "my drafts" in text)
    assert offered.index("my drafts") < offered.index("order:asc")
    assert sandbox.writes == []


def test_without_colours_there_are_greys_and_every_state_has_its_word(
    sandbox: Sandbox, explore: Explore
) -> None:
    terminal = ready(explore(size=(80, 24), COLORTERM="truecolor", NO_COLOR="1"))
    assert "● active" in terminal.text
    assert "○ draft" in terminal.text
    found = set(_COLOUR.findall(terminal.output))
    assert found
    assert all(len(set(one)) == 1 for one in found)
    coloured = ready(explore(size=(80, 24), COLORTERM="truecolor"))
    assert any(len(set(one)) > 1 for one in _COLOUR.findall(coloured.output))
    assert sandbox.writes == []
