"""Pictures of every screen at both sizes; `pytest --snapshot-update` draws them anew."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from unittest.mock import patch

import httpx
import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select, Static, TextArea

from tests.ui.app_host import LIST, NARROW, WIDE, WRONG_KEY, Explorer, on, press, settle
from tui.kept_filters import KeptFilters
from tui.profile import Profile
from tui.recent_filters import RecentFilters
from tui.sandbox.fault import Fault
from tui.saved_filters import SavedFilter, SavedFilters
from tui.screens import outside
from tui.screens.archive import ArchiveScreen
from tui.screens.bulk import BulkScreen
from tui.screens.bulk_form import BulkFormScreen
from tui.screens.choice import ChoiceScreen
from tui.screens.column_choice import ColumnChoiceScreen
from tui.screens.compare import CompareScreen
from tui.screens.confirm import ConfirmScreen
from tui.screens.conflict import ConflictScreen
from tui.screens.copy_menu import CopyMenu
from tui.screens.export import ExportScreen
from tui.screens.filter_form import FilterFormScreen
from tui.screens.help import HelpScreen
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.path_screen import PathScreen
from tui.screens.picker import PickerScreen
from tui.screens.provider_form import ProviderFormScreen
from tui.screens.refused import RefusedScreen
from tui.screens.requests import RequestsScreen
from tui.screens.resource_screen import ResourceScreen
from tui.screens.result import ResultScreen
from tui.screens.review import ReviewScreen
from tui.screens.saved_filters import SavedFiltersScreen
from tui.screens.session_form import SessionFormScreen, SessionTemplateFormScreen
from tui.screens.session_result import SessionResultScreen
from tui.screens.sessions import SessionsScreen
from tui.screens.set_provider_form import SetProviderScreen
from tui.screens.settings import SettingsScreen
from tui.screens.sort_menu import SortMenu
from tui.screens.summary import SummaryScreen
from tui.screens.unknown_outcome import UnknownOutcomeScreen
from tui.screens.welcome import WelcomeScreen
from tui.screens.why import WhyScreen
from tui.text import Display
from tui.widgets.bulk_list import BulkList
from tui.widgets.completion_list import CompletionList
from tui.widgets.fields.chips import Chips
from tui.widgets.fields.json_area import JsonArea
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.trial_list import TrialList
from tui.widgets.tour_bar import TourBar

Steps: TypeAlias = Callable[[Pilot[None], Explorer], Awaitable[None]]


async def nothing(pilot: Pilot[None], explorer: Explorer) -> None:
    """Take the picture of the main screen as it comes."""


async def in_the_tree(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "enter")
    await settle(pilot, lambda: explorer.app.focused is explorer.screen.object_tree)
    await press(pilot, "down", "down", "down")


async def in_the_inspector(pilot: Pilot[None], explorer: Explorer) -> None:
    await in_the_tree(pilot, explorer)
    await press(pilot, "3")


async def filter_with_completion(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "slash")
    # All at once: how often the server is asked while one types depends on the typing's pace,
    # and the calls left stand in the picture.
    pilot.app.screen.post_message(Paste("status:active provider:g"))
    completions = explorer.screen.query_one(CompletionList)
    # No more than its first page is loaded while one is still typing.
    await settle(
        pilot,
        lambda: (
            completions.highlighted is not None
            and explorer.is_idle
            and not explorer.store.state.guess
            and explorer.shown == explorer.cursor
        ),
    )


async def tour(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "T")
    await settle(pilot, lambda: bool(explorer.screen.query(TourBar)))


async def tour_in_the_tree(pilot: Pilot[None], explorer: Explorer) -> None:
    await tour(pilot, explorer)
    await press(pilot, "enter")
    await settle(pilot, lambda: explorer.app.focused is explorer.screen.object_tree)


async def wrong_filter(pilot: Pilot[None], explorer: Explorer) -> None:
    explorer.screen.filter_bar.text = "colour:red ada"
    await settle(pilot, lambda: bool(explorer.store.state.problems) and explorer.is_loaded)


async def on_a_draft(pilot: Pilot[None], explorer: Explorer) -> None:
    draft = next(row for row in explorer.store.state.rows if row.status == "draft")
    explorer.screen.instances.move_to_key(draft.key)
    await settle(pilot, lambda: explorer.shown == draft.key)


async def on_one_without_template(pilot: Pilot[None], explorer: Explorer) -> None:
    made = explorer.world.template_of
    row = next(
        row
        for row in explorer.store.state.rows
        if row.status == "active" and row.key not in made and len(row.providers) > 1
    )
    explorer.screen.instances.move_to_key(row.key)
    await settle(pilot, lambda: explorer.shown == row.key)


def by_key(key: str, screen: type[Any]) -> Steps:
    """Return the steps that press a key and wait for its screen."""

    async def steps(pilot: Pilot[None], explorer: Explorer) -> None:
        await on_one_without_template(pilot, explorer)
        await press(pilot, key)
        await on(pilot, screen)
        await settle(pilot, lambda: explorer.is_idle)

    return steps


edit = by_key("e", InstanceFormScreen)
create = by_key("n", InstanceFormScreen)
archive = by_key("d", ArchiveScreen)
session = by_key("s", SessionFormScreen)
template = by_key("t", SessionTemplateFormScreen)


async def template_update(pilot: Pilot[None], explorer: Explorer) -> None:
    made = explorer.world.template_of
    row = next(row for row in explorer.store.state.rows if row.key in made)
    explorer.screen.instances.move_to_key(row.key)
    await settle(pilot, lambda: explorer.shown == row.key)
    await press(pilot, "t")
    await on(pilot, SessionTemplateFormScreen)
    await settle(pilot, lambda: explorer.is_idle)
    pilot.app.screen.query_one("#field-name Input", Input).value = "For support"
    await press(pilot, "ctrl+s")
    await on(pilot, ReviewScreen)


async def picker(pilot: Pilot[None], explorer: Explorer) -> None:
    await create(pilot, explorer)
    await press(pilot, "enter")
    await on(pilot, PickerScreen)
    options = pilot.app.screen.query_one(OptionList)
    await settle(pilot, lambda: options.option_count > 0)


async def provider(pilot: Pilot[None], explorer: Explorer) -> None:
    await edit(pilot, explorer)
    rows = pilot.app.screen.query_one("#field-providers OptionList", OptionList)
    rows.focus()
    rows.highlighted = 0
    await press(pilot, "enter")
    await on(pilot, ProviderFormScreen)


async def tool_filter(pilot: Pilot[None], explorer: Explorer) -> None:
    await provider(pilot, explorer)
    form = pilot.app.screen
    await settle(pilot, lambda: explorer.is_idle)
    form.query_one(".filter-mode", Select).value = "rules"
    await settle(pilot, lambda: bool(form.query(Chips)))
    chips = form.query_one(Chips)
    chips.focus_line()
    await settle(pilot, lambda: chips.has_focus_within)
    # One right, one misspelt, one that is being completed.
    line = chips.query_one(Input)
    line.value = "list_issues, creat_issue, "
    await settle(pilot, lambda: not line.value)
    await press(pilot, "s", "e")


async def tools_of_filter(pilot: Pilot[None], explorer: Explorer) -> None:
    await tool_filter(pilot, explorer)
    form = pilot.app.screen
    form.query_one(TrialList).focus()
    await press(pilot, "down", "space")
    await settle(pilot)


async def metadata_pairs(pilot: Pilot[None], explorer: Explorer) -> None:
    instance = explorer.world.instances.get(explorer.cursor or "")
    assert instance is not None
    instance.metadata = {"team": "support [b]", "quota": 12, "plan": "true", "trial": None}
    await edit(pilot, explorer)
    pilot.app.screen.query_one(JsonArea).focus()
    await press(pilot, "f3")


async def whole_refused(pilot: Pilot[None], explorer: Explorer) -> None:
    def edit(text: str, environ: Any, *, suffix: str) -> str:
        instance = json.loads(text)
        instance |= {"name": "", "status": "gone", "nmae": "Ada [b]", "metadata": "none"}
        instance["providers"][0]["config"] = "pcf_production"
        instance["providers"].append({"id": "ipr_unknown"})
        return json.dumps(instance)

    with (
        patch.object(outside, "edit", edit),
        patch.object(explorer.app, "suspend", nullcontext),
    ):
        await press(pilot, "E")
        await on(pilot, RefusedScreen)


def file_asked(key: str) -> Steps:
    async def steps(pilot: Pilot[None], explorer: Explorer) -> None:
        await create(pilot, explorer)
        await press(pilot, key)
        await on(pilot, PathScreen)
        pilot.app.screen.query_one(Input).value = "/nowhere/ada [b].json"
        await settle(pilot)
        await press(pilot, "end", "enter")
        await settle(pilot, lambda: explorer.is_idle)

    return steps


async def set_provider(pilot: Pilot[None], explorer: Explorer) -> None:
    await in_the_tree(pilot, explorer)
    await press(pilot, "e")
    await on(pilot, SetProviderScreen)


async def review(pilot: Pilot[None], explorer: Explorer) -> None:
    await edit(pilot, explorer)
    pilot.app.screen.query_one("#field-name Input", Input).value = "Renamed [b] in a review"
    await press(pilot, "ctrl+s")
    await on(pilot, ReviewScreen)


async def conflict(pilot: Pilot[None], explorer: Explorer) -> None:
    await edit(pilot, explorer)
    form = pilot.app.screen
    form.query_one("#field-name Input", Input).value = "Ada [b] here"
    form.query_one("#field-metadata TextArea", TextArea).text = '{"team": "mine", "new": [1]}'
    instance = explorer.world.instances.get(explorer.cursor or "")
    assert instance is not None
    instance.name, instance.description = "Ada, by somebody else", "Theirs alone."
    instance.metadata = {**(instance.metadata or {}), "team": "theirs"}
    await press(pilot, "ctrl+s")
    await on(pilot, ConflictScreen)


async def conflict_reviewed(pilot: Pilot[None], explorer: Explorer) -> None:
    await conflict(pilot, explorer)
    await press(pilot, "t", "Y", "ctrl+s")
    await on(pilot, ReviewScreen)


async def unknown_outcome(pilot: Pilot[None], explorer: Explorer) -> None:
    async def lose(request: httpx.Request) -> httpx.Response | None:
        if request.method != "POST":
            return None
        await explorer.wire.pass_on(request)
        raise httpx.ReadError("reset")

    await create(pilot, explorer)
    form = pilot.app.screen
    integration = next(iter(explorer.world.instances)).integration.entry.id
    form.query_one("#field-integration_id", PickField).choose(integration, Display("Its name"))
    form.query_one("#field-name Input", Input).value = "Made without an answer"
    form.query_one("#field-metadata TextArea", TextArea).text = '{"team": "support"}'
    explorer.wire.tap = lose
    await press(pilot, "ctrl+s")
    await on(pilot, ReviewScreen)
    await press(pilot, "ctrl+s")
    await on(pilot, UnknownOutcomeScreen)


async def created(pilot: Pilot[None], explorer: Explorer) -> None:
    await create(pilot, explorer)
    form = pilot.app.screen
    integration = next(iter(explorer.world.instances)).integration.entry.id
    form.query_one("#field-integration_id", PickField).choose(integration, Display("Its name"))
    form.query_one("#field-name Input", Input).value = "Made just now"
    await press(pilot, "ctrl+s")
    await on(pilot, ReviewScreen)
    await press(pilot, "ctrl+s")
    await on(pilot, ResultScreen)


async def form_with_problems(pilot: Pilot[None], explorer: Explorer) -> None:
    await create(pilot, explorer)
    await press(pilot, "ctrl+s")


async def archive_typed(pilot: Pilot[None], explorer: Explorer) -> None:
    await archive(pilot, explorer)
    await press(pilot, "a")


async def confirm(pilot: Pilot[None], explorer: Explorer) -> None:
    await session(pilot, explorer)
    await press(pilot, "ctrl+s")
    await on(pilot, ReviewScreen)
    await press(pilot, "ctrl+s")
    await on(pilot, ConfirmScreen)


async def session_result(pilot: Pilot[None], explorer: Explorer) -> None:
    await confirm(pilot, explorer)
    pilot.app.screen.query_one("#yes").focus()
    await press(pilot, "enter")
    await on(pilot, SessionResultScreen)


async def requests(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "R")
    await settle(pilot, lambda: explorer.is_idle)
    await press(pilot, "exclamation_mark")
    await on(pilot, RequestsScreen)
    screen = pilot.app.screen
    assert isinstance(screen, RequestsScreen)
    # In which order those of the start are sent is Python's choice.
    await press(pilot, "slash", *"updated", "enter")
    await settle(pilot, lambda: "updated" in str(screen.view.text))


async def failed(pilot: Pilot[None], explorer: Explorer) -> None:
    async def fail(request: httpx.Request) -> httpx.Response:
        body = {"status": 500, "code": "internal_server_error", "message": "Something broke."}
        return httpx.Response(500, json=body, headers={"metorial-req-id": "req_0aBcDeFgHjKlMnPq"})

    explorer.wire.tap = fail
    await press(pilot, "R")
    await settle(pilot, lambda: explorer.store.state.phase == "failed")


async def welcome(pilot: Pilot[None], explorer: Explorer) -> None:
    await on(pilot, WelcomeScreen)


async def reading(pilot: Pilot[None], explorer: Explorer) -> None:
    explorer.screen.browse("identity")
    await on(pilot, ResourceScreen)
    screen = pilot.app.screen
    assert isinstance(screen, ResourceScreen)
    await settle(pilot, lambda: screen.shown_key is not None)


async def listed_by_use(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "f")
    await on(pilot, ChoiceScreen)
    await press(pilot, "down", "down", "enter")
    await settle(pilot, lambda: explorer.is_loaded and bool(explorer.screen.filter_bar.text))


async def compared(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "space", "equals_sign")
    await on(pilot, CompareScreen)


async def why(pilot: Pilot[None], explorer: Explorer) -> None:
    draft = next(
        one
        for one in explorer.world.instances
        if one.status == "draft" and len(one.active_providers) > 1
    )
    explorer.screen.instances.move_to_key(draft.id)
    await settle(pilot, lambda: explorer.shown == draft.id)
    await press(pilot, "W")
    await on(pilot, WhyScreen)
    screen = pilot.app.screen
    assert isinstance(screen, WhyScreen)
    await settle(pilot, lambda: bool(screen.listed.rows))


async def sessions(pilot: Pilot[None], explorer: Explorer) -> None:
    world = explorer.world
    used = {one.template.instance.id for one in world.sessions}
    key = next(row.key for row in explorer.store.state.rows if row.key in used)
    explorer.screen.instances.move_to_key(key)
    await settle(pilot, lambda: explorer.shown == key)
    await press(pilot, "S")
    await on(pilot, SessionsScreen)
    screen = pilot.app.screen
    assert isinstance(screen, SessionsScreen)
    await settle(pilot, lambda: screen.shown_key is not None)


async def settings(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "comma")
    await on(pilot, SettingsScreen)
    pilot.app.screen.query_one(OptionList).highlighted = 10


async def saved_filters(pilot: Pilot[None], explorer: Explorer) -> None:
    with TemporaryDirectory() as folder:
        saved = SavedFilters(Path(folder) / "filters.toml")
        saved.save(SavedFilter("my drafts", "status:draft"))
        saved.save(SavedFilter("Support [b]", 'integration:"Support desk"', "updated", True))
        saved.save(SavedFilter("A to Z", "", "name"))
        explorer.screen.kept = KeptFilters(saved, RecentFilters())
        await press(pilot, "apostrophe")
        await on(pilot, SavedFiltersScreen)
    await press(pilot, "down")


async def filter_form(pilot: Pilot[None], explorer: Explorer) -> None:
    explorer.screen.filter_bar.text = "provider:github ada"
    await settle(pilot, lambda: explorer.is_loaded)
    await press(pilot, "F")
    await on(pilot, FilterFormScreen)
    form = pilot.app.screen
    form.query_one("#field-status Input", Input).value = "active, nope"
    form.query_one("#field-integration Input", Input).value = "Support desk"
    await settle(
        pilot, lambda: "integration_id=itg_" in str(form.query_one("#sent-query").render())
    )


async def counted(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "number_sign")
    await on(pilot, SummaryScreen)


async def exporting(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "space", "space", "x")
    await on(pilot, ExportScreen)


async def columns(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "C")
    await on(pilot, ColumnChoiceScreen)
    await press(pilot, "a", *"te", "tab", "enter")
    await settle(pilot, lambda: explorer.is_idle)
    await press(pilot, "K", "K", "K")


async def columns_of_actors(pilot: Pilot[None], explorer: Explorer) -> None:
    explorer.screen.browse("identity_actor")
    await on(pilot, ResourceScreen)
    screen = pilot.app.screen
    assert isinstance(screen, ResourceScreen)
    await settle(pilot, lambda: screen.shown_key is not None)
    # Without the dialog, which would keep them in the settings file.
    screen.show_columns(("status", "name", "metadata.employee", "type", "id"))
    await settle(pilot, lambda: explorer.is_idle)
    await press(pilot, "right")


async def marked(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, *["space"] * 12)
    await press(pilot, "d")
    await on(pilot, BulkScreen)


async def redraw(pilot: Pilot[None]) -> None:
    """Draw the screen behind a dialog, too; Textual does so when it next comes to it."""
    pilot.app.screen.refresh()
    await pilot.pause()


async def bulk_running(pilot: Pilot[None], explorer: Explorer) -> None:
    """Stop the clock in the middle: some are done, one failed, the others wait for an answer."""
    keys = [row.key for row in explorer.screen.instances.rows[:12]]
    held = asyncio.Event()

    async def hold(request: httpx.Request) -> httpx.Response | None:
        if request.method == "DELETE" and request.url.path.rpartition("/")[2] in keys[5:]:
            await held.wait()
        return None

    conflict = Fault(kind="status", status=409, method="DELETE", path=f"{LIST}/{keys[2]}")
    explorer.wire.faults.set([conflict])
    explorer.wire.tap = hold
    await marked(pilot, explorer)
    await press(pilot, "a")
    listed = pilot.app.screen.query_one(BulkList)
    await settle(pilot, lambda: [row.state for row in listed.rows].count("waits") == 7)
    await settle(pilot, lambda: len(explorer.names) == 197)
    await redraw(pilot)


async def bulk_report(pilot: Pilot[None], explorer: Explorer) -> None:
    key = explorer.screen.instances.rows[2].key
    conflict = Fault(kind="status", status=409, method="DELETE", path=f"{LIST}/{key}")
    explorer.wire.faults.set([conflict])
    await marked(pilot, explorer)
    await press(pilot, "a")
    await settle(
        pilot, lambda: "Esc close" in str(pilot.app.screen.query_one(".dialog").border_subtitle)
    )
    await redraw(pilot)


async def bulk_dry_run(pilot: Pilot[None], explorer: Explorer) -> None:
    await press(pilot, "space", "space", "space", "e")
    await on(pilot, BulkFormScreen)
    form = pilot.app.screen
    form.query_one("#field-metadata TextArea", TextArea).text = '{"team": "support"}'
    await press(pilot, "ctrl+s")
    await on(pilot, BulkScreen)
    await settle(
        pilot, lambda: "a change" in str(pilot.app.screen.query_one(".dialog").border_subtitle)
    )


@dataclass(frozen=True)
class Picture:
    """A picture: what is done before it, and on what."""

    steps: Steps
    options: dict[str, Any] = field(default_factory=dict)
    loaded: bool = True


PROFILES = (
    Profile(),
    Profile(name="staging", host="https://staging.example", key="cli", colour="green"),
    Profile(name="prod", label="PROD EU", key="token_command", read_only=True, colour="red"),
    Profile(name="old", fault="line 14: host must be a text"),
)
PRODUCTION = {"environment_type": "production"}
PICTURES = {
    "main": Picture(nothing),
    "main_production_read_only": Picture(nothing, {**PRODUCTION, "read_only": True}),
    "main_draft": Picture(on_a_draft),
    "main_profile": Picture(nothing, {**PRODUCTION, "profile": PROFILES[2]}),
    "tour": Picture(tour),
    "tour_in_the_tree": Picture(tour_in_the_tree),
    "tree": Picture(in_the_tree),
    "inspector": Picture(in_the_inspector),
    "filter_completion": Picture(filter_with_completion),
    "filter_wrong": Picture(wrong_filter),
    "help": Picture(by_key("question_mark", HelpScreen)),
    "copy_menu": Picture(by_key("y", CopyMenu)),
    "profiles": Picture(by_key("P", ChoiceScreen), {"profiles": PROFILES}),
    "columns": Picture(columns),
    "columns_of_actors": Picture(columns_of_actors),
    "export": Picture(exporting),
    "sort_menu": Picture(by_key("o", SortMenu)),
    "browse": Picture(by_key("B", ChoiceScreen)),
    "reading": Picture(reading),
    "listed_by_use": Picture(listed_by_use),
    "compare": Picture(compared),
    "why": Picture(why),
    "sessions": Picture(sessions),
    "bulk_asking": Picture(marked, PRODUCTION),
    "bulk_running": Picture(bulk_running),
    "bulk_report": Picture(bulk_report),
    "bulk_dry_run": Picture(bulk_dry_run),
    "summary": Picture(counted),
    "saved_filters": Picture(saved_filters),
    "settings": Picture(settings),
    "filter_form": Picture(filter_form),
    "requests": Picture(requests),
    "welcome": Picture(welcome, {"key": None}, loaded=False),
    "welcome_refused": Picture(welcome, {"key": WRONG_KEY}, loaded=False),
    "create_form": Picture(create),
    "create_form_problems": Picture(form_with_problems),
    "edit_form": Picture(edit),
    "provider_form": Picture(provider),
    "tool_filter": Picture(tool_filter),
    "tools_of_filter": Picture(tools_of_filter),
    "metadata_pairs": Picture(metadata_pairs),
    "whole_refused": Picture(whole_refused),
    "form_load": Picture(file_asked("f5")),
    "form_save": Picture(file_asked("f6")),
    "set_provider": Picture(set_provider),
    "picker": Picture(picker),
    "review": Picture(review),
    "conflict": Picture(conflict),
    "conflict_reviewed": Picture(conflict_reviewed),
    "unknown_outcome": Picture(unknown_outcome),
    "created": Picture(created),
    "archive": Picture(archive),
    "archive_production": Picture(archive_typed, PRODUCTION),
    "session_form": Picture(session),
    "template_form": Picture(template),
    "template_update": Picture(template_update),
    "session_without_template": Picture(confirm),
    "session_result": Picture(session_result),
    "error": Picture(failed),
    "empty": Picture(nothing, {"instances": 0}),
}


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str, size: tuple[int, int], snap_compare: Any) -> None:
    picture = PICTURES[name]
    explorer = Explorer(**picture.options)

    async def before(pilot: Pilot[None]) -> None:
        if picture.loaded:
            await settle(pilot, lambda: explorer.is_loaded)
        await picture.steps(pilot, explorer)
        await settle(pilot, lambda: explorer.is_idle)

    assert snap_compare(explorer.app, terminal_size=size, run_before=before)


async def test_a_session_is_pictured_masked() -> None:
    explorer = Explorer()
    async with explorer.running() as pilot:
        await session_result(pilot, explorer)
        picture = explorer.app.export_screenshot()
        made = list(explorer.world.sessions)[-1]
        assert made.client_secret not in picture
        assert made.id in "".join(str(one.content) for one in pilot.app.screen.query(Static))
