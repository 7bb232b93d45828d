"""A long answer is decoded bit by bit, to what the library makes of the whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import values
from tui.api.slices import decode, decode_in_slices, text_of

_MEMBERS = st.lists(st.tuples(st.sampled_from(("items", "pagination", "é")), values), max_size=4)
_INDENTS = st.sampled_from((None, 0, 2))


def _written(members: list[tuple[str, Any]], indent: int | None) -> str:
    """Write an object, which may name a member twice, as a server may."""
    space = "" if indent is None else "\n" + " " * indent
    inner = f",{space}".join(
        f"{space}{json.dumps(name)}{space}:{space}{json.dumps(value, indent=indent)}"
        for name, value in members
    )
    return f"{{{inner}{space}}}{space}"


@given(_MEMBERS, _INDENTS, st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-32")))
def test_it_is_what_the_library_reads(
    members: list[tuple[str, Any]], indent: int | None, encoding: str
) -> None:
    content = _written(members, indent).encode(encoding)
    found = decode(content)
    assert found.value == json.loads(content)
    items = found.value.get("items")
    assert len(found.spans) == (len(items) if isinstance(items, list) else 0)
    text = text_of(content)
    assert [json.loads(text[start:end]) for start, end in found.spans] == list(
        items if found.spans else ()
    )


@given(st.text(alphabet='{}[]":, \nitems1-eE.tnul', max_size=40))
def test_it_takes_and_refuses_what_the_library_does(text: str) -> None:
    for written in (text, f'{{"items":[{text}]}}', f'{{"items":[1,{text}'):
        assert _read(lambda content: decode(content).value, written) == _read(json.loads, written)


def _read(how: Callable[[bytes], Any], written: str) -> tuple[str, Any]:
    """Return what was read, or what was said of it."""
    try:
        return "read", how(written.encode())
    except ValueError as error:
        return "refused", str(error)


async def test_others_run_while_a_long_list_is_decoded() -> None:
    content = json.dumps({"items": [[{"a": [1] * 20}] * 500] * 200}).encode()
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    found = await decode_in_slices(content)
    counting.cancel()
    assert found == decode(content)
    assert turns > 2
