"""Picking from a list: searching, late answers, refused lists, pasted IDs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.widgets import Input, OptionList, Static

from tests.ui.form_host import CHOICES, FakeLookup, FormHost, choice, settle, until
from tui.errors import Forbidden, NotFound, ServerError
from tui.screens.picker import NONE, PickerScreen
from tui.store.lookup import Choice


def picker(lookup: FakeLookup, **options: Any) -> PickerScreen:
    return PickerScreen("Choose the identity", "identity", lookup, **options)


def shown(dialog: PickerScreen) -> list[str]:
    choices = dialog.query_one(OptionList)
    return [str(choices.get_option_at_index(at).prompt) for at in range(choices.option_count)]


def status(dialog: PickerScreen) -> str:
    return str(dialog.query_one(".picker-status", Static).content)


def chosen(dialog: PickerScreen) -> str:
    return str(dialog.query_one(".picker-chosen", Static).content)


async def test_the_first_page_is_listed_and_enter_picks() -> None:
    lookup = FakeLookup()
    dialog = picker(lookup, filters={"provider_id": "pro_1"})
    async with FormHost(dialog).run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert lookup.asked == [("identity", "", {"provider_id": "pro_1"})]
        assert [line.split() for line in shown(dialog)] == [
            ["Ada", "active", "idn_ada"],
            ["Bob", "active", "idn_bob"],
        ]
        await pilot.press("down", "enter")
        app = pilot.app
        assert isinstance(app, FormHost)
        await settle(pilot)
        assert app.results == [CHOICES["identity"][1]]


async def test_typing_asks_once_after_a_pause() -> None:
    lookup = FakeLookup()
    dialog = picker(lookup)
    app = FormHost(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("b", "o")
        assert [line.split()[0] for line in shown(dialog)] == ["Bob", "bo"]
        await until(pilot, lambda: len(lookup.asked) == 2)
        assert lookup.asked[1] == ("identity", "bo", {})
        await until(pilot, lambda: status(dialog) == "1 found")
        await pilot.press("enter")
        await settle(pilot)
        assert app.results == [CHOICES["identity"][1]]


async def test_a_late_answer_is_dropped() -> None:
    lookup = FakeLookup()
    lookup.gates["a"] = asyncio.Event()
    dialog = picker(lookup, text="a")
    async with FormHost(dialog).run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one(Input).value = "bob"
        lookup.gates["a"].set()
        await settle(pilot)
        assert [line.split()[0] for line in shown(dialog)] == ["bob"]
        await until(pilot, lambda: status(dialog) == "1 found")
        assert shown(dialog)[0].split()[0] == "Bob"


async def test_a_refused_list_leaves_the_id() -> None:
    lookup = FakeLookup()
    lookup.refusals["identity"] = Forbidden("No", status=403)
    dialog = picker(lookup)
    app = FormHost(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert "paste the ID" in status(dialog)
        await pilot.press("x", "y", "enter")
        await settle(pilot)
        assert [one.id for one in app.results] == ["xy"]
        assert len(lookup.asked) == 1


async def test_a_failed_search_says_so_and_can_be_repeated() -> None:
    lookup = FakeLookup()
    lookup.refusals["identity"] = ServerError("It [b]failed[/] x", status=500)
    dialog = picker(lookup)
    async with FormHost(dialog).run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert "It [b]failed[/] x" in status(dialog)
        lookup.refusals.clear()
        await pilot.press("a")
        await until(pilot, lambda: status(dialog) == "1 found")


async def test_a_half_typed_name_is_never_picked_as_an_id() -> None:
    dialog = picker(FakeLookup())
    app = FormHost(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("z", "o", "e", "enter")
        await settle(pilot)
        assert app.results == []
        dialog.query_one(Input).value = "idn_7dEfGhJk"
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert [one.id for one in app.results] == ["idn_7dEfGhJk"]


async def test_nothing_can_be_picked_where_nothing_is_a_choice() -> None:
    app = FormHost(picker(FakeLookup(), nullable=True))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("pageup", "enter")
        await settle(pilot)
        assert app.results == [NONE]


@pytest.mark.parametrize(
    ("current", "keys", "picked"),
    [
        ("idn_bob", ["enter"], [CHOICES["identity"][1]]),
        ("idn_elsewhere", ["enter"], []),
        ("idn_bob", ["pageup", "enter"], [NONE]),
    ],
)
async def test_enter_keeps_what_is_set_and_never_clears_it(
    current: str, keys: list[str], picked: list[Choice]
) -> None:
    app = FormHost(picker(FakeLookup(), nullable=True, current=current))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)
        assert app.results == picked


async def test_where_all_are_chosen_that_is_said() -> None:
    dialog = picker(FakeLookup(), without=frozenset({"idn_ada", "idn_bob"}), only_listed=True)
    async with FormHost(dialog).run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert status(dialog) == "There are no others than those chosen."


async def test_escape_makes_no_choice() -> None:
    app = FormHost(picker(FakeLookup(), without=frozenset({"idn_ada"})))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert len(shown(app.screen)) == 1  # type: ignore[arg-type] # the host's only dialog
        await pilot.press("escape")
        await settle(pilot)
        assert app.results == [None]


async def test_hostile_names_are_drawn_as_they_are(monkeypatch: Any) -> None:
    monkeypatch.setitem(CHOICES, "identity", (choice("[/]", "[@click=app.quit]x[/] [b"),))
    dialog = picker(FakeLookup())
    async with FormHost(dialog).run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert shown(dialog)[0].startswith("[@click=app.quit]x[/] [b")


async def test_what_was_picked_lately_comes_first_until_one_types() -> None:
    lookup = FakeLookup()
    lookup.latest = [choice("idn_gone", "Gone", None), choice("idn_bob", "Bob, once", None)]
    dialog = picker(lookup, nullable=True)
    app = FormHost(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        # As the list has them now; what a whole list lacks is no choice any more.
        assert [line.split() for line in shown(dialog)] == [
            ["none"],
            ["recent"],
            ["Bob", "active", "idn_bob"],
            ["all"],
            ["Ada", "active", "idn_ada"],
        ]
        await pilot.press("down", "down", "up")
        assert chosen(dialog).startswith("Bob")
        await pilot.press("a")
        await until(pilot, lambda: status(dialog) == "1 found")
        assert [line.split()[0] for line in shown(dialog)] == ["Ada", "a"]
        await pilot.press("enter")
        await settle(pilot)
        assert app.results == [CHOICES["identity"][0]]
        assert lookup.latest[-1].id == "idn_ada"


async def test_further_pages_come_as_the_cursor_nears_the_end(monkeypatch: Any) -> None:
    many = tuple(choice(f"idn_{number:06}", f"Person {number}") for number in range(25))
    monkeypatch.setitem(CHOICES, "identity", many)
    lookup = FakeLookup()
    lookup.page_size = 10
    dialog = picker(lookup, without=frozenset({"idn_000003"}))
    app = FormHost(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert status(dialog) == "9 found, more on the server"
        await pilot.press("down", "down")
        assert len(lookup.asked) == 1
        await pilot.press("pagedown", "down", "up")
        assert len(lookup.asked) == 2
        await until(pilot, lambda: status(dialog) == "19 found, more on the server")
        assert chosen(dialog).startswith("Person 9")
        lookup.refusals["identity"] = ServerError("It broke", status=500)
        await pilot.press("pagedown")
        await until(pilot, lambda: "It broke" in status(dialog))
        assert status(dialog).startswith("19 found, more on the server")
        lookup.refusals.clear()
        await pilot.press("up")
        await until(pilot, lambda: status(dialog) == "24 found")
        await pilot.press(*["pagedown"] * 3, "enter")
        await settle(pilot)
        assert app.results == [many[-1]]


async def test_a_pasted_id_is_named_and_an_unknown_one_can_be_used() -> None:
    known = choice("idn_7dEfGhJkLm", "Beyond the page")
    lookup = FakeLookup()
    lookup.by_id = {known.id: known}
    dialog = picker(lookup, text=known.id)
    app = FormHost(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: status(dialog) == "That is Beyond the page.")
        assert shown(dialog)[0].split() == ["Beyond", "the", "page", "active", known.id]
        line = dialog.query_one(Input)
        line.value = "idn_unknown1"
        await until(pilot, lambda: "No identity of that ID is known" in status(dialog))
        lookup.unreadable["identity"] = ServerError("It broke", status=500)
        line.value = "idn_unknown2"
        await until(pilot, lambda: "could not be looked up: It broke" in status(dialog))
        await pilot.press("enter")
        await settle(pilot)
        assert [one.id for one in app.results] == ["idn_unknown2"]
        assert lookup.latest == []


async def test_an_id_is_named_though_the_list_may_not_be_read() -> None:
    lookup = FakeLookup()
    lookup.refusals["identity"] = NotFound("No", status=404)
    lookup.by_id = {"idn_7dEfGhJkLm": choice("idn_7dEfGhJkLm", "Ada")}
    dialog = picker(lookup, only_listed=True)
    app = FormHost(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert "does not have the list of identities (404)" in status(dialog)
        dialog.query_one(Input).value = "idn_7dEfGhJkLm"
        await until(pilot, lambda: status(dialog) == "That is Ada.")
        await pilot.press("enter")
        await settle(pilot)
        assert [one.name for one in app.results] == ["Ada"]


async def test_a_closed_list_takes_no_other_id() -> None:
    dialog = picker(FakeLookup(), only_listed=True, text="idn_7dEfGhJkLm")
    async with FormHost(dialog).run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert status(dialog) == "Nothing found."
        assert shown(dialog) == []
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen is dialog
