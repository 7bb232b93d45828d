"""The settings file: what is right is taken, what is wrong is named by line, nothing is fatal."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import UsageError
from tui.profile import Profile
from tui.settings_file import SettingsFile, line_of, read_settings_file, settings_path

WHOLE = """\
default_profile = "work"
theme = "nord"

[keys]
refresh = "f5"

[profiles.work]
host = "https://api.example.com"
environment = "ins_1"
token_command = "pass show 'metorial work'"
label = "Work"
colour = "blue"
page_size = 25

[profiles.prod]
key = "keyring"
read_only = true
theme = "gruvbox"

[profiles.prod.keys]
archive = "f9"
"""


def read(folder: Path, text: str | bytes) -> SettingsFile:
    path = folder / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_settings_file(path)


def said(file: SettingsFile) -> list[str]:
    return [problem.removeprefix(f"{file.path} ") for problem in file.problems]


def test_profiles_have_what_they_say_and_what_all_have(tmp_path: Path) -> None:
    file = read(tmp_path, WHOLE)
    assert file.problems == ()
    assert file.profile(None) == Profile(
        name="work",
        host="https://api.example.com",
        environment="ins_1",
        key="token_command",
        token_command=("pass", "show", "metorial work"),
        label="Work",
        colour="blue",
        page_size=25,
        theme="nord",
        keys={"refresh": "f5"},
    )
    prod = file.profile("prod")
    assert (prod.key, prod.read_only, prod.theme) == ("keyring", True, "gruvbox")
    assert prod.keys == {"refresh": "f5", "archive": "f9"}
    assert file.profile("default").theme == "nord"


def test_a_profile_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no profile wrk in .*; it has: default, prod, work"):
        read(tmp_path, WHOLE).profile("wrk")


def test_without_a_file_there_is_one_profile(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    assert read_settings_file(path) == SettingsFile(path)
    asked_for = read_settings_file(path, must_exist=True)
    assert asked_for.problems == (f"{path} does not exist.",)
    assert asked_for.profile(None) == Profile()


def test_the_variable_names_another_file(tmp_path: Path) -> None:
    assert settings_path({"METORIAL_TUI_CONFIG": str(tmp_path / "x")}) == tmp_path / "x"
    assert settings_path({}).name == "config.toml"


@pytest.mark.parametrize(
    ("entry", "problem", "fault"),
    [
        ('colour = "pink"', "must be one of red, yellow", False),
        ("label = 3", "must be a text", False),
        ("page_size = 0", "must be a number from 1 to 100", False),
        ("page_size = true", "must be a number from 1 to 100", False),
        ("theme = []", "must be a text", False),
        ("host = 3", "must be a text", True),
        ('environment = ""', "must be a text", True),
        ('key = "keychain"', "must be one of keyring, env, token_command, cli, file", True),
        ('key_file = "key"', "must be a whole path", True),
        ('token_command = "pass \'show"', "has an open quote", True),
        ("token_command = []", "must be a program and its arguments", True),
        ("token_command = [1]", "must be a program and its arguments", True),
    ],
)
def test_a_wrong_entry_is_named_by_line_and_only_what_is_unsafe_disables(
    tmp_path: Path, entry: str, problem: str, fault: bool
) -> None:
    file = read(tmp_path, f"# mine\n\n[profiles.work]\n{entry}\n")
    [only] = said(file)
    assert only.startswith(f"line 4: profiles.work.{entry.split(' ')[0]} {problem}")
    profile = file.profile("work")
    assert (profile.fault is not None) == fault
    if profile.fault:
        assert profile.fault.startswith("line 4: ")
    assert not profile.read_only


@pytest.mark.parametrize("entry", ["readonly = true", 'read_only = "yes"', "nonsense = 1"])
def test_what_is_not_understood_makes_the_profile_read_only(tmp_path: Path, entry: str) -> None:
    file = read(tmp_path, f"[profiles.work]\n{entry}\n")
    assert file.profile("work").read_only
    assert not file.profile("default").read_only
    assert len(file.problems) == 1


def test_a_misspelt_entry_is_told_what_may_be_meant(tmp_path: Path) -> None:
    assert "is read_only meant?" in said(read(tmp_path, "[profiles.a]\nreadonly = true"))[0]


@pytest.mark.parametrize("key", ["file", "token_command"])
def test_a_source_that_lacks_its_entry_cannot_be_used(tmp_path: Path, key: str) -> None:
    file = read(tmp_path, f'[profiles.a]\nkey = "{key}"\n')
    assert "needs" in (file.profile("a").fault or "")
    assert said(file)[0].startswith("line 2: profiles.a.key")


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ('nothing = "f2"', "is no command"),
        ("refresh = 5", "must be keys"),
        ('refresh = ""', "must be keys"),
        ('refresh = "e"', "cannot be e: that is the key of edit"),
        ('refresh = "q"', "cannot be q: that is the key of quit"),
        ('refresh = "ctrl+i"', "terminals take it for Tab"),
        ('refresh = "f2,,f3"', "names no key"),
    ],
)
def test_keys_that_cannot_be_are_left_out(tmp_path: Path, keys: str, problem: str) -> None:
    file = read(tmp_path, f"[keys]\n{keys}\n")
    [only] = said(file)
    assert only.startswith("line 2: keys.")
    assert problem in only
    assert file.profile(None).keys == {}
    assert not file.profile(None).read_only


def test_a_set_of_keys_is_taken_below_ones_own(tmp_path: Path) -> None:
    text = 'keymap = "emacs"\n[profiles.a.keys]\npage_down = "f7"\n[profiles.b]\nkeymap = "vim"\n'
    file = read(tmp_path, text)
    assert file.problems == ()
    assert file.profile(None).bound_keys["down"] == "down,j,ctrl+n"
    assert file.profile("a").bound_keys["page_down"] == "f7"
    assert file.profile("a").bound_keys["up"] == "up,k,ctrl+p"
    assert "back" not in file.profile("b").bound_keys


def test_ones_own_keys_clash_with_those_of_the_set(tmp_path: Path) -> None:
    file = read(tmp_path, 'keymap = "emacs"\n[keys]\nrefresh = "ctrl+n"\n')
    assert "that is the key of" in said(file)[0]
    assert file.profile(None).keys == {}


def test_two_commands_may_trade_their_keys(tmp_path: Path) -> None:
    file = read(tmp_path, '[keys]\nedit = "d"\narchive = "e"\n')
    assert file.problems == ()
    assert file.profile(None).keys == {"edit": "d", "archive": "e"}


@pytest.mark.parametrize(
    "text", ["[profiles", "a = ", b"\xff\xfe", "x = 1\nx = 2", "#" * 70_000, "a=" + "[" * 5_000]
)
def test_a_file_that_cannot_be_read_leaves_everything_read_only(
    tmp_path: Path, text: str | bytes
) -> None:
    file = read(tmp_path, text)
    assert len(file.problems) == 1
    assert "cannot be read" in file.problems[0]
    assert file.profile(None).read_only


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in read_settings_file(tmp_path).problems[0]


@pytest.mark.parametrize("text", ['default_profile = "x"', "default_profile = 3"])
def test_a_default_that_is_not_there_uses_no_other_key_by_mistake(
    tmp_path: Path, text: str
) -> None:
    file = read(tmp_path, text)
    assert "must name one of the profiles" in file.problems[0]
    assert file.profile(None).fault


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    assert read(tmp_path, b'\xef\xbb\xbftheme = "nord"').profile(None).theme == "nord"


def test_what_others_wrote_is_drawn_safely(tmp_path: Path) -> None:
    file = read(tmp_path, '"\\u001b[2J" = 1\n[profiles."\\u202e"]\n"a\\nb" = 1\n')
    assert len(file.problems) == 2
    assert all(problem.isprintable() for problem in file.problems)


_NAMES = st.sampled_from(["host", "read_only", "keys", "theme", "profiles", "x", "a.b", "\n"])
_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-5, 200), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=6,
)


def written(value: object) -> str:
    """Return a value as inline TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(one):08x}" for one in value if one.isprintable()) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(k)} = {written(v)}" for k, v in value.items()) + "}"
    return str(value)


@given(st.dictionaries(_NAMES, _VALUES, max_size=4))
def test_no_settings_break_the_reader(document: dict[str, object]) -> None:
    lines = [f"{written(name)} = {written(value)}" for name, value in document.items()]
    text = "\n".join(lines)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # The same key twice, once the unprintable is gone.
    from tui.settings_file import _Reader

    file = _Reader(Path("c.toml"), text, tomllib.loads(text)).read()
    assert isinstance(file.profile("default"), Profile)
    for name in document:
        number = line_of(text, (name,))
        assert number == 1 + list(document).index(name) or "" in document or "\n" in document


def test_the_line_of_an_entry_behind_a_long_one() -> None:
    text = 'a = """\nb = 1\n"""\n\nb = [\n  1,\n]\n[t]\nc = 1'
    assert [line_of(text, at) for at in (("a",), ("b",), ("t",), ("t", "c"))] == [1, 5, 8, 9]
    assert line_of(text, ("nowhere",)) == 1
