"""What the tests of forms share: a host app, a fake lookup, a fake server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import App
from textual.binding import BindingType
from textual.pilot import Pilot
from textual.screen import Screen

from tui.errors import ApiError
from tui.models.requests import RequestBody
from tui.models.tool import Tool
from tui.resources import Kind
from tui.store.catalogue import Catalogue, Terms
from tui.store.lookup import Choice, Choices
from tui.stylesheets import stylesheet
from tui.text import Display

ResultT = TypeVar("ResultT")


def choice(identifier: str, name: str, status: str | None = "active") -> Choice:
    return Choice(identifier, Display(name), status=Display(status) if status else None)


CHOICES: dict[Kind, tuple[Choice, ...]] = {
    "integration": (
        choice("itg_support", "Support desk"),
        choice("itg_sales", "Sales"),
    ),
    "identity": (choice("idn_ada", "Ada"), choice("idn_bob", "Bob")),
    "identity_actor": (choice("act_ada", "Ada Lovelace"), choice("act_bob", "Bob B.")),
    "integration_provider": (
        choice("pro_github", "GitHub"),
        choice("pro_slack", "Slack"),
        choice("pro_notion", "Notion"),
    ),
    "provider_config": (
        choice("pcf_production", "Production Config"),
        choice("pcf_staging", "Staging Config"),
    ),
    "provider_auth_config": (choice("pac_ada", "Ada's token"), choice("pac_bob", "Bob's token")),
}


class FakeLookup:
    """Answers from `CHOICES`; notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Kind, str, dict[str, str]]] = []
        self.refusals: dict[Kind, ApiError] = {}
        self.unreadable: dict[Kind, ApiError] = {}
        self.gates: dict[str, asyncio.Event] = {}
        """Texts whose answers wait for their event."""
        self.page_size = 50
        self.by_id: dict[str, Choice] = {}
        """What can be read by its ID and is on no list."""
        self.latest: list[Choice] = []
        """What was picked, the latest last."""

    async def search(self, kind: Kind, text: str, **filters: str) -> tuple[Choice, ...]:
        self.asked.append((kind, text, filters))
        if text in self.gates:
            await self.gates[text].wait()
        if kind in self.refusals:
            raise self.refusals[kind]
        return tuple(one for one in CHOICES[kind] if text.casefold() in one.name.casefold())

    async def page(self, kind: Kind, text: str, after: str = "", **filters: str) -> Choices:
        found = await self.search(kind, text, **filters)
        ids = [one.id for one in found]
        start = ids.index(after) + 1 if after else 0
        items = found[start : start + self.page_size]
        more = start + self.page_size < len(found)
        return Choices(items, items[-1].id if more else None)

    async def name_of(self, kind: Kind, identifier: str) -> Choice | None:
        if kind in self.unreadable:
            raise self.unreadable[kind]
        if identifier in self.by_id:
            return self.by_id[identifier]
        return next((one for one in CHOICES[kind] if one.id == identifier), None)

    def recent(self, kind: Kind, **filters: str) -> tuple[Choice, ...]:
        return tuple(reversed(self.latest))

    def picked(self, kind: Kind, choice: Choice, **filters: str) -> None:
        self.latest.append(choice)


TOOLS = (
    Tool("get_file", "pto_1", Display("Read a file")),
    Tool("list_issues", "pto_2", Display("List issues")),
    Tool("create_issue", "pto_3", Display("Open an issue")),
    Tool("delete_branch", "pto_4", Display("Delete [b] a branch")),
)


class FakeCatalogue(Catalogue):
    """Offers the providers of `CHOICES`, each with `TOOLS`."""

    def __init__(self, **terms: Any) -> None:
        self.terms = Terms(CHOICES["integration_provider"], **terms)
        self.refusal: ApiError | None = None

    async def terms_of(self, integration_id: str) -> Terms:
        return self.terms

    async def tools_of(self, provider_id: str) -> tuple[Tool, ...]:
        if self.refusal is not None:
            raise self.refusal
        return TOOLS


class FakeServer(Generic[ResultT]):
    """Takes bodies; answers, refuses, or keeps one waiting."""

    def __init__(self, answer: ResultT) -> None:
        self.answer = answer
        self.bodies: list[dict[str, Any]] = []
        self.refusals: list[ApiError] = []
        self.gate: asyncio.Event | None = None

    async def submit(self, body: RequestBody) -> ResultT:
        self.bodies.append(body.as_json())
        if self.gate is not None:
            await self.gate.wait()
        if self.refusals:
            raise self.refusals.pop(0)
        return self.answer


class FormHost(App[None]):
    """Shows one dialog and keeps what it was dismissed with."""

    CSS_PATH: ClassVar[list[Any]] = [stylesheet("app"), stylesheet("forms")]
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, dialog: Screen[Any]) -> None:
        super().__init__()
        self.animation_level = "none"
        self.dialog = dialog
        self.results: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.results.append)


async def settle(pilot: Pilot[None]) -> None:
    """Let messages and workers that wait for nothing run to their end."""
    for _ in range(4):
        await pilot.pause()


async def until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    """Wait until something is so; a test that waits in vain fails by its name."""
    for _ in range(200):
        if is_so():
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came to be so")
