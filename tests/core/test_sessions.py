"""An instance's session template is found in lists that take no instance."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.api.api import Api
from tui.api.client import Client
from tui.api.origin import Origin
from tui.forms.problems import FormProblems
from tui.forms.session import SessionDraft, as_body, to_session_template
from tui.models.requests import CreateSession
from tui.models.session import SessionTemplate
from tui.secret import Secret
from tui.store.sessions import MOST_PAGES, Sessions
from tui.times import parse

NOW = "2026-11-01T12:00:00.000Z"
INSTANCE = {
    "id": "int_mine",
    "created_at": "2026-10-01T00:00:00.000Z",
    "providers": [{"provider": {"id": "pro_1", "name": "One"}}],
}


class Lists:
    """Answers lists of templates and sessions, a page of two at a time."""

    def __init__(self) -> None:
        self.asked: list[httpx.URL] = []
        self.with_provider: list[dict[str, Any]] = []
        self.newest: list[dict[str, Any]] = []
        self.sessions: list[dict[str, Any]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url)
        if request.url.path == "/sessions":
            return self._page(self.sessions, request.url)
        by_provider = "provider_id" in request.url.params
        return self._page(self.with_provider if by_provider else self.newest, request.url)

    def _page(self, items: list[dict[str, Any]], url: httpx.URL) -> httpx.Response:
        ids = [one["id"] for one in items]
        begin = ids.index(url.params["after"]) + 1 if "after" in url.params else 0
        more = {"has_more_before": False, "has_more_after": begin + 2 < len(items)}
        return httpx.Response(200, json={"items": items[begin : begin + 2], "pagination": more})


@pytest.fixture
def lists() -> Lists:
    return Lists()


@pytest.fixture
async def sessions(lists: Lists) -> AsyncIterator[Sessions]:
    client = Client(
        Origin.parse("https://api.metorial.com"),
        Secret("metorial_sk_1"),
        transport=httpx.MockTransport(lists.answer),
    )
    now = parse(NOW)
    assert now is not None
    yield Sessions(Api(client), lambda: now)
    await client.aclose()


def template(number: int, instance: str = "int_other") -> dict[str, Any]:
    return {"id": f"ste_{number}", "integration_instance_id": instance, "name": "T"}


async def test_it_is_found_among_those_with_its_providers(lists: Lists, sessions: Sessions) -> None:
    lists.with_provider = [template(1), template(2), template(3, "int_mine"), template(4)]
    looked = await sessions.template_of("int_mine", INSTANCE)
    assert looked.template is not None
    assert looked.template.id == "ste_3"
    first, second = lists.asked
    assert first.params["provider_id"] == "pro_1"
    assert first.params["order"] == "asc"
    assert first.params["created_at[gt]"] == "2026-09-30T23:45:00.000Z"
    assert second.params["after"] == "ste_2"


async def test_one_that_is_being_filled_is_found_among_the_newest(
    lists: Lists, sessions: Sessions
) -> None:
    lists.newest = [template(9, "int_mine")]
    looked = await sessions.template_of("int_mine", INSTANCE)
    assert looked.template is not None
    assert looked.template.id == "ste_9"


async def test_where_there_surely_is_none_that_is_said(sessions: Sessions) -> None:
    looked = await sessions.template_of("int_mine", INSTANCE)
    assert (looked.template, looked.everywhere) == (None, True)


async def test_a_look_through_too_many_ends_and_says_so(lists: Lists, sessions: Sessions) -> None:
    lists.with_provider = [template(number) for number in range(100)]
    looked = await sessions.template_of("int_mine", INSTANCE)
    assert (looked.template, looked.everywhere) == (None, False)
    assert len(lists.asked) == MOST_PAGES + 1


async def test_what_was_made_lately_is_of_its_template_and_name(
    lists: Lists, sessions: Sessions
) -> None:
    lists.sessions = [{"id": "ses_1", "name": "A"}, {"id": "ses_2", "name": None}]
    of = SessionTemplate(id="ste_1")
    named = await sessions.made_lately(CreateSession(name="A"), of)
    unnamed = await sessions.made_lately(CreateSession(), of)
    assert [one.id for one in (*named, *unnamed)] == ["ses_1", "ses_2"]
    asked = lists.asked[0].params
    assert asked["session_template_id"] == "ste_1"
    assert asked["created_at[gt]"] == "2026-11-01T11:45:00.000Z"


# What is sent of a template.

texts = st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=4)
metadata = st.dictionaries(texts, st.integers(0, 9) | texts, max_size=3)
templates = st.builds(
    SessionTemplate,
    id=st.just("ste_1"),
    name=texts.filter(bool),
    description=st.none() | texts,
    metadata=st.none() | metadata,
)


@given(templates, templates)
def test_what_is_sent_makes_one_of_the_other_and_no_more(
    base: SessionTemplate, wanted: SessionTemplate
) -> None:
    body = to_session_template(SessionDraft.from_template(wanted), base).as_json()
    before, after = as_body(base), as_body(wanted)
    assert before | body == after
    assert all(before[field] != value for field, value in body.items())
    assert None not in body.values()


def test_a_template_keeps_a_name() -> None:
    with pytest.raises(FormProblems):
        to_session_template(SessionDraft(), SessionTemplate(id="ste_1", name="Ada"))
