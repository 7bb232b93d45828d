"""How many instances use an object."""

from __future__ import annotations

from typing import Any

import pytest

from tui.api.api import Api
from tui.errors import ApiError, Forbidden
from tui.models.page import Page
from tui.models.query import ListQuery
from tui.store.users import COUNTED, Users


class Lists(Api):
    """Answers every list of instances with one page, or with an error."""

    def __init__(self, count: int, *, more: bool = False, error: ApiError | None = None) -> None:
        self.asked: list[ListQuery] = []
        self._page = Page(tuple({"id": f"int_{one}"} for one in range(count)), more)
        self._error = error

    async def list_instances(self, query: ListQuery) -> Page:
        self.asked.append(query)
        if self._error is not None:
            raise self._error
        return self._page


@pytest.mark.parametrize(
    ("count", "more", "words"),
    [
        (0, False, "no instance"),
        (1, False, "1 instance"),
        (17, False, "17 instances"),
        (COUNTED, True, "20+ instances"),
        (1, True, "1+ instances"),
        (0, True, "0+ instances"),
    ],
)
async def test_the_number_is_honest(count: int, more: bool, words: str) -> None:
    usage = await Users(Lists(count, more=more)).count("provider_config", "pcf_1")
    assert usage.words == words


async def test_one_call_and_only_once() -> None:
    api = Lists(3)
    users = Users(api)
    assert users.known("identity_actor", "act_1") is None
    counted = await users.count("identity_actor", "act_1")
    assert users.known("identity_actor", "act_1") == counted
    assert users.known("identity", "act_1") is None
    assert api.asked == [ListQuery(limit=COUNTED, identity_actor_id=("act_1",))]
    users.forget()
    assert users.known("identity_actor", "act_1") is None


async def test_a_failure_is_remembered_as_nothing() -> None:
    error: Any = Forbidden("No", status=403)
    users = Users(Lists(0, error=error))
    with pytest.raises(Forbidden):
        await users.count("provider", "pro_1")
    assert users.known("provider", "pro_1") is None
