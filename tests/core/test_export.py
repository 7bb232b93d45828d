"""What is written of objects: it reads back, is safe to print, and is no formula."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.frozen_time import FrozenTime
from tests.core.store_bench import Bench
from tests.strategies import HOSTILE, texts, values
from tui.api.client import API_VERSION
from tui.errors import MalformedAnswer, UsageError
from tui.export import objects
from tui.export.file import check_target, export
from tui.export.formats import Format, JsonLines, format_named, writer_of
from tui.models import columns
from tui.models.outline_secrets import MASK
from tui.models.query import ListQuery
from tui.sandbox import SANDBOX_KEY
from tui.text import clean_lines, is_plain

SESSION = {"id": "ses_1", "client_secret": "canary", "connection_url": "https://x/canary"}


def written(format: Format, documents: list[Any], *columns: str) -> str:
    now = datetime(2026, 11, 26, tzinfo=UTC)
    writer = writer_of(format, "integration_instance", columns, clock=lambda: now)
    return writer.begin() + writer.write(documents[:1]) + writer.write(documents[1:]) + writer.end()


def is_printable(text: str) -> bool:
    return all(is_plain(line) for line in text.split("\n"))


@given(st.lists(st.dictionaries(texts, st.one_of(values, texts), max_size=3), max_size=3))
def test_json_reads_back_and_can_be_printed(documents: list[Any]) -> None:
    # As an answer's JSON would say them: two halves of a character are one character there.
    documents = json.loads(json.dumps(documents))
    array, lines = written("json", documents), written("jsonl", documents)
    assert json.loads(array) == documents
    assert [json.loads(line) for line in lines.split("\n")[:-1]] == documents
    assert is_printable(array)
    assert is_printable(lines)


@given(st.lists(texts, max_size=4))
def test_csv_has_the_text_cleaned_and_no_formula(names: list[str]) -> None:
    text = written("csv", [{"name": name} for name in names], "name", "id")
    heading, *lines = csv.reader(io.StringIO(text))
    assert heading == ["name", "id"]
    assert [line[0].replace("'", "") for line in lines] == [
        clean_lines(name).replace("'", "") for name in names
    ]
    assert is_printable(text)
    assert not any(line[0].lstrip(" ")[:1] in tuple("=+-@") for line in lines if line[0])


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "\uff1d1", "\n=1"]
)
def test_a_formula_is_text(cell: str) -> None:
    [_, [shown]] = csv.reader(io.StringIO(written("csv", [{"name": cell}], "name")))
    assert shown.startswith("'")


def test_a_formula_is_text_where_semicolons_divide_cells() -> None:
    """As they do for spreadsheets of languages that write decimals with a comma."""
    cell = "a;=cmd|' /C calc'!A1; @SUM(A1);b"
    [_, [shown]] = csv.reader(io.StringIO(written("csv", [{"name": cell}], "name")))
    assert shown == "a;'=cmd|' /C calc'!A1;' @SUM(A1);b"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_table_is_safe_and_aligned(name: str) -> None:
    document = {"id": "int_1", "name": name, "updated_at": "2026-11-25T00:00:00Z"}
    heading, line = written("table", [document]).splitlines()
    assert heading.split() == ["STATUS", "NAME", "PROVIDERS", "UPDATED", "ID"]
    assert is_plain(line)
    assert line.split()[-2:] == ["1d", "int_1"]


def test_a_table_is_written_as_it_comes_and_cuts_nothing() -> None:
    writer = writer_of("table", "integration_instance", ("status", "name", "id"))
    first = writer.begin() + writer.write([{"status": "active", "name": "Ada", "id": "int_1"}])
    assert first == "STATUS  NAME  ID\nactive  Ada   int_1\n"
    wider = writer.write([{"status": "draft", "name": "Ada Lovelace", "id": "int_2"}])
    assert wider == "draft   Ada Lovelace  int_2\n"
    assert writer.end() == ""
    empty = writer_of("table", "integration_instance", ("id",))
    assert empty.begin() + empty.write([]) + empty.end() == "ID\n"


def test_the_explorers_columns_are_the_fields_that_they_show() -> None:
    document = {columns.field_of(name): f"of {name}" for name in columns.NAMES}
    [heading, line] = csv.reader(io.StringIO(written("csv", [document], *columns.NAMES)))
    assert heading == list(columns.NAMES)
    assert line == [f"of {name}" for name in columns.NAMES]
    own = {"identity": "its own", "identity_id": "ide_1", "metadata": {"updated": "x"}}
    names = ("identity", "metadata.updated", "metadata.created")
    [_, line] = csv.reader(io.StringIO(written("csv", [own], *names)))
    assert line == ["its own", "x", ""]
    table = written("table", [{"updated_at": "2026-11-25T00:00:00Z"}], "updated")
    assert table.split() == ["UPDATED", "1d"]


@pytest.mark.parametrize("format", ["csv", "table"])
def test_columns_that_nothing_has_are_told(format: Format) -> None:
    writer = writer_of(format, "integration_instance", ("id", "nmae", "metadata.team", "created"))
    writer.write([{"id": "int_1", "created_at": None}])
    assert list(writer.missing) == ["nmae", "metadata.team"]
    writer.write([{"metadata": {"team": None}}])
    assert list(writer.missing) == ["nmae"]
    usual = writer_of(format, "integration_instance")
    usual.write([{"id": "int_1"}])
    assert not usual.missing


def test_columns_are_ways_to_values() -> None:
    document = {
        "name": "Ada",
        "metadata": {"team": "a,b", "a.b": 1, "list": [1]},
        "providers": [{"provider": {"id": "pro_1", "name": "GitHub"}}, {"provider_id": "pro_2"}],
    }
    columns = ("metadata.team", "metadata.a.b", "metadata.list", "providers", "no.such")
    [_, line] = csv.reader(io.StringIO(written("csv", [document], *columns)))
    assert line == ["a,b", "1", "[1]", "GitHub, pro_2", ""]


def test_single_values_bear_their_ways() -> None:
    document = {"a": {"b c": [1, None]}, "d": [], "e": "x"}
    assert list(objects.values_of(document)) == [
        ('a["b c"][0]', "1"),
        ('a["b c"][1]', "null"),
        ("d", "[]"),
        ("e", "x"),
    ]


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "table"])
def test_a_sessions_secrets_are_masked_in_every_format(format: Format) -> None:
    columns = ("id", "client_secret", "connection_url")
    text = written(format, [SESSION], *columns)
    assert MASK in text
    assert "canary" not in text
    assert "canary" not in dict(objects.values_of(SESSION)).values()
    assert "canary" in JsonLines(secrets=True).write([SESSION])
    shown = writer_of("csv", "session", columns, secrets=True).write([SESSION])
    assert shown == "ses_1,canary,https://x/canary\n"


def test_one_that_is_too_deep_loses_no_other() -> None:
    deep: dict[str, Any] = {"id": "int_1"}
    for _ in range(5_000):
        deep = {"id": "int_1", "in": deep}
    [first, second] = map(json.loads, written("jsonl", [deep, {"id": "int_2"}]).splitlines())
    assert first == {"id": "int_1", "problem": objects.TOO_DEEP}
    assert second == {"id": "int_2"}
    assert "int_1" in written("csv", [deep])


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.json", "json"),
        ("a.NDJSON", "jsonl"),
        ("a.b.csv", "csv"),
        ("a.txt", None),
        ("csv", None),
    ],
)
def test_a_files_name_tells_its_format(name: str, format: str | None) -> None:
    assert format_named(name) == format


async def some(*parts: list[Any], fails: bool = False) -> AsyncGenerator[list[Any], None]:
    for part in parts:
        yield part
    if fails:
        raise MalformedAnswer("cut")


async def test_a_file_is_written_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert check_target(path) is False
    await export(path, some([{"id": "a"}], [{"id": "b"}]), JsonLines())
    before = path.read_text()
    assert [json.loads(line)["id"] for line in before.splitlines()] == ["a", "b"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert check_target(path) is True
    with pytest.raises(MalformedAnswer):
        await export(path, some([{"id": "c"}], fails=True), JsonLines())
    assert path.read_text() == before
    assert os.listdir(tmp_path) == ["out.jsonl"]


async def test_a_link_is_written_through_and_stays(tmp_path: Path) -> None:
    async def parts() -> AsyncGenerator[list[Any], None]:
        yield [{"id": "int_1"}]

    folder = tmp_path / "kept"
    folder.mkdir()
    old, new, link, dangling = folder / "old", folder / "new", tmp_path / "a", tmp_path / "b"
    old.write_text("old")
    old.chmod(0o644)
    link.symlink_to(old)
    dangling.symlink_to(new)
    assert [check_target(link), check_target(dangling)] == [True, False]
    for path, target in {link: old, dangling: new}.items():
        await export(path, parts(), JsonLines())
        assert path.readlink() == target
        assert target.read_text() == '{"id": "int_1"}\n'
        assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(folder.iterdir()) == [new, old]

    lost, circle = tmp_path / "lost", tmp_path / "circle"
    lost.symlink_to(tmp_path / "none" / "file")
    circle.symlink_to(circle)
    for path, said in {lost: "There is no folder", circle: "leads to itself"}.items():
        with pytest.raises(UsageError, match=said):
            check_target(path)


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "a.csv", Path("/dev/null")):
        with pytest.raises(UsageError):
            check_target(path)
    (tmp_path / "link").symlink_to(os.devnull)
    with pytest.raises(UsageError, match="no regular file"):
        check_target(tmp_path / "link")


async def test_a_list_is_streamed_once_each_and_to_its_end() -> None:
    bench = Bench(60, FrozenTime())
    streaming = bench.store.streaming()
    query = ListQuery(limit=7)

    found = [one["id"] async for part in streaming.matching(query) for one in part]
    assert found == bench.shown_ids()
    few = [one["id"] async for part in streaming.matching(query, 10) for one in part]
    assert few == found[:10]
    wanted = [found[9], found[2], "int_none", found[5]]
    named = [one["id"] async for part in streaming.named(wanted) for one in part]
    assert named == [found[9], found[2], found[5]]
    await bench.store.aclose()


async def test_what_is_at_hand_is_not_asked_for_and_the_rest_by_the_hundred() -> None:
    bench = Bench(300, FrozenTime())
    await bench.store.load()
    await bench.store.load_all()
    ids = bench.shown_ids()
    bench.link.requests.clear()

    async def written(named: AsyncGenerator[list[Any], None]) -> list[str]:
        return [one["id"] async for part in named for one in part]

    streaming = bench.store.streaming()
    assert await written(streaming.named(ids, bench.store.held)) == ids
    assert bench.link.requests == []

    async def half(wanted: Sequence[str]) -> dict[str, Any]:
        return {one: {"id": one} for one in wanted if ids.index(one) % 2}

    assert await written(streaming.named(ids, half)) == ids
    asked = [one.url.params.get_list("id") for one in bench.link.requests]
    assert [one for part in asked for one in part] == ids[::2]
    assert max(map(len, asked)) == 100
    await bench.store.aclose()


async def test_a_server_that_refuses_so_many_ids_is_asked_for_fewer() -> None:
    bench = Bench(60, FrozenTime())
    ids = bench.shown_ids()
    bench.link.requests.clear()

    sandbox = bench.link.sandbox

    class Strict(httpx.ASGITransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if len(request.url.params.get_list("id")) > 20:
                return httpx.Response(400, json={"code": "invalid_data", "message": "too many"})
            return await sandbox.handle_async_request(request)

    bench.link.sandbox = Strict(sandbox.app)
    streaming = bench.store.streaming()
    assert [one["id"] async for part in streaming.named(ids) for one in part] == ids
    counts = [len(one.url.params.get_list("id")) for one in bench.link.requests]
    assert counts[:2] == [len(ids), 20]
    assert set(counts[1:-1]) == {20}
    await bench.store.aclose()


async def test_a_list_that_stands_still_is_not_called_whole() -> None:
    bench = Bench(20, FrozenTime())
    first: dict[str, Any] = {}

    def same(request: Any, response: Any) -> Any:
        first.setdefault("body", response.json())
        return first["body"]

    bench.link.change = same
    with pytest.raises(MalformedAnswer, match="more than these 5"):
        async for _ in bench.store.streaming().matching(ListQuery(limit=5)):
            pass
    await bench.store.aclose()


async def test_a_wrong_filter_is_said_and_asks_for_nothing() -> None:
    bench = Bench(5, FrozenTime())
    with pytest.raises(UsageError, match="nonsense"):
        await bench.store.streaming().query("status:nonsense")
    assert bench.link.requests == []
    await bench.store.aclose()


def others(bench: Bench) -> httpx.AsyncClient:
    """A way of their own to the same API."""
    headers = {"authorization": f"Bearer {SANDBOX_KEY}", "metorial-version": API_VERSION}
    return httpx.AsyncClient(
        transport=bench.link.sandbox, base_url="http://127.0.0.1", headers=headers
    )


async def test_changes_are_told_once_each_and_archived_ones_too() -> None:
    time = FrozenTime()
    bench = Bench(10, time)
    first, second = bench.shown_ids()[:2]
    changes = bench.store.streaming().changes(await bench.store.streaming().query(""))
    await changes.begin()
    assert await changes.since_last() == []
    await time.sleep(20)
    async with others(bench) as http:
        await http.patch(f"/integration-instances/{first}", json={"name": "New"})
        await http.delete(f"/integration-instances/{second}")
    told = await changes.since_last()
    assert {one["id"]: one["status"] for one in told} == {first: "active", second: "archived"}
    assert await changes.since_last() == []
    await bench.store.aclose()
