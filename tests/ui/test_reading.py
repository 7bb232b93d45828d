"""The screens to read other objects on: lists, trees, and the ways from one to the next."""

from __future__ import annotations

from typing import Any, cast

import httpx
import pytest
from textual.command import Hit
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.ui.app_host import NARROW, WIDE, Explorer, drawn, on, press, settle
from tui import resources
from tui.profile import Profile
from tui.resources import Kind, Resource
from tui.screens.choice import ChoiceScreen
from tui.screens.copy_menu import CopyMenu
from tui.screens.palette import PlaceProvider
from tui.screens.resource_screen import ResourceScreen


def reading(pilot: Pilot[None]) -> ResourceScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ResourceScreen)
    return screen


async def browse(pilot: Pilot[None], kind: Kind) -> ResourceScreen:
    """Open the list of a kind from the menu, by its key; return the screen, loaded."""
    await press(pilot, "B")
    await on(pilot, ChoiceScreen)
    kinds = [one.kind for one in resources.readable()]
    pilot.app.screen.query_one(OptionList).highlighted = kinds.index(kind)
    await press(pilot, "enter")
    await on(pilot, ResourceScreen)
    screen = reading(pilot)
    await settle(pilot, lambda: screen.state.phase == "ready")
    return screen


async def to_node(pilot: Pilot[None], screen: ResourceScreen, label: str) -> None:
    """Move the tree's cursor down to the node of that label."""
    for _ in range(40):
        node = screen.object_tree.node
        if node is not None and node.label == label:
            return
        await press(pilot, "j")
    raise AssertionError(f"no {label} in {drawn(pilot)}")


async def test_a_list_is_searched_read_and_left() -> None:
    explorer = Explorer(profile=Profile(page_size=20))
    async with explorer.running(NARROW) as pilot:
        screen = await browse(pilot, "identity")
        await settle(pilot, lambda: explorer.is_idle)
        loaded = len(screen.state.rows)
        assert f"{loaded} loaded, more on the server" in drawn(pilot)
        # More come as one scrolls.
        await press(pilot, "G")
        await settle(pilot, lambda: len(screen.state.rows) > loaded)
        # The tree follows the cursor, and `/` searches on the server.
        await settle(pilot, lambda: screen.shown_key == screen.objects.cursor_key)
        await press(pilot, "slash", *"lovelace")
        await settle(pilot, lambda: screen.state.phase == "ready" and screen.state.search != "")
        rows = screen.state.rows
        assert rows
        assert all("Lovelace" in row.cells[1] for row in rows)
        [asked] = [
            one
            for one in explorer.wire.sent("GET", "/identities")
            if one.url.params.get("search") == "lovelace"
        ]
        assert asked.url.params["limit"] == "20"
        await press(pilot, "enter", "enter")
        assert explorer.has_focus(screen.object_tree)
        await press(pilot, "escape")
        assert explorer.has_focus(screen.objects)
        await press(pilot, "escape")
        await settle(pilot, lambda: screen.state.search == "")
        await press(pilot, "escape")
        assert pilot.app.screen is explorer.screen


async def test_a_reference_leads_on_and_the_users_are_listed() -> None:
    explorer = Explorer()
    async with explorer.running(NARROW) as pilot:
        screen = await browse(pilot, "provider_config")
        await press(pilot, "enter")
        await to_node(pilot, screen, "provider")
        await press(pilot, "enter")
        await settle(pilot, lambda: reading(pilot) is not screen)
        provider = reading(pilot)
        await settle(pilot, lambda: provider.object_tree.root_node is not None)
        root = provider.object_tree.root_node
        assert root is not None
        assert root.kind == "provider"
        assert explorer.has_focus(provider.object_tree)
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        # Also from a screen over a screen.
        await press(pilot, "enter")
        await settle(pilot, lambda: reading(pilot) is not screen)
        await settle(pilot, lambda: reading(pilot).object_tree.root_node is not None)
        await press(pilot, "f")
        await settle(pilot, lambda: explorer.is_loaded and pilot.app.screen is explorer.screen)
        assert explorer.screen.filter_bar.text == f"provider:{root.id}"
        # From an instance to what it uses.
        await press(pilot, "O")
        await on(pilot, ChoiceScreen)
        await press(pilot, "down", "enter")
        await on(pilot, ResourceScreen)
        screen = reading(pilot)
        await settle(pilot, lambda: screen.object_tree.root_node is not None)
        await press(pilot, "O", "escape")
        await settle(pilot, lambda: explorer.app.screen is explorer.screen)
        screen = await browse(pilot, "provider_config")
        await press(pilot, "enter")
        await to_node(pilot, screen, "deployment")
        deployment = screen.object_tree.node
        assert deployment is not None
        await press(pilot, "f")
        await settle(pilot, lambda: explorer.is_loaded and pilot.app.screen is explorer.screen)
        assert explorer.screen.filter_bar.text == f"deployment:{deployment.id}"
        assert explorer.has_focus(explorer.screen.instances)
        await press(pilot, "left_square_bracket", "left_square_bracket")
        await settle(pilot, lambda: explorer.is_loaded and not explorer.screen.filter_bar.text)


