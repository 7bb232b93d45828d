"""Where one was: back and forward as in a browser, and no further than is remembered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.screens.history import MOST, History, Place
from tui.text import Display


def place(name: str) -> Place:
    return Place(title=Display(name), filter_text=name, subject=Display(""))


def title(one: Place) -> Display:
    return one.title


def test_back_and_forward() -> None:
    history = History()
    assert history.back(place("a")) is None
    assert history.crumb(title) == ""
    history.leave(place("a"))
    history.leave(place("b"))
    assert history.crumb(title) == "[ back to b"
    assert history.back(place("c")) == place("b")
    assert history.crumb(title) == "[ back to a · ] on"
    assert history.back(place("b")) == place("a")
    assert history.crumb(title) == "] on to b"
    assert history.forward(place("a")) == place("b")
    assert history.forward(place("b")) == place("c")
    assert history.forward(place("c")) is None


def test_a_new_place_ends_the_way_forward() -> None:
    history = History()
    history.leave(place("a"))
    history.back(place("b"))
    history.leave(place("a"))
    assert history.forward(place("d")) is None


@given(st.lists(st.sampled_from(["leave", "back", "forward"]), max_size=200))
def test_no_place_is_ever_made_up_or_met_twice(steps: list[str]) -> None:
    history, here, number = History(), place("0"), 0
    line, at = ["0"], 0
    for step in steps:
        if step == "leave":
            history.leave(here)
            number += 1
            here = place(str(number))
            line = [*line[: at + 1], here.filter_text][-MOST - 1 :]
            at = len(line) - 1
        else:
            found = history.back(here) if step == "back" else history.forward(here)
            to = at + (1 if step == "forward" else -1)
            assert (found is not None) == (0 <= to < len(line))
            if found is not None:
                here, at = found, to
        assert here.filter_text == line[at]
