"""What is said to the window is words, and only to terminals that take them."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given

from tests.strategies import texts
from tui import window
from tui.profile import Notification
from tui.text import clean


@given(texts)
def test_no_text_ends_a_title_or_a_notification_early(text: str) -> None:
    words = clean(text)
    said = [window.title(words), *(window.notification(way, words) for way in ways())]
    for one in said:
        inner = one.removeprefix("\x1b").removesuffix("\a")
        assert not any(
            ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in inner
        )


def ways() -> tuple[Notification, ...]:
    return get_args(Notification)


def test_each_way_calls_as_it_says() -> None:
    words = clean("4;2 archived")
    assert [window.notification(way, words) for way in ways()] == [
        "",
        "\a",
        "\x1b]9;metorial: 4;2 archived\a",
        "\x1b]777;notify;metorial;4,2 archived\a",
    ]


@pytest.mark.parametrize("name", ["xterm-256color", "tmux-256color", "screen", "vte-256color"])
def test_terminals_take_words(name: str) -> None:
    assert window.takes_words({"TERM": name})


@pytest.mark.parametrize("name", ["", "dumb", "linux", "vt100", "vt220"])
def test_what_would_print_words_is_told_none(name: str) -> None:
    assert not window.takes_words({"TERM": name})
    assert not window.takes_words({})