async def test_any_id_or_url_is_gone_to() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        identity = next(iter(explorer.world.people.identities)).id
        instance = explorer.store.state.rows[5].key
        await browse(pilot, "provider")
        await press(pilot, "colon")
        asked = len(explorer.wire.requests)
        pilot.app.screen.post_message(Paste(identity))
        options = pilot.app.screen.query_one(OptionList)
        await settle(pilot, lambda: options.option_count == 1)
        await press(pilot, "enter")
        await settle(
            pilot,
            lambda: (
                isinstance(pilot.app.screen, ResourceScreen)
                and pilot.app.screen.shown_key == identity
            ),
        )
        tried = [one.url.path for one in explorer.wire.requests[asked:] if identity in one.url.path]
        assert tried[0] == f"/integration-instances/{identity}"
        assert tried[-1] == f"/identities/{identity}"
        assert len(tried) <= len(resources.RESOURCES)
        # An instance, by its URL, is opened on the main screen, with one call.
        asked = len(explorer.wire.requests)
        explorer.app.screen.jump(f"https://api.metorial.com/integration-instances/{instance}")  # type: ignore[attr-defined]  # both screens have it
        await settle(
            pilot,
            lambda: pilot.app.screen is explorer.screen and explorer.shown == instance,
        )
        assert [one.url.path for one in explorer.wire.requests[asked:]].count(
            f"/integration-instances/{instance}"
        ) == 1
        assert explorer.has_focus(explorer.screen.object_tree)
        explorer.screen.jump("zzz_nowhere1")
        await settle(pilot, lambda: bool(explorer.said))
        assert "Nothing has the ID zzz_nowhere1" in explorer.said[-1]


async def test_what_a_key_may_not_read_is_explained() -> None:
    explorer = Explorer()

    async def refuse(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.startswith("/sessions"):
            body = {"status": 403, "code": "forbidden", "message": "No"}
            return httpx.Response(403, json=body, headers={"metorial-req-id": "req_1aBcDeFg"})
        return None

    async with explorer.running(NARROW) as pilot:
        explorer.wire.tap = refuse
        explorer.screen.browse("session")
        await on(pilot, ResourceScreen)
        await settle(pilot, lambda: reading(pilot).state.phase == "failed")
        words = " ".join(drawn(pilot).split())
        assert "This key may not read sessions" in words
        assert "req_1aBcDeFg" in words
        await press(pilot, "f", "y", "O", "enter", "r", "escape")
        assert pilot.app.screen is explorer.screen


async def test_a_session_is_read_and_copied_without_its_secrets() -> None:
    explorer = Explorer()
    async with explorer.running(WIDE) as pilot:
        screen = await browse(pilot, "session")
        await settle(pilot, lambda: screen.shown_key is not None)
        session = explorer.world.sessions.get(screen.shown_key or "")
        assert session is not None
        picture = drawn(pilot)
        assert session.client_secret not in picture
        assert "connect.example.com" not in picture
        assert "connection url" in picture
        await press(pilot, "y")
        await on(pilot, CopyMenu)
        await press(pilot, "escape")
        subject = screen.subject
        assert subject is not None
        for kind in ("json", "value"):
            copied = subject.text(kind) or ""
            assert session.id in copied
            assert session.client_secret not in copied
            assert "connect.example.com" not in copied


async def test_a_new_kind_is_one_row_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = cast("Kind", "provider_listing")
    row = Resource(
        kind,
        "listing",
        "/provider-listings",
        "tui.models.base:NamedObject",
        ("status", "name", "id"),
        None,
        None,
        "pli_",
    )
    monkeypatch.setattr(resources, "RESOURCES", (*resources.RESOURCES, row))
    monkeypatch.setitem(resources.BY_KIND, kind, row)
    name = "Market [@click=app.quit]x[/] \x1b[2J\u202e"
    found = {"object": "provider.listing", "id": "pli_1aBcDeFg", "name": name, "status": "new"}

    async def serve(request: httpx.Request) -> httpx.Response | None:
        body: dict[str, Any] = {"items": [found], "pagination": {"has_more_after": False}}
        if request.url.path == "/provider-listings":
            return httpx.Response(200, json=body)
        if request.url.path == "/provider-listings/pli_1aBcDeFg":
            return httpx.Response(200, json=found)
        return None

    explorer = Explorer()
    async with explorer.running(WIDE) as pilot:
        explorer.wire.tap = serve
        offered = [hit async for hit in PlaceProvider(explorer.screen).search("listings")]
        assert [str(hit.match_display) for hit in offered if isinstance(hit, Hit)] == [
            "browse listings"
        ]
        screen = await browse(pilot, kind)
        await settle(pilot, lambda: screen.shown_key == "pli_1aBcDeFg")
        assert "Listings" in drawn(pilot)
        assert "? new" in drawn(pilot)
        assert "Market [@click" in drawn(pilot)
        assert "\x1b" not in drawn(pilot)
        assert "\u202e" not in drawn(pilot)
        await press(pilot, "escape")
        explorer.screen.jump("pli_1aBcDeFg")
        await on(pilot, ResourceScreen)
        assert len(explorer.wire.sent("GET", "/provider-listings/")) == 1


async def test_another_store_takes_the_screens_of_the_one_before_away() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await browse(pilot, "provider_config")
        explorer.app.screen.browse("provider")  # type: ignore[attr-defined]  # it is such a screen
        await settle(pilot, lambda: len(explorer.app.screen_stack) == 3)
        explorer.screen._connect()
        await settle(pilot, lambda: len(explorer.opened) == 2 and explorer.is_loaded)
        assert pilot.app.screen is explorer.screen
