"""Profiles and settings together: what wins over what, and the CLI's profiles beside ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui.api.origin import Origin
from tui.children import child_environment
from tui.credentials.environment import Environment
from tui.credentials.key_file import KeyFile
from tui.credentials.sources import sources
from tui.errors import UsageError
from tui.profile import DEFAULT, Profile
from tui.profiles import Profiles
from tui.settings import DEFAULT_HOST, Settings
from tui.settings_file import SettingsFile

WORK = Profile(name="work", host="https://work.example", environment="ins_work")
ENVIRON = {"METORIAL_API_HOST": "https://env.example", "METORIAL_INSTANCE_ID": "ins_env"}


def profiles(folder: Path, cli: Any = None) -> Profiles:
    path = folder / "cli.json"
    if cli is not None:
        path.write_text(json.dumps(cli))
    known = {DEFAULT: Profile(keys={"refresh": "f5"}), "work": WORK}
    return Profiles(SettingsFile(folder / "config.toml", known), path)


def login(name: str, host: str = "https://cli.example") -> dict[str, str]:
    return {"name": name, "api_host": host, "access_token": "t", "expires_at": ""}


def test_options_win_over_the_profile_and_the_profile_over_the_environment() -> None:
    plain = Settings.from_options({})
    assert (plain.api_host, plain.environment_id) == (DEFAULT_HOST, None)
    by_variable = Settings.from_options(ENVIRON)
    assert (by_variable.api_host, by_variable.environment_id) == ("https://env.example", "ins_env")
    by_profile = Settings.from_options(ENVIRON, profile=WORK)
    assert (by_profile.api_host, by_profile.environment_id) == ("https://work.example", "ins_work")
    by_option = Settings.from_options(
        ENVIRON, profile=WORK, api_host="https://option.example", environment_id="ins_option"
    )
    assert by_option.api_host == "https://option.example"
    assert by_option.environment_id == "ins_option"


def test_the_option_read_only_stays_with_every_profile() -> None:
    settings = Settings.from_options({}, read_only=True, api_key_file=Path("/key"))
    other = settings.with_profile(WORK, {})
    assert other.is_read_only
    assert other.api_key_file is None, "one profile's key must not be sent for another"
    assert Settings.from_options({}, profile=Profile(read_only=True)).is_read_only


def test_the_profile_to_start_with(tmp_path: Path) -> None:
    ours = profiles(tmp_path, {"profiles": {"o:u": login("me")}, "current_profile_id": "o:u"})
    assert ours.named(None, {}).name == DEFAULT
    assert ours.named(None, {"METORIAL_TUI_PROFILE": "work"}) == WORK
    assert ours.named("work", {"METORIAL_TUI_PROFILE": "nothing"}) == WORK
    mine = ours.named("cli:me", {})
    assert (mine.key, mine.cli_profile, mine.host) == ("cli", "o:u", "https://cli.example")
    assert mine.keys == {"refresh": "f5"}
    with pytest.raises(UsageError, match="no profile cli:you"):
        ours.named("cli:you", {})


def test_the_clis_profiles_stand_beside_ours_the_current_one_first(tmp_path: Path) -> None:
    cli = {"profiles": {"a": login("a"), "b": login("b"), "c": 3}, "current_profile_id": "b"}
    names = [one.name for one in profiles(tmp_path, cli).all()]
    assert names == ["default", "work", "cli:b", "cli:a"]
    assert [one.name for one in profiles(tmp_path, "no settings").all()] == ["default", "work"]
    (tmp_path / "cli.json").write_text("{")
    assert [one.name for one in profiles(tmp_path).all()] == ["default", "work"]


def test_the_clis_profiles_have_what_stands_above_all_profiles_but_what_tells_them_apart(
    tmp_path: Path,
) -> None:
    (tmp_path / "cli.json").write_text(json.dumps({"profiles": {"a": login("a")}}))
    common = Profile(notify="osc9", follow_seconds=60, label="Mine", key_file=Path("/k"))
    found = Profiles(SettingsFile(tmp_path / "c.toml", {DEFAULT: common}), tmp_path / "cli.json")
    (theirs,) = found.of_cli()
    assert (theirs.notify, theirs.follow_seconds) == ("osc9", 60)
    assert (theirs.key, theirs.key_file, theirs.label) == ("cli", None, None)


@pytest.mark.parametrize(
    ("profile", "names"),
    [
        (Profile(), ["METORIAL_API_KEY", "the keyring", "the official CLI's profile"]),
        (Profile(key="keyring"), ["the keyring"]),
        (Profile(key="cli", cli_profile="me"), ["the official CLI's profile me"]),
        (Profile(key="cli"), ["the official CLI's profile"]),
        (Profile(key="env"), ["METORIAL_API_KEY"]),
        (Profile(key="env", key_variable="PROD_KEY"), ["PROD_KEY"]),
        (Profile(key="file", key_file=Path("/k")), ["the key file /k"]),
        (Profile(key="token_command", token_command=("op", "x")), ["the token command op"]),
    ],
)
def test_a_profile_that_names_its_source_is_asked_for_no_other(
    profile: Profile, names: list[str]
) -> None:
    settings = Settings.from_options({}, profile=profile)
    found = sources(settings, Origin.parse("api.example"), {})
    assert [source.name for source in found] == names


def test_the_option_names_the_only_file() -> None:
    settings = Settings.from_options({}, profile=Profile(key="keyring"), api_key_file=Path("/k"))
    assert list(sources(settings, Origin.parse("api.example"), {})) == [KeyFile(Path("/k"))]


def test_a_variable_of_ones_own_is_read() -> None:
    found = Environment({"PROD": " metorial_sk_1 "}, ("PROD",)).find()
    assert found
    assert (found.key.get_secret_value(), found.source_name) == ("metorial_sk_1", "PROD")


def test_programs_get_no_key_of_this_api() -> None:
    environ = {
        "METORIAL_API_KEY": "anything",
        "METORIAL_TOKEN": "anything",
        "PROD": "metorial_sk_1",
        "VAULT_TOKEN": "s.1",
        "METORIAL_API_HOST": "https://x",
    }
    left = child_environment(environ)
    assert left == {"VAULT_TOKEN": "s.1", "METORIAL_API_HOST": "https://x"}
