"""The form of one provider: chips, completion, which tools pass, what may not be changed."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Button, Checkbox, Input, Select, Static

from tests.ui.form_host import FakeCatalogue, FakeLookup, FormHost, settle
from tui.errors import Forbidden, ServerError
from tui.forms.provider import ProviderDraft
from tui.forms.tool_filter import RuleDraft, ToolFilterDraft
from tui.models.tool_filter import ToolFilter
from tui.screens.provider_editing import NO_OVERRIDE, NO_OWN_CONFIG, NO_OWN_FILTER, Subject
from tui.screens.provider_form import ProviderFormScreen
from tui.text import Display
from tui.widgets.completion_list import CompletionList
from tui.widgets.fields.chips import Chips
from tui.widgets.fields.field import FormField
from tui.widgets.fields.rule_row import RuleRow
from tui.widgets.fields.tool_filter_field import (
    CHOOSE_RULES,
    PASSES_OTHERWISE,
    ToolFilterField,
)
from tui.widgets.fields.trial_list import TrialList

SIZE = (80, 24)
RULES = ToolFilterDraft("rules", (RuleDraft("tool_keys"),))


def form(
    tool_filter: ToolFilterDraft = RULES,
    *,
    catalogue: FakeCatalogue | None = None,
    provider_id: str | None = "pro_github",
    **options: Any,
) -> ProviderFormScreen:
    row = ProviderDraft("pro_github", tool_filter=tool_filter, **options)
    subject = Subject(row, Display("GitHub"), provider_id, "itg_support")
    return ProviderFormScreen(
        subject, lookup=FakeLookup(), names={}, catalogue=catalogue or FakeCatalogue()
    )


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def said(dialog: ProviderFormScreen, selector: str) -> str:
    return str(dialog.query_one(selector, Static).content)


def sent(dialog: ProviderFormScreen) -> Any:
    return dialog.draft().tool_filter.to_request()


async def test_keys_become_chips_and_tools_pass() -> None:
    dialog = form()
    app = FormHost(dialog)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        assert said(dialog, ".trial-count") == "0 of 4 tools pass"
        dialog.query_one(Chips).focus_line()
        await press(pilot, *"get_file", "enter", *"iss")
        assert dialog.query_one(CompletionList).is_open
        await press(pilot, "down", "down", "tab", *"zzz", "comma")
        assert dialog.query_one(Chips).values == ("get_file", "create_issue", "zzz")
        assert said(dialog, ".chip-list") == "[get_file] [create_issue] [zzz\N{NO-BREAK SPACE}?]"
        assert said(dialog, ".rule-warning") == "zzz is no tool here."
        assert said(dialog, ".trial-count") == "2 of 4 tools pass"
        await press(pilot, "backspace")
        first = dialog.query_one(TrialList).rows[0]
        assert (first.passes, first.key, first.words) == (True, "get_file", "Read a file")
        assert not dialog.query_one(".rule-warning").display
        await press(pilot, "enter")
        assert dialog.focused is not dialog.query_one(Chips).query_one(Input)
        await press(pilot, "ctrl+s")
        assert app.results[0].tool_filter.to_request() == {
            "type": "tool_keys",
            "keys": ["get_file", "create_issue"],
        }


async def test_keys_typed_ahead_of_the_screen_are_not_lost() -> None:
    dialog = form()
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one(Chips).focus_line()
        await settle(pilot)
        line = dialog.query_one(Chips).query_one(Input)
        typed = [("g", "g"), ("e", "e"), ("tab", None), ("a", "a"), ("comma", ","), ("b", "b")]
        for key, character in [*typed, ("enter", None), ("c", "c")]:
            dialog.app.post_message(Key(key, character))
        await settle(pilot)
        assert dialog.query_one(Chips).values == ("get_file", "a", "delete_branch", "c")
        assert dialog.focused is line


async def test_enter_takes_the_only_completion_and_a_comma_what_is_typed() -> None:
    dialog = form()
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one(Chips).focus_line()
        await press(pilot, *"issue", "enter")
        assert dialog.query_one(Chips).values == ("issue",), "two tools may be meant"
        await press(pilot, "backspace", *"creat", "enter", *"list_is", "comma")
        assert dialog.query_one(Chips).values == ("create_issue", "list_is")
        assert "list_is is no tool here" in said(dialog, ".rule-warning")
        # One that is there already is not taken for the beginning of another.
        await press(pilot, *"list_is", "enter")
        assert dialog.query_one(Chips).values == ("create_issue", "list_is")


async def test_a_tool_in_the_list_is_named_and_named_no_more() -> None:
    rules = (RuleDraft("tool_regex", pattern="^delete_"), RuleDraft("tool_keys", ("pto_1",)))
    dialog = form(ToolFilterDraft("rules", rules))
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        tools, field = dialog.query_one(TrialList), dialog.query_one(ToolFilterField)
        tools.focus()
        await settle(pilot)
        assert [row.passes for row in tools.rows] == [True, False, False, True]
        assert said(dialog, ".trial-hint").startswith("Space names a tool")
        assert dialog.query_one(".trial-hint").display
        await press(pilot, "down", "space", "up", "space")
        assert [row.passes for row in tools.rows] == [False, True, False, True]
        assert sent(dialog)[1] == {"type": "tool_keys", "keys": ["list_issues"]}
        await press(pilot, "end", "enter")
        assert field.note == PASSES_OTHERWISE
        dialog.query(".rule-remove").last(Button).press()
        await settle(pilot)
        tools.focus()
        await press(pilot, "home", "space")
        assert field.note is None
        assert sent(dialog)[1] == {"type": "tool_keys", "keys": ["get_file"]}
        dialog.query_one(".filter-mode", Select).value = "allow_all"
        await press(pilot, "space")
        assert field.note == CHOOSE_RULES
        assert tools.has_focus


async def test_a_misspelt_key_is_replaced_by_the_nearest() -> None:
    rules = ToolFilterDraft("rules", (RuleDraft("tool_keys", ("get_fil", "list_issues")),))
    dialog = form(rules)
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        assert said(dialog, ".rule-warning").startswith(
            "get_fil is no tool here: did you mean get_file?"
        )
        dialog.query_one(Chips).focus_line()
        await settle(pilot)
        await press(pilot, "down", "enter")
        assert dialog.query_one(Chips).values == ("get_file", "list_issues")
        await press(pilot, "down", "escape", "escape")
        assert [type(one).__name__ for one in pilot.app.screen_stack][-1] == "DiscardScreen"


async def test_what_is_still_typed_counts_and_a_pasted_list_is_chips() -> None:
    dialog = form(ToolFilterDraft("rules", (RuleDraft("resource_uris", ("file:///a,b",)),)))
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one(Chips).focus_line()
        await settle(pilot)
        line = dialog.query_one(Chips).query_one(Input)
        line.post_message(Paste("file:///c\nfile:///d\n"))
        await settle(pilot)
        await press(pilot, *"x,y")
        uris = ["file:///a,b", "file:///c", "file:///d", "x,y"]
        assert sent(dialog) == {"type": "resource_uris", "uris": uris}


async def test_a_pattern_is_tried_as_it_is_typed_and_values_outlive_the_kind() -> None:
    dialog = form(ToolFilterDraft("rules", (RuleDraft("tool_keys", ("get_file",)),)))
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        kind = dialog.query_one(".rule-kind", Select)
        kind.value = "tool_regex"
        await settle(pilot)
        dialog.query_one(RuleRow).focus_input()
        await settle(pilot)
        await press(pilot, *"(iss")
        assert "server decides" in said(dialog, ".rule-warning")
        assert "was not tried" in said(dialog, ".trial-doubts")
        await press(pilot, "u", "e", ")")
        assert said(dialog, ".trial-count") == "2 of 4 tools pass"
        assert sent(dialog) == {"type": "tool_regex", "pattern": "(issue)"}
        kind.value = "tool_keys"
        await settle(pilot)
        assert sent(dialog) == {"type": "tool_keys", "keys": ["get_file"]}


async def test_rules_are_added_and_removed_and_widen_each_other() -> None:
    dialog = form(ToolFilterDraft("rules", (RuleDraft("tool_keys", ("get_file",)),)))
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        dialog.query_one(".add-rule", Button).press()
        await settle(pilot)
        await press(pilot, *"list_issues", "enter")
        assert said(dialog, ".trial-count") == "2 of 4 tools pass"
        dialog.query(".rule-remove").first(Button).press()
        await settle(pilot)
        assert sent(dialog) == {"type": "tool_keys", "keys": ["list_issues"]}
        assert said(dialog, ".trial-count") == "1 of 4 tools pass"


async def test_the_integrations_filter_cuts_too_until_it_is_replaced() -> None:
    keys = {"type": "filter", "filters": [{"type": "tool_keys", "keys": ["get_file"]}]}
    catalogue = FakeCatalogue(filters={"pro_github": ToolFilter.model_validate(keys)})
    dialog = form(ToolFilterDraft("allow_all"), catalogue=catalogue)
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        assert said(dialog, ".trial-count") == "1 of 4 tools pass"
        dialog.query_one("#field-is_override_tool_filter Checkbox", Checkbox).toggle()
        await settle(pilot)
        assert said(dialog, ".trial-count") == "4 of 4 tools pass"


async def test_what_the_integration_forbids_is_disabled_and_says_why() -> None:
    catalogue = FakeCatalogue(may_filter=False, may_configure=False, may_override=False)
    row: dict[str, Any] = {"provider_config_id": "pcf_staging", "is_override_tool_filter": True}
    dialog = form(catalogue=catalogue, **row)
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        before = dialog.draft()
        await settle(pilot)
        notes = {
            str(field.path[0]): field.note for field in dialog.query(FormField) if field.disabled
        }
        assert notes == {
            "provider_config_id": NO_OWN_CONFIG,
            "tool_filters": NO_OWN_FILTER,
            "is_override_tool_filter": NO_OVERRIDE,
        }
        assert dialog.draft() == before
        assert dialog.focused is dialog.query_one("#field-provider_auth_config_id Button")


async def test_what_cannot_be_tried_says_why_and_takes_anything() -> None:
    for refusal, provider_id, words in (
        (Forbidden("No", status=403), "pro_github", "this key may not read the provider's tools"),
        (ServerError("It [b]broke", status=500), "pro_github", "It [b]broke"),
        (None, None, "the provider's ID is not known"),
    ):
        catalogue = FakeCatalogue()
        catalogue.refusal = refusal
        dialog = form(catalogue=catalogue, provider_id=provider_id)
        async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
            await settle(pilot)
            assert words in said(dialog, ".trial-count")
            dialog.query_one(Chips).focus_line()
            await settle(pilot)
            await press(pilot, *"any", "enter")
            assert sent(dialog) == {"type": "tool_keys", "keys": ["any"]}
            assert not dialog.query_one(".rule-warning").display


async def test_hostile_keys_are_drawn_safely_and_kept() -> None:
    rule = RuleDraft.from_request({"type": "tool_keys", "keys": ["[/] \x1b[2J", "a\nb,c"]})
    dialog = form(ToolFilterDraft("rules", (rule,)))
    async with FormHost(dialog).run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        assert not dialog.is_touched
        chips = dialog.query_one(".chip-list", Static).content
        assert isinstance(chips, Content)
        assert "\x1b" not in str(chips)
        dialog.query_one(Chips).focus_line()
        await settle(pilot)
        await press(pilot, "x", "enter")
        keys = ["[/] \x1b[2J", "a\nb,c", "x"]
        assert sent(dialog) == [{"type": "tool_keys", "keys": keys}]
