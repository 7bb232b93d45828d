"""Any ID is found, with as few calls as what is known of it allows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.api.api import Api
from tui.errors import Forbidden, NotFound, ServerError
from tui.resources import RESOURCES, Kind
from tui.store.finding import Finder, Target, target_in

SERVED = [one.kind for one in RESOURCES if one.path is not None]


class Objects(Api):
    """Serves objects by kind and ID; 403 for what may not be read, 404 for the rest."""

    def __init__(self, *known: tuple[Kind, str], hidden: tuple[Kind, ...] = ()) -> None:
        self.asked: list[Kind] = []
        self._known = known
        self._hidden = hidden
        self.error: Exception | None = None

    async def get(self, kind: Kind, identifier: str) -> dict[str, Any]:
        self.asked.append(kind)
        if self.error is not None:
            raise self.error
        if kind in self._hidden:
            raise Forbidden("No", status=403)
        if (kind, identifier) not in self._known:
            raise NotFound("None", status=404)
        return {"id": identifier, "object": kind}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" pcf_7dEfGhJkLmNpQrSt ", Target("pcf_7dEfGhJkLmNpQrSt")),
        (
            "https://api.metorial.com/provider-configs/pcf_7dEfGhJkLmNpQrSt?x=1",
            Target("pcf_7dEfGhJkLmNpQrSt", "provider_config"),
        ),
        (
            "https://app.metorial.com/i/acme/integration-instance/abc_1aBcDeFgHj/overview",
            Target("abc_1aBcDeFgHj", "integration_instance"),
        ),
        (
            "https://app.metorial.com/#/sessions/ses_1aBcDeFgHj",
            Target("ses_1aBcDeFgHj", "session"),
        ),
        ("https://app.metorial.com/open?object=act_1aBcDeFgHj", Target("act_1aBcDeFgHj")),
        ("https://api.metorial.com/integration-instances", None),
        ("provider configs", None),
        ("github", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_an_id_is_seen_by_itself_and_in_a_url(text: str, expected: Target | None) -> None:
    assert target_in(text) == expected


@given(st.text(max_size=60) | st.text("/:?#=&_%aB1", max_size=40).map("https://x".__add__))
def test_whatever_is_typed_is_an_id_or_nothing(text: str) -> None:
    found = target_in(text)
    assert found is None or found.id in text or "%" in text


async def test_a_hint_is_tried_first_and_an_instance_next() -> None:
    finder = Finder(Objects())
    assert finder.order(Target("pcf_x"))[:2] == ("provider_config", "integration_instance")
    assert finder.order(Target("pcf_x", "session"))[:2] == ("session", "provider_config")
    assert finder.order(Target("zzz_x"))[0] == "integration_instance"
    assert sorted(finder.order(Target("zzz_x"))) == sorted(SERVED)


async def test_a_wrong_hint_is_no_dead_end_and_what_was_learnt_is_used() -> None:
    api = Objects(("provider_auth_config", "pcf_1"), ("provider_auth_config", "pcf_2"))
    finder = Finder(api)
    found = await finder.find(Target("pcf_1"))
    assert found.kind == "provider_auth_config"
    assert api.asked[0] == "provider_config"
    api.asked.clear()
    await finder.find(Target("pcf_2"))
    assert api.asked == ["provider_auth_config"]


async def test_nothing_found_says_what_was_tried_and_what_may_not_be_read() -> None:
    api = Objects(hidden=("session", "identity"))
    with pytest.raises(NotFound) as caught:
        await Finder(api).find(Target("zzz_1"))
    assert f"{len(SERVED) - 2} kinds were tried" in caught.value.message
    assert "may not read identities, sessions" in caught.value.message
    assert sorted(api.asked) == sorted(SERVED)


async def test_a_fault_ends_the_search() -> None:
    api = Objects()
    api.error = ServerError("Broken", status=500)
    with pytest.raises(ServerError):
        await Finder(api).find(Target("zzz_1"))
    assert len(api.asked) == 1
