"""Why an instance cannot run: each rule by itself, and what holds for any instance there is."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.store_bench import Bench
from tests.strategies import instances, texts, values
from tui.api.api import read
from tui.diagnosis.evidence import Evidence, Part, Unknown, parts_of, tools_wanted
from tui.diagnosis.finding import SEVERITIES, Diagnosis, Finding
from tui.diagnosis.gathering import AT_ONCE, gather
from tui.diagnosis.rules import diagnose
from tui.errors import Unauthorized
from tui.models.integration_instance import IntegrationInstance
from tui.models.reference import Reference
from tui.models.tool import Tool
from tui.text import Display, is_plain

DATA = Path(__file__).parent.parent / "data"
NESTED: dict[str, Any] = json.loads((DATA / "integration_instance_sdk_shape.json").read_text())
PROVIDER = "pro_5gHjKlMnPqRsTuVw"
TOOLS = (Tool("list_issues"), Tool("create_issue"), Tool("get_file"))
OUT_OF_REACH = Unknown(Display("this key may not read it (403)"))

Case: TypeAlias = dict[str, Any]
"""The JSON of an instance, and of its parts by kind; what the rules are given."""
Change: TypeAlias = Callable[[Case], object]


def healthy() -> Case:
    """An active instance of one provider, with everything in order."""
    instance = copy.deepcopy(NESTED)
    [row] = instance["providers"]
    row["config"] = {"id": "pcf_1", "name": "Production Config"}
    row["auth_config"] = {"id": "pac_1", "name": "Ada's sign-in"}
    row["integration_provider"]["deployment_id"] = "pde_1"
    return {
        "instance": instance,
        "integration": {
            "name": "Code review",
            "status": "active",
            "providers": [{"id": "ipr_2mNpQrStUvWxYzAb", "status": "active", "name": "GitHub"}],
        },
        "identity": {"name": "Ada", "status": "active"},
        "identity_actor": {"name": "Ada", "status": "active"},
        "provider_deployment": {"name": "Production", "status": "active"},
        "provider_config": {"name": "Production Config", "status": "active"},
        "provider_auth_config": {
            "name": "Ada's sign-in",
            "status": "active",
            "credentials": {"name": "GitHub OAuth", "status": "active"},
        },
        "tools": TOOLS,
        "template": {
            "id": "stp_1",
            "status": "active",
            "providers": [{"provider_id": PROVIDER, "status": "active"}],
        },
    }


def diagnosed(case: Case) -> Diagnosis:
    instance = read(IntegrationInstance, case["instance"])
    parts = {(kind, one): case[kind] for kind, one in parts_of(instance)}
    tools: dict[str, Any] = dict.fromkeys(tools_wanted(instance), case["tools"])
    return diagnose(Evidence(instance, parts, tools, case["template"]))


def changed(*path: str | int, to: Any) -> Change:
    """Return the change that sets what is at a path."""

    def change(case: Case) -> None:
        at: Any = case
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    return change


def in_row(*path: str, to: Any) -> Change:
    return changed("instance", "providers", 0, *path, to=to)


def keys(*names: str) -> dict[str, Any]:
    return {"type": "filter", "filters": [{"type": "tool_keys", "keys": list(names)}]}


def test_with_everything_in_order_nothing_but_fine_is_found() -> None:
    found = diagnosed(healthy())
    assert {one.severity for one in found.findings} == {"fine"}
    assert found.verdict == "Nothing blocks it."
    last = found.findings[-1]
    assert (last.subject, last.place) == ("GitHub", ("providers", 0))
    assert last.sentence == (
        "In order: deployment, config, auth config, credentials, tool filter (3 of 3 tools pass)."
    )


LACKING = {"id": "ipr_2", "status": "active", "name": "Slack", "provider_id": "pro_2"}
RULES: dict[str, tuple[list[Change], str]] = {
    "archived": ([changed("instance", "status", to="archived")], "blocks|instance|clone"),
    "archived by its time": (
        [changed("instance", "archived_at", to="2026-01-01T00:00:00Z")],
        "blocks|instance|clone",
    ),
    "deleted": ([changed("instance", "status", to="deleted")], "blocks|instance|"),
    "a status of later times": (
        [changed("instance", "status", to="paused")],
        "endangers|instance|",
    ),
    "without providers": (
        [changed("instance", "providers", to=[]), changed("integration", "providers", to=None)],
        "endangers|instance|",
    ),
    "added later": ([changed("integration", "providers", 0, to=LACKING)], "endangers|Slack|edit"),
    "a draft": (
        [
            changed("instance", "status", to="draft"),
            changed("integration", "providers", to=[LACKING, {**LACKING, "status": "archived"}]),
        ],
        "blocks|Slack|edit",
    ),
    "a draft without why": ([changed("instance", "status", to="draft")], "blocks|instance|"),
    "a draft of nothing": (
        [
            changed("instance", "status", to="draft"),
            changed("instance", "providers", to=[]),
            changed("integration", "providers", to=[]),
        ],
        "blocks|integration|",
    ),
    "a draft, its integration out of reach": (
        [changed("instance", "status", to="draft"), changed("integration", to=OUT_OF_REACH)],
        "blocks|instance|",
    ),
    "integration archived": (
        [changed("integration", "status", to="archived")],
        "blocks|integration|",
    ),
    "identity archived": ([changed("identity", "status", to="archived")], "blocks|identity|edit"),
    "identity out of reach": ([changed("identity", to=OUT_OF_REACH)], "not known|identity|"),
    "identity of another": (
        [changed("identity", "owner", to={"actor": {"id": "act_other"}})],
        "endangers|identity|edit",
    ),
    "actor archived": ([changed("identity_actor", "status", to="archived")], "blocks|actor|edit"),
    "provider archived": ([in_row("status", to="archived")], "blocks|GitHub|edit 0"),
    "provider retired": (
        [in_row("integration_provider", "status", to="archived")],
        "blocks|GitHub: integration|",
    ),
    "deployment archived": (
        [changed("provider_deployment", "status", to="archived")],
        "blocks|GitHub: deployment|",
    ),
    "config a draft": (
        [changed("provider_config", "status", to="draft")],
        "blocks|GitHub: config|edit 0",
    ),
    "config out of reach": (
        [changed("provider_config", to=OUT_OF_REACH)],
        "not known|GitHub: config|",
    ),
    "config of later times": (
        [changed("provider_config", "status", to="migrating")],
        "endangers|GitHub: config|edit 0",
    ),
    "auth config deleted": (
        [changed("provider_auth_config", "status", to="deleted")],
        "blocks|GitHub: auth config|edit 0",
    ),
    "credentials expired": (
        [changed("provider_auth_config", "credentials", "status", to="expired")],
        "blocks|GitHub: credentials|edit 0",
    ),
    "the integration's credentials": (
        [
            changed("provider_auth_config", "credentials", to=None),
            in_row(
                "integration_provider",
                "auth_credentials",
                to={"id": "par_1", "name": "OAuth", "status": "archived"},
            ),
        ],
        "blocks|GitHub: credentials|",
    ),
    "credentials by their ID alone": (
        [changed("provider_auth_config", "credentials", to=None)],
        "not known|GitHub: credentials|",
    ),
    "no auth, no identity": (
        [in_row("auth_config", to=None), changed("instance", "identity_id", to=None)],
        "blocks|GitHub: auth|edit 0",
    ),
    "no auth, the identity without": (
        [in_row("auth_config", to=None), changed("identity", "credentials", to=[])],
        "blocks|GitHub: auth|edit 0",
    ),
    "no auth, the identity with": (
        [
            in_row("auth_config", to=None),
            changed(
                "identity",
                "credentials",
                to=[{"provider_id": PROVIDER, "auth_config_id": "pac_2", "status": "active"}],
            ),
        ],
        "endangers|GitHub: auth|edit 0",
    ),
    "no auth, the identity out of reach": (
        [in_row("auth_config", to=None), changed("identity", to=OUT_OF_REACH)],
        "not known|GitHub: auth|edit 0",
    ),
    "no tool passes": (
        [
            in_row(
                "tool_filter",
                to={"type": "filter", "filters": [{"type": "tool_regex", "pattern": "^x"}]},
            )
        ],
        "blocks|GitHub: tool filter|edit 0",
    ),
    "only the integration's lets none pass": (
        [
            in_row("is_override_tool_filter", to=False),
            in_row("tool_filter", to=keys("get_file")),
            in_row("integration_provider", "tool_filter", to=keys("list_issues")),
        ],
        "blocks|GitHub: tool filter|edit 0",
    ),
    "none but prompts pass": (
        [
            in_row(
                "tool_filter",
                to={
                    "type": "filter",
                    "filters": [
                        {"type": "tool_regex", "pattern": "^x"},
                        {"type": "prompt_keys", "keys": ["triage"]},
                    ],
                },
            )
        ],
        "endangers|GitHub: tool filter|edit 0",
    ),
    "a tool misspelt": (
        [in_row("tool_filter", to=keys("get_file", "list_isues"))],
        "endangers|GitHub: tool filter|edit 0",
    ),
    "a rule of later times": (
        [
            in_row(
                "tool_filter",
                to={"type": "filter", "filters": [{"type": "tool_tags", "tags": ["read"]}]},
            )
        ],
        "not known|GitHub: tool filter|",
    ),
    "a filter of later times": (
        [in_row("tool_filter", to={"type": "by_mood"})],
        "not known|GitHub: tool filter|",
    ),
    "template archived": (
        [changed("template", "status", to="archived")],
        "endangers|session template|template",
    ),
    "template not filled": (
        [changed("template", "providers", to=[])],
        "endangers|session template|template",
    ),
    "template out of reach": (
        [changed("template", to=OUT_OF_REACH)],
        "not known|session template|",
    ),
    "tools out of reach": ([changed("tools", to=OUT_OF_REACH)], "not known|GitHub: tool filter|"),
    "no tools named": ([changed("tools", to=())], "not known|GitHub: tool filter|"),
}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_finds_one_thing_and_what_mends_it(name: str) -> None:
    changes, expected = RULES[name]
    case = healthy()
    for change in changes:
        change(case)
    worse = [one for one in diagnosed(case).findings if one.severity != "fine"]
    # What is out of reach may leave open more than the one thing that is looked for.
    assert expected in [_line(one) for one in worse]
    if "out of reach" not in name:
        assert len(worse) == 1, worse


def _line(one: Finding) -> str:
    mend = one.mend
    number = f" {mend.provider}" if mend and mend.provider is not None else ""
    return f"{one.severity}|{one.subject}|{f'{mend.command}{number}' if mend else ''}"


def test_a_draft_says_exactly_what_it_lacks() -> None:
    case = healthy()
    case["instance"]["status"] = "draft"
    case["integration"]["providers"] += [LACKING, {"id": "ipr_3", "name": "Notion"}]
    case["provider_config"]["status"] = "archived"
    found = diagnosed(case)
    assert found.verdict == (
        "It is a draft because it lacks Slack and Notion. 1 more thing blocks it, or a part of it."
    )
    slack, notion = found.findings[:2]
    assert slack.place == Reference("integration_provider", "ipr_2", Display("Slack"))
    # Whose own ID did not come cannot be added by it.
    assert [one.mend.adds for one in (slack, notion) if one.mend] == ["pro_2", None]


def test_a_missing_template_is_no_fault_and_is_offered() -> None:
    case = healthy()
    case["template"] = None
    found = diagnosed(case)
    assert found.verdict == "Nothing blocks it."
    [told] = [one for one in found.findings if one.subject == "session template"]
    assert told.severity == "fine"
    assert told.mend is not None
    assert told.mend.command == "template"


def test_a_filter_that_overrides_is_not_cut_by_the_integrations() -> None:
    case = healthy()
    in_row("integration_provider", "tool_filter", to=keys("list_issues"))(case)
    in_row("tool_filter", to=keys("get_file"))(case)
    assert all(one.severity == "fine" for one in diagnosed(case).findings)


def test_the_text_has_every_finding() -> None:
    case = healthy()
    case["provider_config"]["status"] = "archived"
    found = diagnosed(case)
    lines = found.text.splitlines()
    assert lines[0] == "GitHub for Ada (int_3nPqRsTuVwXyZaBc)"
    assert lines[1] == found.verdict
    assert len(lines) == 3 + len(found.findings)
    assert lines[3].startswith("[blocks] GitHub: config (pcf_1): Production Config is archived")


documents = st.dictionaries(
    st.sampled_from(["status", "name", "providers", "credentials", "owner", "actor_id"]),
    values | texts,
    max_size=4,
)
known = st.one_of(st.just(OUT_OF_REACH), documents)
tools_known = st.one_of(st.just(OUT_OF_REACH), st.just(TOOLS), st.just(()))


@settings(max_examples=40)
@given(instances, st.data())
def test_whatever_comes_something_safe_is_said(document: dict[str, Any], data: Any) -> None:
    instance = IntegrationInstance.model_validate(document)
    parts: dict[Part, Any] = {one: data.draw(known) for one in parts_of(instance)}
    tools = {one: data.draw(tools_known) for one in tools_wanted(instance)}
    found = diagnose(Evidence(instance, parts, tools, data.draw(st.none() | known)))
    ranks = [SEVERITIES.index(one.severity) for one in found.findings]
    assert ranks == sorted(ranks)
    for one in found.findings:
        assert is_plain(one.subject + one.sentence)
    assert is_plain(found.verdict + found.name)


async def test_every_instance_of_the_sandbox_is_told_of(bench: Bench) -> None:
    for instance in bench.world.instances:
        if instance.status in ("archived", "deleted"):
            continue
        found = diagnose(await gather(bench.store, instance.id, lambda done, total: None))
        had = {row.integration_provider.entry.id for row in instance.active_providers}
        needed = instance.integration.active_providers
        lacking = [one for one in needed if one.entry.id not in had]
        configs = [row.auth_config for row in instance.active_providers if row.auth_config]
        revoked = [one for one in configs if not one.available]
        expected = len(lacking) + len(revoked) + (not needed)
        blocks = [one.subject for one in found.findings if one.severity == "blocks"]
        [told] = [one.sentence for one in found.findings if one.subject == "session template"]
        assert ("There is none yet" in told) == (instance.id not in bench.world.template_of)
        # Which of the sandbox's filters let nothing pass, the trial of filters tells.
        assert len([one for one in blocks if not one.endswith("tool filter")]) == expected, blocks


async def test_what_cannot_be_read_is_not_known_and_little_is_asked_at_once(bench: Bench) -> None:
    instance = next(
        one
        for one in bench.world.instances
        if one.status == "active" and one.identity_id and len(one.providers) > 2
    )
    bench.world.denied.add("/identities")
    under_way = most = 0
    inner = bench.link.sandbox

    class Counted(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            if request.url.path.startswith("/identity-actors/"):
                request.url = request.url.copy_with(path="/identity-actors/act_gone")
            answer = await inner.handle_async_request(request)
            under_way -= 1
            return answer

    bench.link.sandbox = Counted()  # type: ignore[assignment]  # it only has to handle requests
    told: list[tuple[int, int]] = []
    found = diagnose(await gather(bench.store, instance.id, lambda *one: told.append(one)))
    unread = {
        str(one.subject): one.sentence for one in found.findings if one.severity == "not known"
    }
    assert "this key may not read it (403)." in unread["identity"]
    assert "there is no such object for this key (404)." in unread["actor"]
    assert most == AT_ONCE
    assert told[0][0] == 0
    assert told[-1] == (told[-1][1],) * 2


async def test_a_key_that_is_refused_meanwhile_is_said_so(bench: Bench) -> None:
    instance = next(one for one in bench.world.instances if one.status == "active")

    def refuse(request: httpx.Request, response: httpx.Response) -> None:
        if not request.url.path.startswith("/integration-instances/"):
            raise Unauthorized("No", status=401)

    bench.link.change = refuse
    with pytest.raises(Unauthorized):
        await gather(bench.store, instance.id, lambda done, total: None)
