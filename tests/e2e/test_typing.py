"""Keys that a slow line brings together, in a real terminal."""

from __future__ import annotations

from tests.e2e.conftest import Explore
from tests.e2e.sandbox import Sandbox
from tests.e2e.test_explorer import is_list, ready


def test_keys_that_come_at_once_are_taken_in_their_order(
    sandbox: Sandbox, explore: Explore
) -> None:
    terminal = ready(explore(size=(80, 24)))
    terminal.type("/statxx\x7f\x7fus:dro\x7faft\r")
    sandbox.wait_for(lambda one: is_list(one, status=["draft"]))
    terminal.wait_for("Enter open")
    assert "/ status:draft " in terminal.text
    terminal.wait_quiet()
    # What a key opens gets those that come behind it.
    terminal.type(":colums\x7fns")
    terminal.wait_for("Choose and order the list's columns.")
    asked = [one.query.get("status") for one in sandbox.requests if is_list(one)]
    assert all(one in (None, ["draft"]) for one in asked)
    assert sandbox.writes == []
