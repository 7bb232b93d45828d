"""The table of keys is sound: nothing clashes, everything is explained."""

from __future__ import annotations

from collections import Counter

import pytest

from tui import keymap
from tui.key_command import Command, Scope, override
from tui.keymap import COMMANDS
from tui.keymap_presets import PRESETS

IDS = [command.id for command in COMMANDS]


def keys_of(command: Command) -> list[str]:
    return command.keys.split(",")


def test_ids_are_unique() -> None:
    assert [one for one, times in Counter(IDS).items() if times > 1] == []


@pytest.mark.parametrize("scope", keymap.scopes())
def test_no_key_means_two_things_in_one_scope(scope: Scope) -> None:
    keys = [key for command in keymap.in_scope(scope) for key in keys_of(command)]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_every_command_has_a_scope_that_is_known() -> None:
    assert {command.scope for command in COMMANDS} == set(keymap.scopes())


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_every_command_is_explained(command: Command) -> None:
    assert command.title
    assert command.title == command.title.strip()
    assert len(command.title) <= 18
    assert command.help[0].isupper()
    assert command.help.endswith((".", "?", "!"))
    assert command.first_key in command.shown_keys


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_no_write_is_one_ctrl_letter_and_no_key_is_one_that_terminals_confuse(
    command: Command,
) -> None:
    keys = keys_of(command)
    assert not {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+enter"} & set(keys)
    if command.write:
        assert not any(key.startswith("ctrl+") for key in keys)


@pytest.mark.parametrize("scope", keymap.scopes())
def test_bindings_bear_the_commands_ids(scope: Scope) -> None:
    commands = keymap.in_scope(scope)
    bindings = keymap.bindings(scope)
    assert [(one.id, one.key, one.action) for one in bindings] == [
        (one.id, one.keys, one.action) for one in commands
    ]
    assert all(binding.tooltip for binding in bindings)


@pytest.mark.parametrize("scope", keymap.scopes())
def test_the_footer_names_no_key_twice_and_no_write_where_none_is_allowed(scope: Scope) -> None:
    shown = [command.first_key for command in keymap.footer(scope)]
    assert len(shown) == len(set(shown))
    assert not any(command.write for command in keymap.footer(scope, writes=False))


def test_the_list_shows_the_keys_of_the_main_screen() -> None:
    shown = {command.id for command in keymap.footer("list")}
    assert {"filter", "open", "new", "edit", "archive", "palette", "help"} <= shown


@pytest.mark.parametrize("name", PRESETS)
def test_a_set_of_keys_clashes_with_nothing(name: str) -> None:
    assert keymap.problems(PRESETS[name]) == {}


@pytest.mark.parametrize("name", PRESETS)
def test_a_set_of_keys_writes_nothing_with_one_ctrl_letter(name: str) -> None:
    writes = {command.id for command in COMMANDS if command.write}
    assert not any("ctrl+" in keys for one, keys in PRESETS[name].items() if one in writes)


def test_the_palette_offers_what_does_something() -> None:
    offered = {command.id for command in keymap.palette()}
    assert {"refresh", "new", "sort"} <= offered
    assert not {"down", "up", "page_down"} & offered


def test_the_cursor_moves_by_the_keys_that_the_profile_names() -> None:
    assert keymap.move_of("j") == "move(1)"
    assert keymap.move_of("slash") is None
    override({"down": "J"})
    try:
        assert keymap.move_of("J") == "move(1)"
        assert keymap.move_of("j") is None
    finally:
        override({})
