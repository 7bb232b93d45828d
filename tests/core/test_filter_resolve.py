"""From names and slugs to the IDs of a query."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.core.filter_strategies import NOW
from tui.errors import ConnectError, Forbidden, NotFound
from tui.models.query import ListQuery
from tui.resources import BY_FILTER_KEY, Kind
from tui.store.filter import Resolved, parse, resolve
from tui.store.filter.dates import read_range
from tui.store.lookup import Choice
from tui.text import Display


def choice(identifier: str, name: str, slug: str | None = None) -> Choice:
    """Return an object that can be picked."""
    return Choice(identifier, Display(name), Display(slug) if slug else None)


class Lists:
    """Lookup over given objects; it finds by parts of words, as a search index may."""

    def __init__(self, known: Mapping[str, list[Choice] | Exception]) -> None:
        self.known = known
        self.asked: list[tuple[str, str]] = []

    async def search(self, kind: Kind, text: str, **filters: str) -> tuple[Choice, ...]:
        """Return all there is: the server's idea of a match is not ours."""
        self.asked.append((kind, text))
        found = self.known.get(kind, [])
        if isinstance(found, Exception):
            raise found
        return tuple(found)

    async def name_of(self, kind: Kind, identifier: str) -> Choice | None:
        """Not asked for here."""
        raise AssertionError(identifier)


PROVIDERS = [
    choice("pro_github00001", "GitHub", "github"),
    choice("pro_github00002", "GitHub Enterprise", "ghe"),
    choice("pro_slack000001", "Slack", "slack"),
    choice("pro_zoe00000001", "Zoë's tools", "zoes-tools"),
    choice("pro_twin0000001", "Twin", "twin-a"),
    choice("pro_twin0000002", "Twin", "twin-b"),
    choice("odd", "Oddly identified"),
]


async def resolved(line: str, known: list[Choice] | Exception = PROVIDERS) -> Resolved:
    return await resolve(parse(line, NOW), Lists({"provider": known}))


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("github", ["pro_github00001"]),
        ("GITHUB", ["pro_github00001"]),
        ("ghe", ["pro_github00002"]),
        ("git", ["pro_github00001", "pro_github00002"]),
        ("enterprise", ["pro_github00002"]),
        ("zoe", ["pro_zoe00000001"]),
        ('"ZOE\'S tools"', ["pro_zoe00000001"]),
        ("twin", ["pro_twin0000001", "pro_twin0000002"]),
        ("twin-b", ["pro_twin0000002"]),
        ("odd", ["odd"]),
        ("slack,github", ["pro_slack000001", "pro_github00001"]),
        ("github,git", ["pro_github00001", "pro_github00002"]),
        ("pro_unknown0001", ["pro_unknown0001"]),
        ("pro_unknown0001,slack", ["pro_unknown0001", "pro_slack000001"]),
    ],
)
async def test_names_become_ids(value: str, ids: list[str]) -> None:
    answer = await resolved(f"provider:{value}")
    assert answer == Resolved(ListQuery(provider_id=tuple(ids)), ())


async def test_ids_are_never_looked_up() -> None:
    lists = Lists({})
    line = "provider:pro_1aBcDeFgHj id:anything,int_1 credential:icr_1aBcDeFgHj"
    answer = await resolve(parse(line, NOW), lists)
    assert lists.asked == []
    assert answer.query == ListQuery(
        provider_id=("pro_1aBcDeFgHj",),
        id=("anything", "int_1"),
        identity_credential_id=("icr_1aBcDeFgHj",),
    )


async def test_every_part_of_the_filter_is_sent() -> None:
    line = "status:active,draft created:2026-01-01 updated:<7d order:asc ada trial"
    assert await resolved(line) == Resolved(
        ListQuery(
            order="asc",
            search="ada trial",
            status=("active", "draft"),
            created_at=read_range("2026-01-01", NOW),
            updated_at=read_range("<7d", NOW),
        ),
        (),
    )
    assert (await resolved("")).query == ListQuery()


@pytest.mark.parametrize("key", sorted(BY_FILTER_KEY))
async def test_every_reference_goes_to_its_parameter(key: str) -> None:
    answer = await resolve(parse(f"{key}:abc_1aBcDeFgHj", NOW), Lists({}))
    parameter = BY_FILTER_KEY[key].parameter
    assert answer.query.to_params() == [
        ("limit", "100"),
        ("order", "desc"),
        (parameter, "abc_1aBcDeFgHj"),
    ]


async def test_a_name_that_is_not_found_is_a_problem_at_its_place() -> None:
    line = "ada provider:slack,nope"
    answer = await resolved(line)
    (problem,) = answer.problems
    assert line[problem.start : problem.end] == "nope"
    assert problem.message == 'no provider is called "nope"; check it, or give an ID'
    assert not answer.impossible
    assert answer.query == ListQuery(search="ada", provider_id=("pro_slack000001",))


async def test_a_name_close_to_another_is_asked_back() -> None:
    (problem,) = (await resolved("provider:slakc")).problems
    assert problem.message == 'no provider is called "slakc"; did you mean Slack'


async def test_a_key_without_any_id_makes_the_query_impossible() -> None:
    answer = await resolved("provider:nope status:active")
    assert answer.impossible
    assert answer.query.status == ("active",)


@pytest.mark.parametrize("error", [Forbidden("no", status=403), NotFound("no", status=404)])
async def test_a_list_that_may_not_be_read_takes_only_ids(error: Exception) -> None:
    answer = await resolved("provider:github", error)
    assert [one.message for one in answer.problems] == [
        "this key may not read providers; give an ID"
    ]
    assert answer.impossible
    assert not (await resolved("provider:pro_1aBcDeFgHj", error)).problems


async def test_identities_have_their_own_plural() -> None:
    refused = Lists({"identity": Forbidden("no", status=403)})
    answer = await resolve(parse("identity:ada", NOW), refused)
    assert answer.problems[0].message == "this key may not read identities; give an ID"


async def test_credentials_have_no_names() -> None:
    answer = await resolved("credential:ada")
    assert answer.impossible
    assert "give an ID" in answer.problems[0].message


async def test_any_other_error_is_the_callers() -> None:
    lists = Lists({"provider": ConnectError("down"), "integration": [choice("int_x0000001", "x")]})
    with pytest.raises(ConnectError):
        await resolve(parse("integration:x provider:github", NOW), lists)


async def test_the_filters_own_problems_come_along_in_the_lines_order() -> None:
    line = "foo:bar provider:nope status:up "
    answer = await resolved(line)
    marked = [line[problem.start : problem.end] for problem in answer.problems]
    assert marked == ["foo:bar", "nope", "up"]


async def test_hostile_names_neither_match_nor_break() -> None:
    hostile = [choice("pro_evil0000001", "\x1b[2J[b]"), choice("pro_evil0000002", "")]
    answer = await resolved('provider:"\x1b]0;x\x07","\u0301","[b]"', hostile)
    assert answer.query.provider_id == ("pro_evil0000001",)
    assert all(problem.message.isprintable() for problem in answer.problems)
    assert len(answer.problems) == 2
