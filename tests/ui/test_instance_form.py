"""The form of an instance: bodies to the letter, errors at their fields, nothing lost."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, Select, Static, TextArea

from tests.core.form_samples import instance
from tests.ui.form_host import (
    FakeCatalogue,
    FakeLookup,
    FakeServer,
    FormHost,
    choice,
    settle,
    until,
)
from tui.drafts import Drafts
from tui.errors import ConnectError, FieldError, InvalidData, RequestTimeout
from tui.forms.instance import InstanceDraft
from tui.forms.outcome import NOT_CHANGED, NOT_THERE
from tui.models.integration_instance import IntegrationInstance
from tui.screens.conflict import ConflictScreen
from tui.screens.discard import DiscardScreen
from tui.screens.form_screen import NOTHING_CHANGED
from tui.screens.instance_form import NOTHING_LEFT, InstanceFormScreen
from tui.screens.instance_rows import INTEGRATION_FIRST
from tui.screens.picker import PickerScreen
from tui.screens.provider_editing import STAYS
from tui.screens.provider_form import ProviderFormScreen
from tui.screens.review import OTHERS, ReviewScreen
from tui.text import Display
from tui.widgets.fields.field import FormField
from tui.widgets.fields.rows_field import RowsField
from tui.widgets.fields.tool_filter_field import ToolFilterField

SIZE = (80, 24)
BASE = instance()


def server() -> FakeServer[IntegrationInstance]:
    return FakeServer(BASE)


def form(server: FakeServer[IntegrationInstance], **options: Any) -> InstanceFormScreen:
    options = {"lookup": FakeLookup(), "catalogue": FakeCatalogue(), **options}
    return InstanceFormScreen(submit=server.submit, **options)


def error_of(dialog: InstanceFormScreen, name: str) -> str | None:
    return dialog.query_one(f"#field-{name}", FormField).error


def message(dialog: InstanceFormScreen) -> str:
    return str(dialog.query_one("#form-message .error", Static).content)


def status(dialog: InstanceFormScreen) -> str:
    return str(dialog.query_one(".form-status", Static).content)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def choose_row(pilot: Pilot[None], dialog: InstanceFormScreen, number: int) -> None:
    rows = dialog.query_one("#field-providers OptionList", OptionList)
    rows.focus()
    rows.highlighted = number
    await settle(pilot)
    await press(pilot, "enter")


async def send(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+s")
    assert isinstance(pilot.app.screen, ReviewScreen)
    await press(pilot, "ctrl+s")


async def test_an_instance_is_created_by_keys_alone() -> None:
    taker = server()
    app = FormHost(form(taker))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "space")
        assert isinstance(app.screen, PickerScreen)
        await press(pilot, "enter", "tab", "A", "d", "a", "enter")
        await press(pilot, "tab", "enter", "down", "enter", "ctrl+s")
        assert isinstance(app.screen, ReviewScreen)
        await press(pilot, "enter")
        assert taker.bodies == [
            {"integration_id": "itg_support", "name": "Ada", "identity_id": "idn_ada"}
        ]
        assert app.results == [BASE]


async def test_what_is_missing_is_said_at_its_field() -> None:
    taker = server()
    dialog = form(taker)
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one("#field-metadata TextArea", TextArea).text = '{\n "a": NaN\n}'
        await press(pilot, "ctrl+s")
        assert app.screen is dialog
        assert error_of(dialog, "integration_id") == "an integration is needed"
        assert error_of(dialog, "name") == "a name is needed"
        assert "line 2, column 7" in str(error_of(dialog, "metadata"))
        assert dialog.query_one("#field-metadata TextArea", TextArea).cursor_location == (1, 6)
        assert dialog.focused is dialog.query_one("#field-integration_id Button")
        assert not taker.bodies


async def test_an_update_sends_what_changed_and_the_review_says_it() -> None:
    taker = server()
    dialog = form(taker, base=BASE)
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        assert dialog.draft() == InstanceDraft.from_instance(BASE)
        dialog.query_one("#field-name Input", Input).value = "Ada, [b]staging"
        dialog.query_one("#field-description TextArea", TextArea).text = ""
        await press(pilot, "ctrl+s")
        lines = [str(one.content) for one in app.screen.query(Static)]
        assert "PATCH /integration-instances/int_7dEfGhJkLmNpQrSt" in lines
        assert lines[lines.index("name") :][:5] == [
            "name",
            "-",
            '"GitHub for Ada"',
            "+",
            '"Ada, [b]staging"',
        ]
        assert '{\n  "name": "Ada, [b]staging",\n  "description": null\n}' in lines
        await press(pilot, "escape")
        assert app.screen is dialog
        assert dialog.query_one("#field-name Input", Input).value == "Ada, [b]staging"
        await send(pilot)
        assert taker.bodies == [{"name": "Ada, [b]staging", "description": None}]
        assert app.results == [BASE]


async def test_nothing_changed_is_not_sent() -> None:
    taker = server()
    dialog = form(taker, base=BASE)
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert status(dialog) == NOTHING_CHANGED
        assert app.screen is dialog
        await press(pilot, "escape")
        assert app.results == [None]
        assert not taker.bodies


async def test_a_row_is_changed_and_sent_whole() -> None:
    taker = server()
    dialog = form(taker, base=BASE)
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await choose_row(pilot, dialog, 1)
        row = pilot.app.screen
        assert isinstance(row, ProviderFormScreen)
        assert not row.query("#remove")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PickerScreen)
        # Nothing is highlighted, as what is set is not in this list.
        await press(pilot, "down", "down", "down", "enter")
        row.query_one(".filter-mode", Select).value = "rules"
        await settle(pilot)
        row.query_one(".chips Input", Input).value = "a, b"
        await press(pilot, "ctrl+s")
        await send(pilot)
        assert taker.bodies == [
            {
                "providers": [
                    {
                        "provider_id": "pro_slack",
                        "provider_config_id": "pcf_staging",
                        "provider_auth_config_id": None,
                        "tool_filters": {"type": "tool_keys", "keys": ["a", "b"]},
                        "is_override_tool_filter": False,
                    }
                ]
            }
        ]


async def test_a_row_is_added_and_removed() -> None:
    taker = server()
    lookup = FakeLookup()
    dialog = form(taker, base=BASE, lookup=lookup)
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await choose_row(pilot, dialog, 2)
        assert isinstance(pilot.app.screen, PickerScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ProviderFormScreen)
        await press(pilot, "enter")
        filters = {"provider_id": "pro_notion", "available_for_use": "true"}
        assert lookup.asked[-1] == ("provider_config", "", filters)
        await press(pilot, "escape", "ctrl+s")
        assert [row.provider_id for row in dialog.draft().providers] == [
            "pro_github",
            "pro_slack",
            "pro_notion",
        ]
        assert dialog.build().as_json() == {"providers": [{"provider_id": "pro_notion"}]}
        await choose_row(pilot, dialog, 2)
        pilot.app.screen.query_one("#remove", Button).press()
        await settle(pilot)
        assert pilot.app.screen is dialog
        assert not dialog.is_touched
        await press(pilot, "u")
        assert dialog.build().as_json() == {"providers": [{"provider_id": "pro_notion"}]}
        await press(pilot, "d", "u", "u")
        assert [row.provider_id for row in dialog.draft().providers][2:] == ["pro_notion"]
        await press(pilot, "up", "d")
        assert error_of(dialog, "providers") == STAYS
        assert len(dialog.draft().providers) == 3


async def test_a_provider_needs_its_integration_first() -> None:
    dialog = form(server())
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await choose_row(pilot, dialog, 0)
        assert error_of(dialog, "providers") == INTEGRATION_FIRST


async def test_a_form_may_begin_with_an_integration() -> None:
    dialog = form(server(), integration=choice("itg_1", "One"))
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        assert dialog.draft() == InstanceDraft(integration_id="itg_1")
        await press(pilot, "escape")
        assert app.results == [None]


async def test_invalid_data_lands_on_its_fields_down_to_a_rows_rule() -> None:
    taker = server()
    taker.refusals = [
        InvalidData(
            "Invalid",
            status=400,
            entity="body",
            fields=(
                FieldError(("name",), Display("too [b]long"), Display("x")),
                FieldError(
                    ("providers", 0, "tool_filters", "keys"), Display("unknown"), Display("x")
                ),
                FieldError(("surprise",), Display("is new"), Display("x")),
            ),
        )
    ]
    dialog = form(taker, base=BASE)
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one("#field-name Input", Input).value = "x" * 99
        await choose_row(pilot, dialog, 1)
        await press(pilot, "enter", "up", "up", "enter", "ctrl+s")
        await send(pilot)
        assert error_of(dialog, "name") == "too [b]long"
        assert error_of(dialog, "providers") == "Slack / tool_filters / keys: unknown"
        assert message(dialog) == "surprise: is new"
        assert dialog.focused is dialog.query_one("#field-name Input")
        assert dialog.draft().name == "x" * 99
        assert dialog.draft().providers[1].provider_config_id == ""
        assert dialog.query_one("#field-providers OptionList", OptionList).highlighted == 1
        await choose_row(pilot, dialog, 1)
        told = pilot.app.screen.query_one(ToolFilterField).error
        assert told == "keys: unknown"
        await press(pilot, "ctrl+s")
        assert not dialog.query_one(RowsField).problems


@pytest.mark.parametrize(
    ("refusal", "unknown"), [(ConnectError("No route"), False), (RequestTimeout("Slow"), True)]
)
async def test_after_an_error_all_is_kept_and_can_be_sent_again(
    refusal: Any, unknown: bool
) -> None:
    taker = server()
    taker.refusals = [refusal]
    dialog = form(taker, draft=InstanceDraft("itg_support", "Ada", metadata='{"a": 1}'))
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        before = dialog.draft()
        await send(pilot)
        assert app.screen is dialog
        assert ("not known whether it was created" in message(dialog)) is unknown
        assert dialog.draft() == before
        assert not dialog.query_one("#proceed", Button).disabled
        await press(pilot, "ctrl+s")
        assert bool(app.screen.query(".review-warning")) is unknown
        await press(pilot, "ctrl+s")
        assert len(taker.bodies) == 2
        assert app.results == [BASE]


async def test_while_sending_nothing_can_be_typed_or_sent_twice() -> None:
    taker = server()
    taker.gate = asyncio.Event()
    dialog = form(taker, draft=InstanceDraft("itg_support", "Ada"))
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await send(pilot)
        assert status(dialog).startswith("Sending")
        assert dialog.query_one("#proceed", Button).disabled
        assert dialog.query_one(".dialog-body").disabled
        await press(pilot, "ctrl+s", "x")
        assert len(taker.bodies) == 1
        assert dialog.draft().name == "Ada"
        taker.gate.set()
        await until(pilot, lambda: app.results == [BASE])


async def test_escape_while_sending_asks_and_an_answer_waits_for_the_question() -> None:
    taker = server()
    taker.gate = asyncio.Event()
    dialog = form(taker, draft=InstanceDraft("itg_support", "Ada"))
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await send(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, DiscardScreen)
        taker.gate.set()
        await settle(pilot)
        assert app.results == []
        await press(pilot, "enter")
        await until(pilot, lambda: app.results == [BASE])


async def test_waiting_can_be_given_up_and_all_is_kept() -> None:
    taker = server()
    taker.gate = asyncio.Event()
    dialog = form(taker, draft=InstanceDraft("itg_support", "Ada"))
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await send(pilot)
        await press(pilot, "escape", "tab", "enter")
        assert app.screen is dialog
        assert "not known" in message(dialog)
        assert not dialog.query_one(".dialog-body").disabled
        assert dialog.draft() == InstanceDraft("itg_support", "Ada")
        taker.gate = None
        await send(pilot)
        assert app.results == [BASE]


async def test_escape_asks_before_it_discards() -> None:
    dialog = form(server(), base=BASE)
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "x", "escape")
        assert [type(one) for one in app.screen_stack][2:] == [DiscardScreen]
        await press(pilot, "enter")
        assert app.screen is dialog
        assert dialog.draft().name == "GitHub for Adax"
        await press(pilot, "escape", "escape")
        assert app.screen is dialog
        await press(pilot, "escape", "tab", "enter")
        assert app.results == [None]


def meanwhile(**fields: Any) -> Any:
    """A way to get the instance anew, which somebody has changed."""

    async def reload() -> IntegrationInstance:
        return instance(**fields)

    return reload


async def test_what_others_changed_meanwhile_is_said_in_the_review_and_not_sent() -> None:
    taker = server()
    dialog = form(taker, base=BASE, reload=meanwhile(description="Theirs"))
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one("#field-name Input", Input).value = "Mine"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ReviewScreen)
        lines = [str(one.content) for one in app.screen.query(Static)]
        assert lines[lines.index(OTHERS) :][1:6] == [
            "description",
            "-",
            '"Ada\'s own"',
            "+",
            '"Theirs"',
        ]
        await press(pilot, "ctrl+s")
        assert taker.bodies == [{"name": "Mine"}]


async def test_of_what_both_changed_only_what_the_user_chose_is_sent() -> None:
    taker = server()
    theirs = {"name": "Theirs", "description": None, "metadata": {"team": "sales", "their": 1}}
    dialog = form(taker, base=BASE, reload=meanwhile(**theirs))
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one("#field-name Input", Input).value = "Mine"
        editor = dialog.query_one("#field-metadata TextArea", TextArea)
        editor.text = '{"team": "mine", "quota": 12345678901234567890, "new": 2}'
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ConflictScreen)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ConflictScreen), "nothing goes on unless it is chosen"
        await press(pilot, "t", "y", "ctrl+s", "escape", "ctrl+s")
        assert isinstance(app.screen, ConflictScreen)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ReviewScreen), "what was chosen is remembered"
        await press(pilot, "ctrl+s")
        assert taker.bodies == [{"metadata": {"team": "mine", "their": 1, "new": 2}}]


async def test_where_all_is_left_to_others_nothing_is_sent() -> None:
    taker = server()
    dialog = form(taker, base=BASE, reload=meanwhile(name="Theirs"))
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one("#field-name Input", Input).value = "Mine"
        await press(pilot, "ctrl+s", "T", "ctrl+s")
        assert app.screen is dialog
        assert status(dialog) == NOTHING_LEFT
        assert dialog.draft().name == "Mine"
        assert not taker.bodies


async def test_an_update_without_an_answer_is_looked_for_before_it_is_sent_again() -> None:
    taker = server()
    taker.refusals = [RequestTimeout("Slow")]
    now = [BASE, BASE, instance(name="Mine")]

    async def reload() -> IntegrationInstance:
        return now.pop(0)

    dialog = form(taker, base=BASE, reload=reload)
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one("#field-name Input", Input).value = "Mine"
        await send(pilot)
        assert app.screen is dialog
        assert NOT_CHANGED in message(dialog)
        await press(pilot, "ctrl+s")
        assert len(taker.bodies) == 1
        assert [one.name for one in app.results] == ["Mine"]


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ({"name": "Theirs"}, 'name is now "Theirs".'),
        ({"description": "Theirs"}, 'description is now "Theirs".'),
        ({"name": "Mine"}, "name is as you sent it."),
        (
            {"metadata": {"team": "sales"}, "status": "archived"},
            'metadata / team is now "sales", metadata / quota is now (none), '
            'status is now "archived".',
        ),
    ],
)
async def test_an_update_without_an_answer_is_told_from_what_others_changed(
    theirs: dict[str, Any], said: str
) -> None:
    taker = server()
    taker.refusals = [RequestTimeout("Slow")]
    now = [BASE, *[instance(**theirs)] * 4]

    async def reload() -> IntegrationInstance:
        return now.pop(0)

    dialog = form(taker, base=BASE, reload=reload)
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one("#field-name Input", Input).value = "Mine"
        dialog.query_one("#field-description TextArea", TextArea).text = "Mine, too"
        await send(pilot)
        assert f"it changed, but not to what was sent: {said}" in message(dialog)
        assert NOT_CHANGED not in message(dialog)
        draft = dialog.draft()
        assert (draft.name, draft.description) == ("Mine", "Mine, too")
        await press(pilot, "ctrl+s")
        both_changed_it = theirs.keys() & {"name", "description"} and theirs != {"name": "Mine"}
        assert isinstance(app.screen, ConflictScreen if both_changed_it else ReviewScreen)
        if not both_changed_it:
            said = "\n".join(str(one.content) for one in app.screen.query(Static))
            assert NOT_THERE in said
        assert len(taker.bodies) == 1


async def test_what_is_not_waited_for_is_told_from_what_others_changed() -> None:
    taker = server()
    taker.gate = asyncio.Event()
    now = [BASE, instance(name="Theirs")]

    async def reload() -> IntegrationInstance:
        return now.pop(0)

    dialog = form(taker, base=BASE, reload=reload)
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one("#field-name Input", Input).value = "Mine"
        await send(pilot)
        await press(pilot, "escape", "tab", "enter")
        assert "may still be at it. Looked at: it changed" in message(dialog)
        assert 'name is now "Theirs"' in message(dialog)


async def test_hostile_values_are_disguised_but_kept() -> None:
    hostile = instance(
        name="\x1b[2J[/] \u202e",
        description="a\tb\r\nc\x9b",
        integration_id="[/]",
        providers=[{"provider": {"id": "pro [/]", "name": "[@click=app.quit]x[/] ["}}],
    )
    dialog = form(server(), base=hostile)
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        assert dialog.query_one("#field-name Input", Input).value == "␛[2J[/] \ufffd"
        assert dialog.draft() == InstanceDraft.from_instance(hostile)
        assert not dialog.build().as_json()
        await choose_row(pilot, dialog, 0)
        assert isinstance(app.screen, ProviderFormScreen)
        assert not app.screen.is_touched


async def test_the_buttons_stay_in_sight() -> None:
    taker = server()
    taker.refusals = [ConnectError("No route to the host, " * 20)]
    dialog = form(taker, draft=InstanceDraft("itg_support", "Ada", metadata="{\n\n\n\n\n\n}"))
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        assert dialog.query_one("#proceed").region.bottom < 23
        await send(pilot)
        assert dialog.query_one("#proceed").region.bottom < 23
        assert dialog.query_one("#form-message").region.height > 2


async def test_what_is_typed_into_a_rows_own_form_is_kept_too(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "account")
    keeper = drafts.begin("update", "Edit")
    dialog = form(server(), base=BASE, keeper=keeper)
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await choose_row(pilot, dialog, 2)
        await press(pilot, "enter")
        row = pilot.app.screen
        row.query_one(".filter-mode", Select).value = "rules"
        await settle(pilot)
        row.query_one(".chips Input", Input).value = "half typ"
        await until(pilot, lambda: "half typ" in "".join(map(Path.read_text, tmp_path.iterdir())))
        assert isinstance(row, ProviderFormScreen)
        assert [one.provider_id for one in dialog.draft().providers][2:] == ["pro_notion"]
        assert dialog.draft().providers[2] == row.draft()
        row.dismiss(None)
        await settle(pilot)
        assert not dialog.is_touched


@pytest.mark.parametrize("has_it", [False, True], ids=["not there", "there by now"])
async def test_a_provider_to_add_is_the_first_to_be_filled_in(has_it: bool) -> None:
    adds = choice("pro_slack", "Slack") if has_it else choice("pro_notion", "Notion")
    dialog = form(server(), base=BASE, adds=adds)
    async with FormHost(dialog).run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ProviderFormScreen))
        assert bool(pilot.app.screen.query("#remove")) is not has_it
        await settle(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: pilot.app.screen is dialog)
        await settle(pilot)
        rows = dialog.query_one("#field-providers OptionList", OptionList)
        assert rows.has_focus
        providers = [row.provider_id for row in dialog.draft().providers]
        assert providers == ["pro_github", "pro_slack", *([] if has_it else ["pro_notion"])]
        assert rows.highlighted == providers.index(adds.id)
