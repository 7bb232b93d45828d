"""What there is to read of a request: its parts under their titles, safe to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tui.models.call import Body, Pairs, Transcript
from tui.text import Display, clean, clean_lines

MOST_SHOWN = 32 * 1024
"""Characters of a body that are shown; all that is kept of it can be copied and exported."""
_MOST_VALUE = 2_000

Fields: TypeAlias = tuple[tuple[Display, Display], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a request or its answer.

    Attributes:
        title: What it is; nothing for the first, which is the request itself.
        fields: Names and values.
        text: What is read as it came.
    """

    title: Display
    fields: Fields = ()
    text: Display | None = None


def sections(asked: Transcript) -> tuple[Section, ...]:
    """Return the parts of a request and of its answer that are not empty."""
    call = asked.call
    every = (
        Section(Display(""), _facts(asked)),
        Section(Display("Query"), _fields(call.params)),
        _body_section("Body", asked.sent),
        _body_section("Answer", asked.received),
        Section(Display("Headers"), _fields(asked.request_headers)),
        Section(Display("Headers of the answer"), _fields(asked.response_headers)),
    )
    return tuple(one for one in every if one.fields or one.text)


def _facts(asked: Transcript) -> Fields:
    call = asked.call
    status = "under way" if not call.is_over else "no answer came"
    if call.status is not None:
        status = f"{call.status} {asked.reason}"
    facts: dict[str, str | None] = {
        "request": f"{call.method} {clean(call.origin + call.path, _MOST_VALUE)}",
        "status": status,
        "why": call.error,
        "request ID": call.request_id,
        "sent at": f"{call.at:%Y-%m-%d %H:%M:%S} UTC",
        "attempt": str(call.attempt) if call.attempt > 1 else None,
    }
    if call.is_over:
        began = f", the answer began after {asked.waited:,.0f}" if call.status is not None else ""
        facts["took"] = f"{call.milliseconds:,.0f} ms{began}"
    if call.calls_left is not None:
        facts["calls left"] = clean(f"{call.calls_left:,}", 15)
    return tuple(
        (Display(name), clean(said.strip(), _MOST_VALUE)) for name, said in facts.items() if said
    )


def _fields(pairs: Pairs) -> Fields:
    return tuple((clean(name, 80), clean(value, _MOST_VALUE)) for name, value in pairs)


def _body_section(title: str, body: Body) -> Section:
    if not body.size:
        return Section(Display(title))
    heading = Display(f"{title}, {body.size:,} bytes")
    if not body.is_kept:
        return Section(heading, text=Display("It is not kept: large ones make room for others."))
    text = body.text(MOST_SHOWN)
    rest = "\n... It goes on; y b copies all of it." if len(text) == MOST_SHOWN else ""
    return Section(heading, text=Display(clean_lines(text) + rest))
